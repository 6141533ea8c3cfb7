import * as assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { DAY_MS } from "../../providers/durations";
import { type AwsSnapshot } from "../../sandbox/aws";
import { BUCKET } from "../support/account";
import { Archive, AUGUST, URI } from "./archive";

const PAY = "/app/pay";
const TRACE = "Error: no\n\tat pay (app.js:1)\n\n  at main";
const RANGE = { from: AUGUST, to: AUGUST + 4 * DAY_MS };

interface Event {
    readonly timestamp: number;
    readonly message: string;
}

/** Events in no particular order, with several lines, and two that are equal. */
function eventsOf(stream: string, count: number): Event[] {
    const step = (RANGE.to - RANGE.from) / count;
    const events = Array.from({ length: count }, (_, index) => ({
        timestamp: RANGE.from + Math.floor(((index * 7) % count) * step),
        message: index % 5 === 0 ? `${TRACE} of ${stream} ${index}` : `${stream} event ${index} "ä€" \\ end`,
    }));
    return [...events, events[3], { timestamp: RANGE.from + DAY_MS, message: `${stream} at the boundary` }];
}

const WEB = eventsOf("web/1", 60);
const JOBS = eventsOf("jobs", 40);

const linesOf = (events: readonly Event[]) =>
    events.map(({ timestamp, message }) => `${new Date(timestamp).toISOString()} ${message}\n`);

