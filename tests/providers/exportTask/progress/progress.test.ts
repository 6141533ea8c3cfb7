import * as assert from "node:assert/strict";
import { EventClock } from "../../../../sandbox/clock/eventClock";
import { TaskList } from "../../../../providers/aws/taskList";
import { contextOn, SimulatedService } from "../../../../benchmarks/simulatedService";
import { type DisplayMode } from "../../../../providers/exportTask/progress/displayMode";
import { type Aws } from "../../../../providers/aws/clients";
import { newPace } from "../../../../providers/aws/pace";
import { progressFor } from "../../../../providers/exportTask/progress/progress";
import { formatBytes } from "../../../../providers/formatBytes";
import { formatDuration, formatReport, type Report } from "../../../../providers/exportTask/progress/report";
import { runExport } from "../../../../providers/exportTask/run/run";
import { blocksOf } from "../../../docs/markdown";
import { exportInputs } from "../../../support/account";
import { HOUR, MINUTE } from "../../../support/durations";

const SECOND = 1_000;

describe("a line of progress", () => {
    const active: Report = {
        phase: "active",
        taskId: "t-1",
        status: "RUNNING",
        elapsedMs: 65 * SECOND,
        written: { objectCount: 1200, byteCount: 3_456_789 },
        forecast: { toGoMs: 40 * SECOND, basedOn: 3 },
    };
    const lines: readonly (readonly [Report, string])[] = [
        [
            active,
            "RUNNING for 1m5s: 1,200 objects, 3.46 MB so far, about 40s to go by its log group's last 3 exports (task t-1)",
        ],
        [{ phase: "active", taskId: "t-1", status: "PENDING", elapsedMs: 2_000 }, "PENDING for 2s (task t-1)"],
        [
            { phase: "queued", elapsedMs: 5 * MINUTE, ahead: 2 },
            "waiting for the slot for 5m0s: 2 of this program's exports ahead",
        ],
        [
            {
                phase: "queued",
                elapsedMs: 0,
                ahead: 1,
                holder: { name: "october", report: { ...active, written: undefined, forecast: undefined } },
            },
            "waiting for the slot for 0s: 1 of this program's exports ahead, the first is october: RUNNING for 1m5s (task t-1)",
        ],
        [
            {
                phase: "slotTaken",
                elapsedMs: 10 * SECOND,
                task: { taskId: "t-2", taskName: "nightly", logGroupName: "/theirs", status: "RUNNING", ageMs: HOUR },
                forecast: { toGoMs: MINUTE, basedOn: 1 },
            },
            "waiting for the account's one export slot for 10s: task nightly of log group /theirs is RUNNING for 1h0m, " +
                "about 1m0s to go by its log group's last export",
        ],
        [{ phase: "cancelling", taskId: "t-1", status: "PENDING_CANCEL" }, "cancelling: PENDING_CANCEL (task t-1)"],
        [{ phase: "exports", ended: 12, of: 62 }, "12 of 62 exports have ended"],
        [
            { phase: "emptying", elapsedMs: 90_000, bucket: "archive", removed: 12_000 },
            "emptying archive: 12,000 versions deleted in 1m30s",
        ],
        [
            { phase: "verified", elapsedMs: 123 * SECOND, written: { objectCount: 1, byteCount: 999 } },
            "verified: 1 object, 999 bytes in 2m3s",
        ],
    ];
    for (const [report, line] of lines) {
        it(`reads: ${line}`, () => assert.equal(formatReport(report), line));
    }

    it("reads as docs/progress.md shows it", () => {
        const taskId = "520add1e-…";
        const holder = {
            name: "audit-checkout-…",
            report: { ...active, taskId: "…", written: undefined, forecast: undefined },
        };
        const theirs = {
            taskId: "t-2",
            taskName: "nightly",
            logGroupName: "/theirs",
            status: "RUNNING",
            ageMs: HOUR,
        } as const;
        const shown: Report[] = [
            { ...active, taskId },
            { phase: "queued", elapsedMs: 5 * MINUTE, ahead: 2, holder },
            { phase: "slotTaken", elapsedMs: 10 * SECOND, task: theirs },
            { phase: "verified", elapsedMs: 108 * SECOND, written: { objectCount: 1312, byteCount: 4_010_000 } },
            { phase: "exports", ended: 12, of: 62 },
        ];
        const [block] = blocksOf("docs/progress.md");
        assert.deepEqual(shown.map(formatReport), block.text.trim().split("\n"));
    });

    it("gives bytes with three digits, in powers of a thousand", () => {
        const cases = { 0: "0 bytes", 999: "999 bytes", 1000: "1.00 kB", 9994: "9.99 kB", 9996: "10.0 kB" };
        for (const [bytes, text] of Object.entries(cases)) assert.equal(formatBytes(Number(bytes)), text);
        assert.equal(formatBytes(123_456_789_012), "123 GB");
        assert.equal(formatBytes(5e18), "5000 PB");
        assert.equal(formatBytes(999_499), "999 kB");
        assert.equal(formatBytes(999_500), "1.00 MB", "never 1000 of a unit that has a next one");
    });

    it("gives a time that ran backwards as none", () => assert.equal(formatDuration(-5), "0s"));
});

