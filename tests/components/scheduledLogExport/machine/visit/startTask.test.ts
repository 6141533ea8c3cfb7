import * as assert from "node:assert/strict";
import { type Fault } from "../../../../../sandbox/aws";
import { groupWithEvents, HOUR } from "../../events";
import { REGION } from "../../plan";
import { assertSucceeded, historiesOf, type Stage } from "../../stage";
import { assertTwoDays, GROUPS, NIGHT, stageOf } from "../twoGroups";

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

describe("A visit that starts a task", () => {
    it("waits for the slot while a task of somebody else runs", async () => {
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
            it(`starts no task twice if the response of CreateExportTask is lost (${kind} ${when})`, async () => {
                const stage = stageOf();
                stage.aws.faults.inject({ operation: "CreateExportTask", times: 2, skip: 1, effect: { kind, when } });
                assertSucceeded(await stage.run());
                assert.equal(stage.tasks.length, 4);
                assertTwoDays(stage);
            });

            it(`writes no checkpoint twice if the response of PutItem is lost (${kind} ${when})`, async () => {
                for (const skip of [1, 2, 3, 4, 5, 6]) {
                    const stage = stageOf({ groups: [groupWithEvents(GROUPS[0])] });
                    stage.aws.faults.inject({ operation: "PutItem", times: 1, skip, effect: { kind, when } });
                    assertSucceeded(await stage.run());
                    stage.assertExactlyOnce(GROUPS[0]);
                    assert.equal(stage.tasks.length, 2, `answer ${skip}`);
                }
            });
        }
    }

    it("finds a task whose response was lost, even if it is listed late", async () => {
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

    it("reports a bucket policy that lacks the grant, after waiting for propagation", async () => {
        const stage = stageOf();
        const bucket = stage.aws.world.buckets[stage.plan.bucketName];
        const { policy } = bucket;
        bucket.policy = undefined;
        const run = await stage.run();
        assert.equal(run.status, "FAILED");
        assert.match(stage.reported[0], /call on the given bucket failed/);
        bucket.policy = policy;
        assertSucceeded(await stage.run());
        assertTwoDays(stage);
    });

    for (const code of ["UnforeseenException", "InternalFailure"]) {
        it(`gives up after some rounds of a refusal that nobody foresaw, reports it, and exports the others (${code})`, async () => {
            const stage = stageOf();
            const fault = stage.aws.faults.inject(
                error(code, "CreateExportTask", 1000, {
                    match: { logGroupName: GROUPS[0] },
                    effect: { kind: "error", code, message: "Nobody knows why." },
                }),
            );
            const run = await stage.run();
            assert.equal(run.error, "ExportsFailed");
            assert.match(
                stage.reported[0],
                /\/shop\/payments from 2026-10-01T00.*: CloudWatchLogs\..*Nobody knows why\./,
            );
            assert.ok(stage.clock.now() - NIGHT < HOUR, `${(stage.clock.now() - NIGHT) / HOUR} hours`);
            assert.ok(Math.max(...historiesOf(run)) < 1_000, String(Math.max(...historiesOf(run))));
            stage.assertExactlyOnce(GROUPS[1]);
            stage.aws.faults.clear(fault);
            assertSucceeded(await stage.run());
            assertTwoDays(stage);
        });
    }

    it("rides out a service that gives no answer for minutes", async () => {
        const stage = stageOf();
        stage.aws.faults.inject({ operation: "CreateExportTask", times: 6, effect: { kind: "drop", when: "before" } });
        assertSucceeded(await stage.run());
        assertTwoDays(stage);
    });
});
