import * as assert from "node:assert/strict";
import { planExports } from "../../../../components/logExport/plan";
import { exportSettings } from "../../../../components/logExport/settings";
import { groupSelection } from "../../../../components/scheduledLogExport/machine/selection";
import { type Fault } from "../../../../sandbox/aws";
import { statusOf } from "../../../../sandbox/aws/logs/exportTask";
import { type Execution } from "../../../../sandbox/stepFunctions";
import {
    ACCOUNT,
    assertSucceeded,
    DAY,
    eventsEvery,
    historiesOf,
    HOUR,
    REGION,
    Stage,
    type StageOptions,
} from "../stage";

const OCTOBER = Date.parse("2026-10-01T00:00:00Z");
const NIGHT = Date.parse("2026-10-03T15:00:00Z");
const GROUPS = ["/shop/payments", "/shop/logins"];

const group = (name: string, every = 2 * HOUR, from = OCTOBER, to = OCTOBER + 30 * DAY) => ({
    name,
    creationTime: OCTOBER - DAY,
    streams: [{ name: "one", events: eventsEvery(every, from, to, name) }],
});

const stageOf = (options: Partial<StageOptions> = {}) =>
    new Stage({ start: NIGHT, groups: GROUPS.map((name) => group(name)), ...options });

/** Two days of each group are exported, each in one task that was believed. */
function assertTwoDays(stage: Stage): void {
    for (const name of GROUPS) {
        assert.equal(stage.exportedTo(name), OCTOBER + 2 * DAY, "the third day has not settled");
        stage.assertExactlyOnce(name);
    }
}

function prefixesOf(stage: Stage, name: string): string[] {
    return stage.tasksOf(name).map(({ destinationPrefix }) => destinationPrefix);
}

const error = (code: string, operation: string, times: number, more: Partial<Fault> = {}): Fault => ({
    operation,
    times,
    effect: { kind: "error", code },
    ...more,
});

/** Somebody else's export, which holds the slot. */
const foreignTask = ({ plan }: Stage, runMilliseconds: number) => ({
    region: REGION,
    runMilliseconds,
    logGroupName: GROUPS[1],
    destination: plan.bucketName,
});

