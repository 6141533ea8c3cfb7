import * as assert from "node:assert/strict";
import { type Fault } from "../../../../../sandbox/aws";
import { type ExportTask } from "../../../../../sandbox/aws/logs/exportTask";
import { storeObject } from "../../../../../sandbox/aws/s3/storeObject";
import { DELETING } from "../../../../../providers/exportTask/run/marks";
import { folderOf } from "../../../../../providers/exportTask/run/objects";
import { DAY, eventsEvery, groupWithEvents, HOUR, OCTOBER } from "../../events";
import { ACCOUNT, MACHINE_NAME, REGION } from "../../plan";
import { assertSucceeded, type Stage } from "../../stage";
import { assertTwoDays, GROUPS, NIGHT, stageOf } from "../twoGroups";

const ONE_GROUP = { groups: [groupWithEvents(GROUPS[0])] };
const EMPTY_GROUP = { groups: [groupWithEvents("/shop/gap", 3 * DAY)], start: OCTOBER + 5 * DAY + 15 * HOUR };

const refuseWrites = (effect: Fault["effect"], times = 1000): Fault => ({ operation: "PutObject", times, effect });
const DENIED = { kind: "error", code: "AccessDenied", status: 403 } as const;

const callsOf = ({ aws }: Stage, operation: string) =>
    aws.requests.filter((request) => request.operation === operation);

/** Stops a run when its first task is recorded or started. The task is COMPLETED before the next run. */
async function stopBeforeVerified(stage: Stage, when: "recorded" | "started" = "recorded"): Promise<ExportTask> {
    const run = stage.start();
    while (stage.tasks.length === 0 || (when === "recorded" && stage.tasks[0].history.length < 2)) {
        await stage.waitUntil(stage.clock.now() + 1);
    }
    stage.service.stopExecution(run);
    await stage.waitUntil(stage.clock.now() + HOUR);
    assert.equal((JSON.parse(stage.checkpoint(GROUPS[0]).task) as { id: string }).id === "", when === "started");
    await stage.aws.control.tasks(); // the sandbox brings tasks up to now
    await stage.aws.control.clearRequests();
    return stage.tasks[0];
}

/** Stops the run between the manifest of the first task and the checkpoint. */
async function stopBeforeAdvanced(stage: Stage, logGroupName: string): Promise<ExportTask> {
    const run = stage.start();
    while (stage.tasks.length === 0 || stage.manifestOf(stage.tasks[0]) === undefined) {
        await stage.waitUntil(stage.clock.now() + 1);
    }
    stage.service.stopExecution(run);
    await stage.waitUntil(NIGHT + HOUR);
    assert.equal(stage.exportedTo(logGroupName), OCTOBER);
    return stage.tasks[0];
}

const objectsOf = ({ aws, plan }: Stage) => aws.world.buckets[plan.bucketName].objects;

function removeObjects(stage: Stage, task: ExportTask): void {
    const objects = objectsOf(stage);
    for (const key of Object.keys(objects)) {
        if (key.startsWith(folderOf(stage.placeOf(task)))) delete objects[key];
    }
}

function markAsDeleting(stage: Stage, task: ExportTask): void {
    const object = { key: folderOf(stage.placeOf(task)) + DELETING, body: Buffer.from("{}"), ownerAccountId: ACCOUNT };
    storeObject(stage.aws.world.buckets[stage.plan.bucketName], object, stage.clock.now(), () => "mark");
}