describe("progress on simulated time", () => {
    interface Line {
        readonly at: number;
        readonly text: string;
    }

    let runs = 0;

    /** The messages of several exports that share one slot. */
    async function linesOf(
        displayMode: DisplayMode,
        lengths: readonly number[],
        change: (aws: Aws, clock: EventClock) => Partial<Aws["s3"]> = () => ({}),
    ): Promise<Line[][]> {
        const clock = new EventClock();
        const service = new SimulatedService(clock, lengths, () => 80);
        const simulated = service.asAws(newPace(clock));
        const aws = { ...simulated, s3: { ...simulated.s3, ...change(simulated, clock) } };
        const tasks = new TaskList(aws.time);
        const account = `run ${++runs}`;
        const said: Line[][] = lengths.map(() => []);
        const exports = said.map((lines, index) => {
            const status = (text: string) => lines.push({ at: clock.now(), text });
            const progress = progressFor(
                { status, warn: status, arrived: () => Promise.resolve() },
                displayMode,
                clock,
            );
            const inputs = exportInputs({
                settleHours: -Infinity,
                destinationPrefix: `${index}`,
                shortUrn: `dev::shop::::${index}`,
            });
            return runExport(contextOn(clock, aws, tasks, { inputs, progress, account }));
        });
        await clock.run(Promise.all(exports));
        return said;
    }

    it("in a pipeline, an export never has two lines within ten seconds, whatever goes on around it", async () => {
        const lengths = Array.from({ length: 24 }, (_, index) => [2, 3, 11, 29, 31, 95, 400, 7][index % 8] * SECOND);
        for (const displayMode of ["sparse", "json"] as const) {
            const said = await linesOf(displayMode, lengths);
            assert.ok(said.flat().length > 24);
            for (const lines of said) {
                lines.slice(1).forEach(({ at }, index) => {
                    assert.ok(at - lines[index].at >= 10 * SECOND, `${lines[index].text}\n${lines[index + 1].text}`);
                });
            }
        }
    });

    it("in a pipeline, a day takes some hundred lines, and is never silent for more than about five minutes", async () => {
        const [lines] = await linesOf("sparse", [23 * HOUR]);
        assert.ok(lines.length > 100 && lines.length < 320, `${lines.length} lines`);
        lines.slice(1).forEach(({ at }, index) => assert.ok(at - lines[index].at <= 5 * MINUTE + 16 * SECOND));
        assert.match(lines.at(-1)?.text ?? "", /^(verified: 1 object|RUNNING for 2[23]h)/);
    });

    it("in a pipeline, a short export says one line: what came of it", async () => {
        const [lines] = await linesOf("sparse", [4 * SECOND]);
        assert.deepEqual(
            lines.map(({ text }) => text),
            ["verified: 1 object, 13 bytes in 4s"],
        );
    });

    it("at a terminal, says how it stands at every look", async () => {
        const [lines] = await linesOf("live", [20 * SECOND]);
        assert.ok(lines.length >= 18, `${lines.length} lines`);
    });

    it("says in line who is first and how that goes, and hears the forecast of what the run has learnt", async () => {
        const said = await linesOf("live", [60 * SECOND, 60 * SECOND, 60 * SECOND]);
        const texts = said.map((lines) => lines.map(({ text }) => text));
        assert.ok(texts[2].some((text) => /: 2 of .* ahead, the first is 0: RUNNING for 2\ds \(/.test(text)));
        assert.ok(texts[2].some((text) => /: 1 of .* ahead, the first is 1: RUNNING for 4\ds: 1 object/.test(text)));
        const forecasts = texts[1].filter((text) => text.includes("to go by its log group's last export"));
        assert.ok(forecasts.length > 50);
        assert.ok(!texts[0].some((text) => text.includes("to go")), "nothing is known of the first");
    });

    it("with json, every line is a report", async () => {
        const said = await linesOf("json", [60 * SECOND, 60 * SECOND]);
        const reports = said.flat().map(({ text }) => JSON.parse(text) as Report);
        assert.deepEqual([...new Set(reports.map(({ phase }) => phase))].sort(), ["active", "queued", "verified"]);
    });

    it("of a component with 2,000 exports is no flood, at a terminal or in a log", () => {
        const countFor = (displayMode: DisplayMode, stepMs: number) => {
            let [now, count] = [0, 0];
            const clock = { now: () => now, sleep: () => Promise.resolve() };
            const status = () => (count += 1);
            const progress = progressFor(
                { status, warn: status, arrived: () => Promise.resolve() },
                displayMode,
                clock,
            );
            for (let ended = 1; ended <= 2_000; ended++, now += stepMs) {
                progress.report({ phase: "exports", ended, of: 2_000 });
            }
            return count;
        };
        assert.equal(countFor("live", 10), 20, "all there already");
        assert.equal(countFor("live", 10 * SECOND), 2_000);
        assert.equal(countFor("sparse", 4), 0, "all there already");
        assert.ok(countFor("sparse", 10 * SECOND) < 90, "run for five and a half hours");
    });

    it("counts what is there so far at most every half minute, and not where that is denied", async () => {
        const countsOf = async (fails?: string) => {
            const at: number[] = [];
            const said = await linesOf("live", [10 * MINUTE], ({ s3 }, clock) => ({
                async *list(bucket, prefix) {
                    at.push(clock.now());
                    if (fails && clock.now() < 10 * MINUTE) throw Object.assign(new Error("no"), { name: fails });
                    yield* s3.list(bucket, prefix);
                },
            }));
            return { at, soFar: said[0].filter(({ text }) => text.includes("so far")).length };
        };
        const allowed = await countsOf();
        assert.ok(allowed.at.length >= 15 && allowed.at.length <= 21, `${allowed.at.length} listings`);
        assert.ok(allowed.soFar > 100);
        assert.deepEqual(
            (await countsOf("AccessDenied")).at.filter((at) => at < 10 * MINUTE).length,
            1,
            "denied once, never asked again",
        );
        const flaky = await countsOf("SlowDown");
        assert.ok(flaky.at.length >= 15, "a passing failure is tried again, and fails nothing");
        assert.equal(flaky.soFar, 0);
    });

    it("shows none of the inputs, which may come from secrets", async () => {
        const secret = "hunter2";
        const clock = new EventClock();
        const service = new SimulatedService(clock, [95 * SECOND, 95 * SECOND], () => 80);
        const aws = service.asAws(newPace(clock));
        const tasks = new TaskList(aws.time);
        const account = `run ${++runs}`;
        const said: string[] = [];
        const status = (text: string) => said.push(text);
        const exports = ["a", "b"].map((name) => {
            const inputs = exportInputs({
                settleHours: -Infinity,
                logGroupName: `/${secret}`,
                destination: secret,
                destinationPrefix: `${secret}/${name}`,
                taskNamePrefix: secret,
                profile: secret,
                triggers: [secret],
                shortUrn: `dev::shop::::${name}`,
            });
            const lines = { status, warn: status, arrived: () => Promise.resolve() };
            const progress = progressFor(lines, name === "a" ? "live" : "json", clock);
            return runExport(contextOn(clock, aws, tasks, { inputs, progress, account }));
        });
        await clock.run(Promise.all(exports));
        assert.ok(said.length > 50);
        assert.deepEqual(
            said.filter((line) => line.includes(secret)),
            [],
        );
    });
});
