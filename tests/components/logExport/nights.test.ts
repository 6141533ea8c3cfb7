import * as assert from "node:assert/strict";
import { type LogExportArgs } from "../../../components/logExport/args";
import { planExports } from "../../../components/logExport/plan";
import { exportSettings } from "../../../components/logExport/settings";
import { type ExportTaskInputs } from "../../../providers/exportTask/inputs";
import { type Clock, runningClock } from "../../../sandbox/clock/clock";
import { messagesUnder } from "../../faults/bucketContents";
import { ACCOUNT, type Account, BUCKET, openAccount, REGION } from "../../support/account";
import { DAY, HOUR } from "../../support/durations";

const at = (text: string) => Date.parse(text);

/** A clock that runs fast and can be advanced to the next night. */
function nightClock(start: number): Clock & { jumpTo(time: number): void } {
    const running = runningClock({ start, since: Date.now(), speed: 2_000 });
    let ahead = 0;
    const now = () => running.now() + ahead;
    return { now, sleep: (time) => running.sleep(time), jumpTo: (time) => void (ahead += Math.max(0, time - now())) };
}

/** One event in every three hours, each available up to twelve hours late. */
function events(from: number, to: number) {
    const count = Math.floor((to - from) / (3 * HOUR));
    return Array.from({ length: count }, (_, index) => {
        const timestamp = from + index * 3 * HOUR + 1 + ((index * 7_919) % (3 * HOUR - 1)); // on no boundary
        return { timestamp, message: `event ${index}`, ingestionTime: timestamp + ((index * 104_729) % (12 * HOUR)) };
    });
}

type Recorded = Awaited<ReturnType<ReturnType<Account["provider"]>["create"]>>;

/** Calls the provider like the engine, and keeps a state. */
class Stack {
    readonly state = new Map<string, Recorded>();
    /** The URIs of everything that was ever exported, including what has left the program. */
    readonly uris: { readonly logGroupName: string; readonly uri: string }[] = [];
    private readonly bucket = { destination: BUCKET, region: REGION };

    constructor(private readonly account: Account) {}

    /** The steps of an `up` at the clock's time, by name. */
    async up(args: LogExportArgs): Promise<{ created: string[]; dropped: string[] }> {
        const provider = this.account.provider(); // every run is a new process
        const plan = planExports(exportSettings(args), this.account.clock.now());
        const [created, dropped]: string[][] = [[], []];
        for (const { key, logGroupName, range, destinationPrefix } of plan) {
            const { from, to, series } = range;
            const news = {
                logGroupName,
                from,
                to,
                series,
                destinationPrefix,
                ...this.bucket,
                shortUrn: `prod::shop::::${key}`,
            };
            const known = this.state.get(key);
            const { inputs, failures } = await provider.check(known?.outs as never, news);
            assert.deepEqual(failures, []);
            if (known) {
                assert.deepEqual(
                    await provider.diff(known.id, known.outs as never, inputs),
                    { changes: false, replaces: [] },
                    key,
                );
                continue;
            }
            const recorded = await provider.create(inputs as unknown as ExportTaskInputs);
            this.state.set(key, recorded);
            this.uris.push(recorded.outs);
            created.push(key);
        }
        const planned = new Set(plan.map(({ key }) => key));
        for (const [key, { id, outs }] of this.state) {
            if (planned.has(key)) continue;
            await provider.delete(id, outs as never);
            this.state.delete(key);
            dropped.push(key);
        }
        return { created, dropped };
    }
}

describe("thirty nights of one program", () => {
    const NIGHTS = 30;
    const FROM = at("2026-10-01T00:00:00+02:00");
    const FIRST_NIGHT = at("2026-10-02T13:00:00+02:00");
    const groups = ["/shop/payments", "/shop/checkout"];
    const program: LogExportArgs = {
        logGroups: groups,
        from: FROM,
        to: "latest",
        splitBy: "day",
        timeZone: "Europe/Berlin", // whose clocks are changed on October 25
        forgetAfterDays: 10,
    };
    const end = at("2026-10-31T00:00:00+01:00"); // what the last night exports up to

    let account: Account;
    let clock: ReturnType<typeof nightClock>;
    before(async () => {
        clock = nightClock(FIRST_NIGHT);
        account = await openAccount({ clock, accountId: ACCOUNT });
        const streams = [{ name: "all", events: events(FROM, end + 2 * DAY) }];
        account.aws.seed({ logGroups: groups.map((name) => ({ name, region: REGION, creationTime: FROM, streams })) });
    });
    after(() => account.close());

    it("exports each night only the new day, and in total every event exactly once", async () => {
        const stack = new Stack(account);
        for (let night = 0; night < NIGHTS; night++) {
            clock.jumpTo(FIRST_NIGHT + night * DAY + (night >= 24 ? HOUR : 0)); // one o'clock in the afternoon, there
            const { created, dropped } = await stack.up(program);
            assert.equal(created.length, groups.length, `night ${night}: ${created.join()}`);
            assert.equal(dropped.length, night < 10 ? 0 : groups.length, `night ${night}: ${dropped.join()}`);
            assert.ok(stack.state.size <= 10 * groups.length, "the program stays small");
            const again = await stack.up(program);
            assert.deepEqual(again, { created: [], dropped: [] }, "a second run does nothing");
        }
        const expected = events(FROM, end + 2 * DAY).filter(({ timestamp }) => timestamp < end);
        assert.ok(expected.length > 200);
        for (const name of groups) {
            const uris = stack.uris.filter(({ logGroupName }) => logGroupName === name);
            const messages = uris.flatMap(({ uri }) => messagesUnder(account.aws, uri));
            assert.deepEqual(messages.sort(), expected.map(({ message }) => message).sort(), name);
        }
        const started = account.aws.requests.filter(
            ({ operation, outcome }) => operation === "CreateExportTask" && outcome === "OK",
        );
        assert.equal(started.length, NIGHTS * groups.length);
    });

    it("takes in a log group that is created later, with what is older than the group itself", async () => {
        const stack = new Stack(account);
        const born = at("2026-10-12T15:00:00+02:00");
        const from = born - 3 * DAY; // an agent sends what it finds
        const young = {
            ...program,
            logGroups: ["/shop/young"],
            destinationPrefix: "young",
            forgetAfterDays: undefined,
        };
        clock.jumpTo(at("2026-11-01T13:00:00+01:00"));
        const streams = [{ name: "all", events: events(from, end) }];
        account.aws.seed({ logGroups: [{ name: "/shop/young", region: REGION, creationTime: born, streams }] });
        const started = () => account.aws.requests.filter(({ operation }) => operation === "CreateExportTask").length;
        const before = started();
        const { created } = await stack.up({ ...young, to: end });
        assert.equal(created.length, 30);
        assert.equal(started() - before, 30 - 11, "nothing is started for the days before its creation");
        const messages = stack.uris.flatMap(({ uri }) => messagesUnder(account.aws, uri));
        assert.deepEqual(
            messages.sort(),
            events(from, end)
                .map(({ message }) => message)
                .sort(),
        );
        assert.deepEqual(await stack.up({ ...young, to: end }), { created: [], dropped: [] });
    });

    it("makes up for nights that were missed, each day for itself", async () => {
        const stack = new Stack(account);
        const late = { ...program, destinationPrefix: "late", from: at("2026-10-20T00:00:00+02:00") };
        const { created } = await stack.up(late);
        assert.equal(created.length, 10 * groups.length);
    });
});