describe("A visit that writes the manifest of an export", () => {
    it("names the export, its task, its run and what is in the bucket", async () => {
        const stage = stageOf({ ...ONE_GROUP, plan: { logStreamNamePrefix: "o" } });
        const run = await stage.run();
        assertSucceeded(run);
        await stage.assertManifests(GROUPS[0]);
        const [task] = stage.tasks;
        const { objectCount, byteCount, objects } = await stage.contentsOf(task);
        const manifest = stage.manifestOf(task);
        assert.ok(manifest?.verifiedAt !== undefined && Date.parse(manifest.verifiedAt) >= task.creationTime);
        assert.ok(manifest.task.completionTime !== undefined && manifest.task.completionTime > task.creationTime);
        assert.deepEqual(manifest, {
            version: 1,
            owner: MACHINE_NAME,
            logGroupName: GROUPS[0],
            logGroupCreationTime: OCTOBER - DAY,
            logStreamNamePrefix: "o",
            from: OCTOBER,
            to: OCTOBER + DAY,
            account: ACCOUNT,
            region: REGION,
            destination: stage.plan.bucketName,
            destinationPrefix: task.destinationPrefix,
            task: { ...manifest.task, taskId: task.taskId, creationTime: task.creationTime },
            objectCount,
            byteCount,
            expired: null,
            objects,
            verifiedAt: manifest.verifiedAt,
            verifiedBy: { stateMachine: MACHINE_NAME, execution: run.arn },
        });
        assert.deepEqual(run.output, {
            outcome: "done",
            exported: 2,
            manifests: 1,
            notExportable: 0,
            exportManifestsRefused: { count: 0, cause: "" },
        });
    });

    it("counts the objects of all pages of a listing", async () => {
        const group = groupWithEvents(GROUPS[0]);
        const streams = Array.from({ length: 23 }, (_, index) => ({
            name: `stream/${index}`,
            events: eventsEvery(5 * HOUR, OCTOBER, OCTOBER + 3 * DAY, `${index}`),
        }));
        const stage = stageOf({ groups: [{ ...group, streams }], limits: { listPageSize: 5 } });
        assertSucceeded(await stage.run());
        const manifest = stage.manifestOf(stage.tasks[0]);
        assert.equal(manifest?.objectCount, 23);
        assert.ok(!("objects" in manifest), "they would not fit into the payload of a state");
        await stage.assertManifests(GROUPS[0]);
        assert.equal(callsOf(stage, "ListObjectsV2").length, 1 + 2 * 5, "and one before the first");
    });

    it("writes one of an empty range, too, which says that nothing is there", async () => {
        const stage = stageOf(EMPTY_GROUP);
        assertSucceeded(await stage.run());
        await stage.assertManifests("/shop/gap");
        const manifests = stage.tasks.map((task) => stage.manifestOf(task));
        assert.deepEqual(
            manifests.map((manifest) => [manifest?.objectCount, manifest?.objects?.length]),
            [1, 0, 0, 1, 0].map((count) => [count, count]),
        );
    });

    for (const [what, effect] of [
        ["may not", DENIED],
        ["gets no answer when it does", { kind: "drop", when: "before" }],
        ["hits the key's policy", { kind: "error", code: "KMS.AccessDeniedException", status: 400 }],
    ] as const) {
        it(`exports without manifests if it ${what}, in about the same time, and reports it in the run's output`, async () => {
            const [stage, reference] = [stageOf(), stageOf()];
            assertSucceeded(await reference.run());
            stage.aws.faults.inject(refuseWrites(effect));
            const run = await stage.run();
            assertSucceeded(run);
            assertTwoDays(stage);
            assert.ok(stage.tasks.every((task) => stage.manifestOf(task) === undefined));
            const { exportManifestsRefused } = run.output as {
                exportManifestsRefused: { count: number; cause: string };
            };
            assert.equal(exportManifestsRefused.count, 4);
            assert.match(exportManifestsRefused.cause, /^S3\./);
            assert.deepEqual(stage.reported, []);
            assert.ok(stage.clock.now() - reference.clock.now() < 4 * 10_000);
        });
    }

    it("writes it once S3 answers again", async () => {
        const stage = stageOf(ONE_GROUP);
        stage.aws.faults.inject(refuseWrites({ kind: "error", code: "SlowDown", status: 503 }, 2));
        assertSucceeded(await stage.run());
        await stage.assertManifests(GROUPS[0]);
    });
});