describe("A run of the state machine", () => {
    it("exports every closed day of every log group, verified, once", async () => {
        const stage = stageOf();
        assertSucceeded(await stage.run());
        assertTwoDays(stage);
        assert.deepEqual(prefixesOf(stage, GROUPS[0]), [
            "audit/log_group=%2Fshop%2Fpayments/year=2026/month=10/day=01",
            "audit/log_group=%2Fshop%2Fpayments/year=2026/month=10/day=02",
        ]);
        assert.deepEqual([stage.told, stage.events], [[], []]);
    });

    it("goes on from there the next night, and does nothing in between", async () => {
        const stage = stageOf();
        await stage.run();
        assertSucceeded(await stage.run());
        assert.equal(stage.tasks.length, 4);
        await stage.waitUntil(NIGHT + DAY);
        assertSucceeded(await stage.run());
        assert.equal(stage.tasks.length, 6);
        GROUPS.forEach((name) => stage.assertExactlyOnce(name));
    });

    it("begins a group that is older than its data with one range, not with one for each empty day", async () => {
        const stage = stageOf({ plan: { from: OCTOBER - 300 * DAY } });
        await stage.run();
        const [first, ...others] = stage.tasksOf(GROUPS[0]);
        assert.deepEqual([first.from, first.to], [OCTOBER - 300 * DAY, OCTOBER - DAY]);
        assert.equal(others.length, 3);
        stage.assertExactlyOnce(GROUPS[0]);
    });

    it("takes a long backlog in turns, so that no group waits for another's", async () => {
        const stage = stageOf({ start: OCTOBER + 25 * DAY + 15 * HOUR });
        assertSucceeded(await stage.run());
        const order = stage.tasks.map(({ logGroupName }) => logGroupName);
        assert.equal(order.length, 50);
        assert.equal(order.lastIndexOf(GROUPS[0]) > order.indexOf(GROUPS[1]), true);
        GROUPS.forEach((name) => stage.assertExactlyOnce(name));
    });

    it("does not export an idle group, and loses nothing of it once it speaks again", async () => {
        const quiet = group("/shop/quiet", 100 * DAY, OCTOBER + 12 * HOUR);
        const stage = stageOf({ groups: [quiet], start: OCTOBER + 5 * DAY + 15 * HOUR });
        await stage.run();
        assert.equal(stage.exportedTo("/shop/quiet"), OCTOBER + DAY, "its only event is in the bucket");
        const before = stage.tasks.length;
        await stage.waitUntil(OCTOBER + 8 * DAY + 15 * HOUR);
        assertSucceeded(await stage.run());
        assert.equal(stage.tasks.length, before, "nothing was exported");
        assert.equal(stage.exportedTo("/shop/quiet"), OCTOBER + DAY, "and nothing is said to be");

        const { streams } = stage.aws.world.logs[`${ACCOUNT}/${REGION}`].groups["/shop/quiet"];
        // Late for the days that were idle, beside what is new.
        streams.one.events.push(...eventsEvery(DAY, OCTOBER + 3 * DAY + 1000, OCTOBER + 10 * DAY, "late"));
        await stage.waitUntil(OCTOBER + 10 * DAY + 15 * HOUR);
        assertSucceeded(await stage.run());
        assert.equal(stage.exportedTo("/shop/quiet"), OCTOBER + 10 * DAY);
        stage.assertExactlyOnce("/shop/quiet");
        assert.ok(stage.tasks.length - before <= 4, "the idle stretch took one export");
    });

    it("waits for the slot as long as somebody else's task runs", async () => {
        const stage = stageOf();
        await stage.aws.control.startForeignTask(foreignTask(stage, 5 * HOUR));
        const run = await stage.run();
        assertSucceeded(run);
        assert.ok(stage.tasks[0].creationTime - NIGHT > 5 * HOUR);
        assert.ok(stage.tasks[0].creationTime - NIGHT < 5.1 * HOUR, "and not much longer");
        assertTwoDays(stage);
    });

    it("keeps every history under 25,000 events, though the slot is taken for more than a day", async () => {
        const stage = stageOf({ limits: { taskTimeoutMilliseconds: 40 * HOUR } });
        await stage.aws.control.startForeignTask(foreignTask(stage, 25 * HOUR));
        const run = await stage.run();
        assertSucceeded(run);
        assert.ok(Math.max(...historiesOf(run)) < 25_000);
        GROUPS.forEach((name) => stage.assertExactlyOnce(name));
    });

    it("watches a task of 23 hours to its end", async () => {
        const stage = stageOf({ groups: [group(GROUPS[0])] });
        const effect = { kind: "task", runMilliseconds: 23 * HOUR } as const;
        stage.aws.faults.inject({ operation: "CreateExportTask", effect });
        const run = await stage.run();
        assertSucceeded(run);
        assert.ok(stage.clock.now() - NIGHT < 23.2 * HOUR);
        assert.ok(Math.max(...historiesOf(run)) < 25_000, String(historiesOf(run)));
        stage.assertExactlyOnce(GROUPS[0]);
    });

    for (const unlistedErrors of ["own", "general"] as const) {
        it(`gets through throttling, conflicts and a service in trouble (${unlistedErrors} names)`, async () => {
            const stage = stageOf({ tasks: { unlistedErrors } });
            stage.aws.faults.inject(error("ThrottlingException", "CreateExportTask", 3));
            stage.aws.faults.inject(error("OperationAbortedException", "CreateExportTask", 2, { skip: 4 }));
            stage.aws.faults.inject(error("ThrottlingException", "DescribeExportTasks", 4, { skip: 1 }));
            stage.aws.faults.inject(error("ServiceUnavailableException", "DescribeLogGroups", 2));
            stage.aws.faults.inject(error("ProvisionedThroughputExceededException", "PutItem", 3, { skip: 1 }));
            stage.aws.faults.inject(
                error("SlowDown", "ListObjectsV2", 2, { effect: { kind: "error", code: "SlowDown", status: 503 } }),
            );
            assertSucceeded(await stage.run());
            assertTwoDays(stage);
        });
    }

    for (const kind of ["drop", "hang"] as const) {
        for (const when of ["before", "after"] as const) {
            it(`starts no task twice where CreateExportTask's answer is lost (${kind} ${when})`, async () => {
                const stage = stageOf();
                stage.aws.faults.inject({ operation: "CreateExportTask", times: 2, skip: 1, effect: { kind, when } });
                assertSucceeded(await stage.run());
                assert.equal(stage.tasks.length, 4);
                assertTwoDays(stage);
            });

            it(`writes no checkpoint twice where PutItem's answer is lost (${kind} ${when})`, async () => {
                for (const skip of [1, 2, 3, 4, 5, 6]) {
                    const stage = stageOf({ groups: [group(GROUPS[0])] });
                    stage.aws.faults.inject({ operation: "PutItem", times: 1, skip, effect: { kind, when } });
                    assertSucceeded(await stage.run());
                    stage.assertExactlyOnce(GROUPS[0]);
                    assert.equal(stage.tasks.length, 2, `answer ${skip}`);
                }
            });
        }
    }

    it("finds a task whose answer was lost though it is listed late", async () => {
        const stage = stageOf({ limits: { runMilliseconds: () => 10 * 60_000 } });
        stage.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "drop", when: "after" } });
        stage.aws.faults.inject({
            operation: "DescribeExportTasks",
            times: 2,
            effect: { kind: "stale", milliseconds: 20_000 },
        });
        assertSucceeded(await stage.run());
        assert.equal(stage.tasks.length, 4);
        assertTwoDays(stage);
    });

    it("halves a range that failed until it passes, and puts the halves together without a gap", async () => {
        const stage = stageOf({ groups: [group(GROUPS[0])] });
        stage.aws.faults.inject({
            operation: "CreateExportTask",
            times: 2,
            effect: { kind: "task", outcome: "FAILED" },
        });
        assertSucceeded(await stage.run());
        const lengths = stage.tasks.map(({ from, to }) => (to - from) / HOUR);
        assert.deepEqual(lengths, [24, 12, 6, 18, 24]);
        assert.equal(stage.exportedTo(GROUPS[0]), OCTOBER + 2 * DAY);
        stage.assertExactlyOnce(GROUPS[0]);
    });

    it("takes neither FAILED nor CANCELLED nor the service's 24-hour limit for success", async () => {
        for (const outcome of ["FAILED", "CANCELLED", "HANG"] as const) {
            const stage = stageOf({ groups: [group(GROUPS[0])] });
            stage.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "task", outcome } });
            const run = await stage.run();
            assertSucceeded(run);
            assert.ok(Math.max(...historiesOf(run)) < 25_000);
            assert.notEqual(statusOf(stage.tasks[0]).code, "COMPLETED");
            stage.assertExactlyOnce(GROUPS[0]);
        }
    });

    it("names group and range of what cannot be exported, goes on with the others, and tries again the next night", async () => {
        const stage = stageOf();
        const id = stage.aws.faults.inject({
            operation: "CreateExportTask",
            match: { logGroupName: GROUPS[0] },
            times: 1000,
            effect: { kind: "task", outcome: "FAILED", message: "Internal error." },
        });
        const run = await stage.run();
        assert.deepEqual([run.status, run.error], ["FAILED", "ExportsFailed"]);
        assert.equal(stage.told.length, 1);
        assert.match(
            stage.told[0],
            /\/shop\/payments from 2026-10-01T00:00:00.000Z to 2026-10-01T00:45:00.000Z: ExportFailed/,
        );
        assert.match(stage.told[0], /FAILED: Internal error\./);
        const [{ source, detailType, detail }] = stage.events;
        assert.deepEqual([source, detailType], ["cloudwatch-logs-export", "Log Export Failed"]);
        assert.deepEqual(
            [detail.export, detail.logGroupName, detail.from, detail.to],
            ["nightly", "/shop/payments", "2026-10-01T00:00:00.000Z", "2026-10-01T00:45:00.000Z"],
        );
        assert.equal(stage.exportedTo(GROUPS[0]), OCTOBER, "its checkpoint has not moved");
        stage.assertExactlyOnce(GROUPS[1]);

        stage.aws.faults.clear(id);
        assertSucceeded(await stage.run());
        assertTwoDays(stage);
    });

    it("names a log group that does not exist", async () => {
        const stage = stageOf();
        delete stage.aws.world.logs[`${ACCOUNT}/${REGION}`].groups[GROUPS[0]];
        const run = await stage.run();
        assert.equal(run.status, "FAILED");
        assert.match(stage.told[0], /\/shop\/payments from.*: LogGroupNotFound/);
        stage.assertExactlyOnce(GROUPS[1]);
    });

    it("tells of a bucket policy that lacks the grant, once it is not mere propagation", async () => {
        const stage = stageOf();
        const bucket = stage.aws.world.buckets[stage.plan.bucketName];
        const { policy } = bucket;
        bucket.policy = undefined;
        const run = await stage.run();
        assert.equal(run.status, "FAILED");
        assert.match(stage.told[0], /call on the given bucket failed/);
        bucket.policy = policy;
        assertSucceeded(await stage.run());
        assertTwoDays(stage);
    });

    it("does not believe COMPLETED where neither objects nor the task's own marker are in the bucket", async () => {
        const stage = stageOf({ groups: [group(GROUPS[0])] });
        stage.aws.faults.inject({
            operation: "ListObjectsV2",
            times: 8,
            effect: { kind: "stale", milliseconds: 600_000 },
        });
        const run = await stage.run();
        assert.ok(stage.tasks.length > 2, "it was exported again");
        assert.equal(run.status, "SUCCEEDED");
        assert.equal(stage.exportedTo(GROUPS[0]), OCTOBER + 2 * DAY);
    });

    it("believes that nothing was in a range where the task's own marker says so", async () => {
        const gap = group("/shop/gap", 3 * DAY); // events on the 1st and the 4th
        const stage = stageOf({ groups: [gap], start: OCTOBER + 5 * DAY + 15 * HOUR });
        assertSucceeded(await stage.run());
        assert.equal(stage.tasks.length, 5);
        stage.assertExactlyOnce("/shop/gap");
    });

    it("adopts what a stopped run has left, wherever it was stopped", async () => {
        const reference = stageOf({ groups: [group(GROUPS[0])] });
        const whole = await reference.run();
        const visit = whole.children[0];
        for (let event = 1; event < visit.history.length; event += 7) {
            const stage = stageOf({ groups: [group(GROUPS[0])], limits: { runMilliseconds: () => 40_000 } });
            const stopped = stage.start();
            await stopAfterEventOfVisit(stage, stopped, event);
            assert.equal(stopped.status, "ABORTED");
            assertSucceeded(await stage.run());
            assert.equal(stage.tasks.length, 2, `stopped after event ${event} of the visit`);
            assert.equal(stage.exportedTo(GROUPS[0]), OCTOBER + 2 * DAY);
            stage.assertExactlyOnce(GROUPS[0]);
        }
    });

    it("lets one run work where two are started, and makes another round for the second", async () => {
        const stage = stageOf({ limits: { runMilliseconds: () => 3 * HOUR } });
        const first = stage.start();
        await stage.waitUntil(NIGHT + HOUR);
        const second = stage.start();
        await stage.service.run();
        assertSucceeded(first);
        assertSucceeded(second);
        assert.deepEqual(second.output, { outcome: "handed over", to: first.arn });
        assert.equal(first.history.filter(({ type }) => type === "MapRunStarted").length, 2, "it went round again");
        assertTwoDays(stage);
    });

    it("loses and repeats nothing where many are started and stopped at random moments", async () => {
        for (let seed = 1; seed <= 8; seed++) {
            const stage = stageOf({ seed, limits: { runMilliseconds: () => 45_000 } });
            const runs: Execution[] = [];
            for (let turn = 0; turn < 6; turn++) {
                runs.push(stage.start());
                await stage.waitUntil(stage.clock.now() + stage.service.random() * 120_000);
                if (stage.service.random() < 0.6)
                    stage.service.stopExecution(runs[Math.floor(stage.service.random() * runs.length)]);
            }
            await stage.service.run();
            assertSucceeded(await stage.run());
            assertTwoDays(stage);
        }
    });

    it("goes on where a run is redriven after it was stopped", async () => {
        const stage = stageOf();
        const run = stage.start();
        await stage.waitUntil(NIGHT + 20_000);
        stage.service.stopExecution(run);
        stage.service.redriveExecution(run);
        await stage.service.run();
        assertSucceeded(run);
        assertTwoDays(stage);
    });

    it("finds log groups by a selection, at each run anew", async () => {
        const groups = ["/aws/lambda/a", "/aws/lambda/b-test", "/aws/lambda/c", "/ecs/d"].map((name) => group(name));
        const stage = stageOf({
            groups,
            plan: {
                groups: {
                    select: groupSelection({ namePrefix: "/aws/", namePattern: "*lambda*", exclude: ["*-test"] }),
                },
            },
        });
        assertSucceeded(await stage.run());
        assert.deepEqual(
            [...new Set(stage.tasks.map(({ logGroupName }) => logGroupName))],
            ["/aws/lambda/a", "/aws/lambda/c"],
        );
    });

    it("tells where a selection finds nothing", async () => {
        const stage = stageOf({ plan: { groups: { select: { namePrefix: "/nothing/" } } } });
        const run = await stage.run();
        assert.equal(run.status, "FAILED");
        assert.match(stage.told[0], /no log group in this Region matches the selection/);
    });

    it("finishes a backfill, and has nothing left to do then", async () => {
        const to = OCTOBER + 10 * DAY + 6 * HOUR;
        const stage = stageOf({ start: OCTOBER + 20 * DAY, plan: { to } });
        assertSucceeded(await stage.run());
        for (const name of GROUPS) {
            assert.equal(stage.exportedTo(name), to);
            stage.assertExactlyOnce(name);
        }
        const again = await stage.run();
        assert.deepEqual(again.output, { outcome: "nothing left" });
        assert.ok(again.history.length < 15);
        assert.equal(again.children.length, 0);
    });

    it("is not finished with a backfill before its end has settled", async () => {
        const to = OCTOBER + 3 * DAY;
        const stage = stageOf({ plan: { to } });
        assertSucceeded(await stage.run());
        await stage.waitUntil(to + 13 * HOUR);
        assertSucceeded(await stage.run());
        assert.equal(stage.exportedTo(GROUPS[0]), to);
        assert.deepEqual((await stage.run()).output, { outcome: "nothing left" });
    });

    it("gives quiet groups longer ranges, unless their retention is too short to wait", async () => {
        const busy = { ...group("/shop/busy"), storedBytes: 100_000_000 };
        const quiet = { ...group("/shop/quiet"), storedBytes: 1_000 };
        const short = { ...group("/shop/short"), storedBytes: 1_000, retentionInDays: 5 };
        const stage = stageOf({
            groups: [busy, quiet, short],
            start: Date.parse("2026-10-13T15:00:00Z"),
            plan: { quiet: { bytesPerDay: 10_000, splitBy: "week" }, from: Date.parse("2026-10-05T00:00:00Z") },
        });
        assertSucceeded(await stage.run());
        assert.equal(stage.tasksOf("/shop/busy").length, 8);
        assert.deepEqual(
            stage.tasksOf("/shop/quiet").map(({ from, to }) => (to - from) / DAY),
            [7],
        );
        assert.ok(stage.tasksOf("/shop/short").length > 1);
    });

    it("continues where a LogExport ends: no gap, nothing twice, under the same prefixes", async () => {
        const end = OCTOBER + 4 * DAY;
        const stage = stageOf({
            groups: [group(GROUPS[0])],
            start: OCTOBER + 7 * DAY + 15 * HOUR,
            plan: { from: end },
        });
        const { bucketName, destinationPrefix } = stage.plan;
        const args = { logGroups: [GROUPS[0]], from: OCTOBER, to: end, splitBy: "day", destinationPrefix } as const;
        for (const planned of planExports(exportSettings(args), stage.clock.now())) {
            const { taskId } = await stage.aws.control.startForeignTask({
                ...planned.range,
                region: REGION,
                logGroupName: GROUPS[0],
                destination: bucketName,
                destinationPrefix: planned.destinationPrefix as string,
            });
            await stage.aws.control.endTask(taskId, "COMPLETED");
        }
        for (const task of stage.aws.world.logs[`${ACCOUNT}/${REGION}`].tasks) Object.assign(task, { foreign: false });
        assertSucceeded(await stage.run());
        const ranges = stage.tasksOf(GROUPS[0]).map(({ from, to }) => [from, to]);
        assert.deepEqual(
            ranges,
            [0, 1, 2, 3, 4, 5, 6].map((day) => [OCTOBER + day * DAY, OCTOBER + (day + 1) * DAY]),
        );
        assert.match(
            prefixesOf(stage, GROUPS[0])[3],
            /^audit\/log_group=%2Fshop%2Fpayments\/year=2026\/month=10\/day=04$/,
        );
        assert.match(
            prefixesOf(stage, GROUPS[0])[4],
            /^audit\/log_group=%2Fshop%2Fpayments\/year=2026\/month=10\/day=05$/,
        );
        stage.assertExactlyOnce(GROUPS[0], OCTOBER);
    });

    it("keeps more than one manifest of log groups, each visited once", async () => {
        const groups = Array.from({ length: 52 }, (_, index) => group(`/many/${String(index).padStart(3, "0")}`, DAY));
        const stage = stageOf({ groups, start: NIGHT - DAY, limits: { runMilliseconds: () => 1_000 } });
        const run = await stage.run();
        assertSucceeded(run);
        assert.equal(run.children.length, 52);
        groups.forEach(({ name }) => stage.assertExactlyOnce(name));
    });
});

/** Stops a run as its first visit has written so many events. */
async function stopAfterEventOfVisit(stage: Stage, run: Execution, event: number): Promise<void> {
    while (run.status === "RUNNING" && (run.children[0]?.history.length ?? 0) < event) {
        await stage.waitUntil(stage.clock.now() + 5);
    }
    stage.service.stopExecution(run);
    // What it still had under way is answered.
    await stage.waitUntil(stage.clock.now() + 200);
}
