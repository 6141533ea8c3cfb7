import * as assert from "node:assert/strict";
import { formatSeries } from "../../../providers/exportTask/series";
import { messagesUnder } from "../../faults/bucketContents";
import { type Account, exportInputs, openAccount, RANGE, REGION } from "../../support/account";
import { DAY } from "../../support/durations";

describe("exports of a log group that was created after ranges of its series", () => {
    let account: Account;
    beforeEach(async () => {
        account = await openAccount();
    });
    afterEach(() => account.close());

    const created = RANGE.from + 2 * DAY + 1_000;
    const series = formatSeries({ from: RANGE.from, to: Infinity });
    const dayOf = (number: number) => ({
        from: RANGE.from + number * DAY,
        to: RANGE.from + (number + 1) * DAY,
        logGroupName: "/new",
        destinationPrefix: `new/${number}`,
        series,
    });
    beforeEach(() => {
        const events = [created - 1.5 * DAY, created - 1, created, created + DAY - 1, created + DAY].map(
            (timestamp, index) => ({ timestamp, message: `event ${index}` }),
        );
        const streams = [{ name: "one", events }];
        account.aws.seed({ logGroups: [{ name: "/new", region: REGION, creationTime: created, streams }] });
    });

    it("starts nothing where nothing existed yet, and deletes nothing later", async () => {
        const provider = account.provider();
        const { id, outs } = await provider.create(exportInputs({ ...dayOf(0), removalPolicy: "delete" }));
        assert.deepEqual(
            [id, outs.taskId, outs.status, outs.verified, outs.objectCount],
            ["no-task", "", "COMPLETED", true, 0],
        );
        assert.match(outs.statusMessage ?? "", /^Nothing to export: the log group was created at 2026-/);
        assert.deepEqual(await account.tasks(), []);
        assert.deepEqual(
            await provider.diff(id, outs as never, exportInputs({ ...dayOf(0), removalPolicy: "delete" }) as never),
            { changes: false, replaces: [] },
        );
        assert.deepEqual(await provider.read(id, outs as never), { id, props: outs });
        await provider.create(exportInputs(dayOf(2)));
        const before = account.keysUnder("new/");
        await provider.delete(id, { ...outs, destinationPrefix: "new/2" } as never);
        assert.deepEqual(account.keysUnder("new/"), before);
    });

    it("exports what is older than the log group with the range of its creation, each event once", async () => {
        const provider = account.provider();
        const uris: string[] = [];
        for (const number of [0, 1, 2, 3]) uris.push((await provider.create(exportInputs(dayOf(number)))).outs.uri);
        const found = uris.map((uri) => messagesUnder(account.aws, uri).sort());
        assert.deepEqual(found, [[], [], ["event 0", "event 1", "event 2"], ["event 3", "event 4"]]);
        const [first] = await account.tasks();
        assert.equal(first.from, RANGE.from);
        const recorded = await account
            .provider()
            .diff("", (await provider.create(exportInputs(dayOf(2)))).outs as never, exportInputs(dayOf(2)) as never);
        assert.deepEqual(recorded, { changes: false, replaces: [] }, "the record has the range as declared");
        const looks = account.aws.requests.filter(({ operation }) => operation === "DescribeLogGroups");
        assert.equal(looks.length, 1, "the creation is asked for once");
    });

    it("leaves it to the service where the caller may not look", async () => {
        account.aws.faults.inject({
            operation: "DescribeLogGroups",
            effect: { kind: "error", code: "AccessDeniedException" },
        });
        await assert.rejects(
            account.provider().create(exportInputs(dayOf(0))),
            /earlier than the log group's creation/,
        );
    });
});