describe("A run that resumes a task that had ended", () => {
    it("accepts it if objects are there, and writes the manifest", async () => {
        const stage = stageOf(ONE_GROUP);
        await stopBeforeVerified(stage);
        assertSucceeded(await stage.run());
        assert.equal(stage.tasks.length, 2);
        stage.assertExactlyOnce(GROUPS[0]);
        await stage.assertManifests(GROUPS[0]);
    });

    it("exports again if its objects were removed, though its marker is there", async () => {
        const stage = stageOf(ONE_GROUP);
        removeObjects(stage, await stopBeforeVerified(stage));
        assertSucceeded(await stage.run());
        assert.deepEqual(
            stage.tasks.map(({ from }) => from),
            [OCTOBER, OCTOBER, OCTOBER + DAY],
        );
        stage.assertExactlyOnce(GROUPS[0]);
        await stage.assertManifests(GROUPS[0]);
    });

    it("exports again if they were removed from a task that it finds by its name", async () => {
        const stage = stageOf(ONE_GROUP);
        stage.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "hang", when: "after" } });
        const task = await stopBeforeVerified(stage, "started");
        removeObjects(stage, task);
        assertSucceeded(await stage.run());
        assert.equal(stage.tasks.length, 3);
        stage.assertExactlyOnce(GROUPS[0]);
        await stage.assertManifests(GROUPS[0]);
    });

    it("exports again if they were removed, though an old status shows the task running", async () => {
        const stage = stageOf({ ...ONE_GROUP, limits: { runMilliseconds: () => 40_000 } });
        removeObjects(stage, await stopBeforeVerified(stage));
        // The run that resumes waits a minute for calls of the stopped one first.
        const effect = { kind: "stale", milliseconds: HOUR + 50_000 } as const;
        stage.aws.faults.inject({ operation: "DescribeExportTasks", times: 1, effect });
        assertSucceeded(await stage.run());
        assert.equal(stage.tasks.length, 3);
        await stage.assertManifests(GROUPS[0]);
    });

    it("exports an empty range again rather than believe it", async () => {
        const stage = stageOf({ groups: [groupWithEvents(GROUPS[0], 5 * DAY, OCTOBER + DAY)] });
        await stopBeforeVerified(stage);
        assertSucceeded(await stage.run());
        assert.deepEqual(
            stage.tasks.map(({ from }) => from),
            [OCTOBER, OCTOBER, OCTOBER + DAY],
        );
        await stage.assertManifests(GROUPS[0]);
    });

    it("exports again if somebody began to delete its objects", async () => {
        const stage = stageOf(ONE_GROUP);
        const task = await stopBeforeVerified(stage);
        markAsDeleting(stage, task);
        assertSucceeded(await stage.run());
        assert.equal(stage.tasks.length, 3);
        assert.equal(stage.manifestOf(task), undefined);
        removeObjects(stage, task); // as that deletion does in the end
        stage.assertExactlyOnce(GROUPS[0]);
        await stage.assertManifests(GROUPS[0]);
    });

    it("finds the new task, not the emptied one, if the answer to its start is lost", async () => {
        const stage = stageOf(ONE_GROUP);
        removeObjects(stage, await stopBeforeVerified(stage));
        stage.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "drop", when: "after" } });
        const effect = { kind: "stale", milliseconds: 20_000 } as const;
        stage.aws.faults.inject({ operation: "DescribeExportTasks", skip: 1, times: 2, effect });
        assertSucceeded(await stage.run());
        assert.equal(stage.tasks.length, 3);
        stage.assertExactlyOnce(GROUPS[0]);
        await stage.assertManifests(GROUPS[0]);
    });

    it("keeps a manifest that is there, which shows what was removed since", async () => {
        const stage = stageOf(ONE_GROUP);
        const task = await stopBeforeAdvanced(stage, GROUPS[0]);
        const before = stage.manifestOf(task);
        assertSucceeded(await stage.run());
        assert.equal(stage.tasks.length, 2);
        assert.deepEqual(stage.manifestOf(task), before);
        await stage.assertManifests(GROUPS[0]);
    });

    it("does not mistake a manifest for an exported object", async () => {
        const stage = stageOf({ groups: [groupWithEvents(GROUPS[0], 5 * DAY, OCTOBER + DAY)] });
        await stopBeforeAdvanced(stage, GROUPS[0]);
        assertSucceeded(await stage.run());
        assert.deepEqual(
            stage.tasks.map(({ from }) => from),
            [OCTOBER, OCTOBER, OCTOBER + DAY],
        );
        await stage.assertManifests(GROUPS[0]);
    });
});