describe("the command read", () => {
    let archive: Archive;
    let exported: AwsSnapshot;

    before(async () => {
        archive = await Archive.open([
            {
                name: PAY,
                creationTime: AUGUST - DAY_MS,
                streams: [
                    { name: "web/1", events: WEB },
                    { name: "jobs", events: JOBS },
                ],
            },
            { name: "/app/other", streams: [{ name: "a", events: [{ timestamp: AUGUST, message: "other" }] }] },
        ]);
        await archive.export({ logGroupName: PAY, range: RANGE, splitBy: "day" });
        await archive.export({ logGroupName: "/app/other", range: { from: AUGUST, to: AUGUST + DAY_MS } });
        exported = archive.snapshot();
        await archive.close();
    });
    beforeEach(async () => {
        archive = await Archive.open([], { snapshot: exported });
    });
    afterEach(() => archive.close());

    const read = (...options: readonly string[]) =>
        archive.run("read", URI, "--log-group", PAY, "--from", "2026-08-01", "--to", "2026-08-05", ...options);

    /** The same events, in the order of their times. */
    function assertEvents(stdout: string, events: readonly Event[]): void {
        const texts = stdout.split(/(?<=\n)(?=\d{4}-\d\d-\d\dT[\d:.]{12}Z )/).filter((text) => text !== "");
        const times = texts.map((text) => text.slice(0, 24));
        assert.deepEqual(times, [...times].sort());
        assert.deepEqual([...texts].sort(), linesOf(events).sort());
    }

    it("prints exactly the events of the log group, in order, messages of several lines whole", async () => {
        const { status, stdout, stderr } = await read();
        assert.deepEqual([status, stderr], [0, ""]);
        assertEvents(stdout, [...WEB, ...JOBS]);
    });

    it("prints those from --from on and before --to", async () => {
        const [from, to] = [AUGUST + 0.5 * DAY_MS, AUGUST + 2.25 * DAY_MS];
        const { stdout } = await read("--from", new Date(from).toISOString(), "--to", new Date(to).toISOString());
        const wanted = [...WEB, ...JOBS].filter(({ timestamp }) => timestamp >= from && timestamp < to);
        assertEvents(stdout, wanted);
        assert.ok(wanted.length > 30);
    });

    it("prints chosen streams, and events that match", async () => {
        assertEvents((await read("--stream", "web/1")).stdout, WEB);
        assertEvents((await read("--stream", "job*")).stdout, JOBS);
        const { stdout } = await read("--grep", "at main of (web|jobs)");
        assertEvents(
            stdout,
            [...WEB, ...JOBS].filter(({ message }) => /at main of/.test(message)),
        );
    });

    it("prints an event that two exports hold once, and one that a stream holds twice twice", async () => {
        await archive.export({
            logGroupName: PAY,
            range: { from: AUGUST, to: AUGUST + 3 * DAY_MS },
            destinationPrefix: "audit/again",
        });
        assertEvents((await read()).stdout, [...WEB, ...JOBS]);
        // As if `to` were inclusive: the first event of the second day is in the first day's export too.
        const [first] = archive.dataKeys("day=01/").filter((key) => /^audit\/log_group=.*\/web-1\//.test(key));
        const text = gunzipSync(archive.body(first)).toString();
        const boundary = linesOf(WEB.filter(({ timestamp }) => timestamp === AUGUST + DAY_MS)).join("");
        archive.put(first, gzipSync(text + boundary));
        assertEvents((await read()).stdout, [...WEB, ...JOBS]);
    });

    it("keeps a line with a time that the export cannot hold in its message", async () => {
        const [key] = archive.dataKeys("day=02/");
        const text = gunzipSync(archive.body(key)).toString();
        archive.put(key, gzipSync(`${text.trimEnd()}\n2019-01-01T00:00:00.000Z quoted\n`));
        const { stdout } = await read();
        const at = stdout.indexOf("2019-01-01T00:00:00.000Z quoted");
        assert.ok(at > 0 && stdout.slice(0, at).includes("2026-08-02T"));
        assert.equal((await read("--grep", "quoted")).stdout.split("2026-").length, 2);
    });

    it("loses no line at the beginning of a stream, though its time is one that the export cannot hold", async () => {
        const [key] = archive.dataKeys("day=02/");
        const text = gunzipSync(archive.body(key)).toString();
        archive.put(key, gzipSync(`2019-01-01T00:00:00.000Z quoted\n${text}`));
        const { stdout } = await read();
        const at = stdout.indexOf("2019-01-01T00:00:00.000Z quoted\n2026-08-02T");
        assert.ok(at > 0);
    });

    for (const layout of ["hive", "plain"] as const) {
        it(`works without manifests in the layout ${layout}`, async () => {
            if (layout === "plain") {
                archive.remove(...archive.keys("log_group="));
                await archive.export({ logGroupName: PAY, range: RANGE, splitBy: "day", layout });
            }
            archive.removeManifests();
            assertEvents((await read()).stdout, [...WEB, ...JOBS]);
        });
    }

    it("writes to a file, which is there only once it is complete", async () => {
        const folder = mkdtempSync(join(tmpdir(), "read-"));
        const file = join(folder, "events.log");
        const { status, stdout } = await read("--output", file);
        assert.deepEqual([status, stdout], [0, ""]);
        assertEvents(readFileSync(file, "utf8"), [...WEB, ...JOBS]);
        const [key] = archive.dataKeys("day=03/");
        archive.put(key, archive.body(key).subarray(0, 40));
        const failed = await read("--output", join(folder, "other.log"));
        assert.equal(failed.status, 2);
        assert.match(failed.stderr, /s3:\/\/audit-archive\/audit\/.*\.gz cannot be read: unexpected end of file/);
        assert.deepEqual(readdirSync(folder), ["events.log"]);
        assert.ok(!existsSync(join(folder, "other.log")));
        rmSync(folder, { recursive: true });
    });

    it("warns of a gap, and says if nothing was found", async () => {
        archive.remove(...archive.keys("day=02/"));
        assert.match(
            (await read()).stderr,
            /^warning: The archive has a gap here: 2026-08-02 \(1 day\): not exported\.\n$/,
        );
        const { status, stderr } = await read("--grep", "nowhere", "--to", "2026-08-02");
        assert.deepEqual([status, stderr], [0, "No event of /app/pay in this time matches.\n"]);
    });

    for (const [what, args, message] of [
        [
            "another log group",
            ["--log-group", "/app/pai"],
            /--log-group is \/app\/pai, but .* holds no export of it\. The nearest names are \/app\/pay, /,
        ],
        ["no expression", ["--grep", "("], /--grep is "\(", but must be a regular expression/],
        ["a folder that is not there", ["--output", "/no/such/folder/x"], /ENOENT/],
    ] as const) {
        it(`ends with status 2 and says why: ${what}`, async () => {
            const { status, stderr, stdout } = await read(...args);
            assert.deepEqual([status, stdout], [2, ""]);
            assert.match(stderr, message);
        });
    }

    it("asks for log group and time", async () => {
        const { status, stderr } = await archive.run("read", `s3://${BUCKET}`);
        assert.equal(status, 2);
        assert.match(stderr, /required option '--log-group <name>' not specified/);
    });
});
