import * as assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DAY_MS, HOUR_MS } from "../../providers/durations";
import { type AwsSnapshot } from "../../sandbox/aws";
import { eventsIn } from "../support/account";
import { Archive, AUGUST, URI } from "./archive";

interface Json {
    readonly from: string;
    readonly to: string;
    readonly withoutManifest: number;
    readonly logGroups: readonly {
        readonly name: string;
        readonly created?: string;
        readonly gaps: readonly { from: string; to: string; reason: string }[];
        readonly cells: readonly { from: string; state: string; objects: number; bytes: number }[];
    }[];
}

const RANGE = { from: AUGUST, to: AUGUST + 6 * DAY_MS };
const PAY = "/app/pay";
const NEW = "/app/new";
const CREATED = AUGUST + 2.5 * DAY_MS;

describe("the command coverage", () => {
    let archive: Archive;
    let exported: AwsSnapshot;

    before(async () => {
        const busy = eventsIn(RANGE.from, RANGE.to, 60).filter(({ timestamp }) => dayOf(timestamp) !== 3);
        archive = await Archive.open([
            {
                name: PAY,
                creationTime: AUGUST - 40 * DAY_MS,
                streams: [
                    { name: "a", events: busy },
                    { name: "b", events: busy },
                ],
            },
            { name: NEW, creationTime: CREATED, streams: [{ name: "a", events: eventsIn(CREATED, RANGE.to, 30) }] },
        ]);
        for (const logGroupName of [PAY, NEW]) await archive.export({ logGroupName, range: RANGE, splitBy: "day" });
        exported = archive.snapshot();
        await archive.close();
    });
    beforeEach(async () => {
        archive = await Archive.open([], { snapshot: exported });
    });
    afterEach(() => archive.close());

    const dayOf = (time: number) => Math.floor((time - AUGUST) / DAY_MS);
    const dayKey = (name: string, day: number) =>
        `log_group=${encodeURIComponent(name)}/year=2026/month=08/day=${String(day).padStart(2, "0")}/`;

    async function json(...options: readonly string[]): Promise<Json & { status: number }> {
        const { status, stdout, stderr } = await archive.run("coverage", URI, "--json", ...options);
        assert.equal(stderr, "");
        return { status, ...(JSON.parse(stdout) as Json) };
    }

    const states = ({ logGroups }: Json, name: string) =>
        logGroups.find((group) => group.name === name)?.cells.map(({ state }) => state);

    it("tells exported, empty and what was before the log group's creation, without a gap", async () => {
        const found = await json();
        assert.equal(found.status, 0);
        assert.deepEqual([found.from, found.to], ["2026-08-01T00:00:00Z", "2026-08-07T00:00:00Z"]);
        const exported = "exported";
        assert.deepEqual(states(found, PAY), [exported, exported, exported, "empty", exported, exported]);
        assert.deepEqual(states(found, NEW), [
            "before creation",
            "before creation",
            exported,
            exported,
            exported,
            exported,
        ]);
        const [group] = found.logGroups;
        assert.equal(group.created, "2026-08-03T12:00:00Z");
        assert.deepEqual(group.gaps, []);
    });

    it("gives objects and bytes of each cell", async () => {
        const { logGroups } = await json();
        const cell = logGroups[1].cells[1];
        const keys = archive.dataKeys(dayKey(PAY, 2));
        assert.equal(cell.objects, 2);
        assert.equal(
            cell.bytes,
            keys.reduce((sum, key) => sum + archive.body(key).length, 0),
        );
    });

    it("lists what is missing or has lost objects, with status 1", async () => {
        archive.remove(...archive.keys(dayKey(PAY, 2)), ...archive.keys(dayKey(PAY, 3)));
        archive.remove(archive.dataKeys(dayKey(NEW, 4))[0]);
        const found = await json();
        assert.equal(found.status, 1);
        assert.deepEqual(states(found, PAY)?.slice(0, 4), ["exported", "missing", "missing", "empty"]);
        assert.equal(states(found, NEW)?.[3], "incomplete");
        assert.deepEqual(
            found.logGroups.flatMap(({ name, gaps }) => gaps.map((gap) => ({ name, ...gap }))),
            [
                { name: NEW, from: "2026-08-04T00:00:00Z", to: "2026-08-05T00:00:00Z", reason: "incomplete" },
                { name: PAY, from: "2026-08-02T00:00:00Z", to: "2026-08-04T00:00:00Z", reason: "missing" },
            ],
        );
        const { stdout } = await archive.run("coverage", URI);
        assert.match(stdout, /2 gaps:\n {2}\/app\/new {2}2026-08-04 \(1 day\): exported, but objects are gone\n/);
        assert.match(stdout, / {2}\/app\/pay {2}2026-08-02 – 2026-08-03 \(2 days\): not exported\n$/);
    });

    it("shows what retention removed before the export as a gap of its own", async () => {
        expire(2, { from: AUGUST + DAY_MS, to: AUGUST + 2 * DAY_MS }); // the whole day
        expire(5, { from: AUGUST + 4 * DAY_MS, to: AUGUST + 4.5 * DAY_MS });
        const found = await json();
        assert.equal(found.status, 1);
        assert.deepEqual(states(found, PAY), ["exported", "expired", "exported", "empty", "partial", "exported"]);
        assert.deepEqual(found.logGroups[1].gaps, [
            { from: "2026-08-02T00:00:00Z", to: "2026-08-03T00:00:00Z", reason: "expired" },
            { from: "2026-08-05T00:00:00Z", to: "2026-08-05T12:00:00Z", reason: "expired" },
        ]);
        // The remaining events are exported once.
        for (const day of [2, 5]) {
            const keys = archive.dataKeys(dayKey(PAY, day));
            const { objects, bytes } = found.logGroups[1].cells[day - 1];
            const stored = keys.reduce((sum, key) => sum + archive.body(key).length, 0);
            assert.deepEqual([objects, bytes], [keys.length, stored]);
        }
        const { stdout } = await archive.run("coverage", URI);
        assert.match(stdout, /\/app\/pay {2}2026-08-02 \(1 day\): expired before the export\n/);
        const read = await archive.run("read", URI, "--log-group", PAY, "--from", "2026-08-02", "--to", "2026-08-03");
        assert.match(
            read.stderr,
            /^warning: The archive has a gap here: 2026-08-02 \(1 day\): expired before the export/,
        );
    });

    it("takes what expired for no gap if another export has it", async () => {
        expire(2, { from: AUGUST + DAY_MS, to: AUGUST + 2 * DAY_MS });
        await archive.export({
            logGroupName: PAY,
            range: { from: AUGUST, to: AUGUST + 2 * DAY_MS },
            destinationPrefix: "audit/again",
        });
        assert.equal((await json()).status, 0);
    });

    /** As the state machine writes it if it runs after the log group's retention has ended. */
    function expire(day: number, expired: { readonly from: number; readonly to: number }): void {
        for (const key of archive.keys(dayKey(PAY, day)).filter((one) => one.includes("/_export-"))) {
            archive.put(key, JSON.stringify({ ...JSON.parse(archive.body(key).toString()), expired }));
        }
    }

    it("takes what is whole in another export for no gap", async () => {
        archive.remove(archive.dataKeys(dayKey(PAY, 2))[0]);
        assert.equal((await json()).status, 1);
        await archive.export({
            logGroupName: PAY,
            range: { from: AUGUST, to: AUGUST + 2 * DAY_MS },
            destinationPrefix: "audit/again",
        });
        assert.equal((await json()).status, 0);
    });

    it("draws a picture for the terminal, in blocks if it is narrow", async () => {
        archive.remove(...archive.keys(dayKey(PAY, 2)));
        const { stdout } = await archive.runAt({ columns: 200 }, "coverage", URI);
        const rows = stdout.split("\n").filter((line) => line.startsWith("/app/") && !line.includes("–"));
        assert.match(rows[0], /^\/app\/new {3}[░▒▓█]{4}$/);
        assert.match(rows[1], /^\/app\/pay [░▒▓█]x[░▒▓█]·[░▒▓█]{2}$/);
        const narrow = await archive.runAt({ columns: 20 }, "coverage", URI, "--by", "hour");
        assert.equal(
            narrow.stdout.split("\n").filter((line) => line.startsWith("/app/pay ")).length,
            Math.ceil((6 * 24) / 11),
        );
    });

    it("colours it for a terminal", async () => {
        const { stdout } = await archive.runAt({ isTTY: true, columns: 100 }, "coverage", URI);
        assert.ok(stdout.includes("\u001b[32m"));
    });

    it("shows hours and months, and a window with what is missing around the archive", async () => {
        const hours = await json("--by", "hour", "--from", "2026-08-01T22:00:00Z", "--to", "2026-08-02T01:00:00Z");
        assert.deepEqual(states(hours, PAY), ["exported", "exported", "exported"]);
        const months = await json("--by", "month", "--from", "2026-07-31", "--to", "2026-09-02");
        assert.equal(months.status, 1);
        assert.deepEqual(states(months, PAY), ["missing", "partial", "missing"]);
        assert.deepEqual(
            months.logGroups[1].gaps.map(({ from, to }) => [from, to]),
            [
                ["2026-07-31T00:00:00Z", "2026-08-01T00:00:00Z"],
                ["2026-08-07T00:00:00Z", "2026-09-02T00:00:00Z"],
            ],
        );
    });

    it("divides an export of several days by time, and knows days of another time zone", async () => {
        await archive.close();
        const range = { from: AUGUST - 2 * HOUR_MS, to: AUGUST + 4 * DAY_MS - 2 * HOUR_MS };
        archive = await Archive.open([
            { name: PAY, streams: [{ name: "a", events: eventsIn(range.from, range.to, 40) }] },
        ]);
        await archive.export({ logGroupName: PAY, range, splitBy: "week", timeZone: "Europe/Berlin" });
        const found = await json();
        assert.equal(found.status, 0);
        const [{ cells }] = found.logGroups;
        assert.deepEqual(
            [cells.length, cells[0].from, found.from],
            [5, "2026-07-31T22:00:00Z", "2026-07-31T22:00:00Z"],
        );
        assert.ok(cells[1].bytes > 5 * cells[0].bytes, "an hour or two hold less than a day");
        const total = cells.reduce((sum, cell) => sum + cell.bytes, 0);
        const stored = archive.dataKeys().reduce((sum, key) => sum + archive.body(key).length, 0);
        assert.equal(total, stored);
    });

    it("adds up to what is stored, also where an export has fewer bytes than cells, and around a log group's creation", async () => {
        await archive.close();
        const range = { from: AUGUST, to: AUGUST + 31 * DAY_MS };
        archive = await Archive.open([
            { name: PAY, streams: [{ name: "a", events: eventsIn(range.from, range.to, 1) }] },
            { name: NEW, creationTime: CREATED, streams: [{ name: "a", events: eventsIn(CREATED, range.to, 40) }] },
        ]);
        for (const logGroupName of [PAY, NEW]) await archive.export({ logGroupName, range });
        const stored = archive.dataKeys().reduce((sum, key) => sum + archive.body(key).length, 0);
        for (const by of ["hour", "day"]) {
            const { logGroups } = await json("--by", by);
            const cells = logGroups.flatMap((group) => group.cells);
            assert.equal(
                cells.reduce((sum, { bytes }) => sum + bytes, 0),
                stored,
                by,
            );
        }
        const { stdout } = await archive.run("coverage", URI);
        assert.ok(stdout.includes(`2 exports of 2 log groups, ${stored} bytes. No gaps.`), stdout);
    });

    it("works without manifests: by the key in the layout hive, and says so", async () => {
        archive.removeManifests();
        const found = await json();
        assert.equal(found.withoutManifest, 5 + 4);
        assert.deepEqual(states(found, PAY), ["exported", "exported", "exported", "missing", "exported", "exported"]);
        const { stdout } = await archive.run("coverage", URI);
        assert.match(stdout, /9 of 9 exports without a manifest: ranges are guessed/);
    });

    it("works without manifests: by the events in the layout plain", async () => {
        await archive.close();
        archive = await Archive.open([
            { name: PAY, streams: [{ name: "a", events: eventsIn(RANGE.from, RANGE.to, 6) }] },
        ]);
        await archive.export({ logGroupName: PAY, range: RANGE, layout: "plain" });
        assert.deepEqual(states(await json(), PAY), Array(6).fill("exported"), "by its manifest");
        archive.removeManifests();
        const found = await json();
        assert.deepEqual(states(found, "(under audit/)"), Array(6).fill("exported"));
        assert.equal(found.to, "2026-08-07T00:00:00Z");
    });

    it("finds the days of messages that go on in the next object of their log stream", async () => {
        await archive.close();
        archive = await Archive.open([
            { name: PAY, streams: [{ name: "a", events: eventsIn(RANGE.from, RANGE.to, 6) }] },
        ]);
        await archive.export({ logGroupName: PAY, range: RANGE, layout: "plain" });
        archive.removeManifests();
        const [key] = archive.dataKeys();
        const first = gzipSync("2026-08-01T00:00:00.000Z a message without an end");
        archive.put(key, first);
        archive.put(key.replace("000000", "000001"), gzipSync("2026-08-02T00:00:00.000Z the next\n"));
        assert.deepEqual(states(await json(), "(under audit/)"), ["exported", "exported"]);
    });

    it("writes a page", async () => {
        const folder = mkdtempSync(join(tmpdir(), "coverage-"));
        const file = join(folder, "coverage.html");
        assert.equal((await archive.run("coverage", URI, "--html", file)).status, 0);
        assert.match(readFileSync(file, "utf8"), /^<!doctype html>[^]*Every log group is exported without a gap/);
        rmSync(folder, { recursive: true });
    });

    for (const [what, args, message] of [
        ["a day of no calendar", ["--from", "2026-02-30"], /--from is "2026-02-30", but must be a day \(2026-10-01/],
        ["a time without an offset", ["--to", "2026-08-01T00:00:00"], /--to is "2026-08-01T00:00:00", but must be/],
        [
            "a window that is upside down",
            ["--from", "2026-08-03", "--to", "2026-08-01"],
            /--from is .*, but must be before --to/,
        ],
        ["a window before the archive", ["--to", "2025-01-01"], /No export is in this time/],
        ["another unit", ["--by", "week"], /'week' is invalid\. Allowed choices are hour, day, month/],
        [
            "too many cells",
            ["--by", "hour", "--from", "2020-01-01"],
            /--by is hour, but the archive spans \d+ days: narrow it/,
        ],
        [
            "a file that cannot be written",
            ["--html", "/no/such/folder/x.html"],
            /--html is \/no\/such\/folder\/x\.html, but must be/,
        ],
    ] as const) {
        it(`ends with status 2 and says why: ${what}`, async () => {
            const { status, stderr, stdout } = await archive.run("coverage", URI, ...args);
            assert.deepEqual([status, stdout], [2, ""]);
            assert.match(stderr, message);
        });
    }
});
