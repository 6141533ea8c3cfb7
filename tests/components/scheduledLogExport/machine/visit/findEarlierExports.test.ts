import * as assert from "node:assert/strict";
import { groupWithEvents, OCTOBER } from "../../events";
import { MACHINE_NAME } from "../../plan";
import { assertSucceeded, type Stage } from "../../stage";
import { GROUPS, stageOf } from "../twoGroups";

/** Forgets a group's checkpoint, as a new table does. */
function forget({ aws }: Stage, name: string): void {
    const [{ items }] = Object.values(aws.world.tables);
    for (const [key, item] of Object.entries(items)) {
        if ((item.logGroupName as { S: string }).S === name) delete items[key];
    }
}

/** Changes the owner of all manifests. */
function renameOwner({ aws, plan }: Stage, owner: string): void {
    const { objects } = aws.world.buckets[plan.bucketName];
    for (const key of Object.keys(objects)) {
        if (!key.includes("_export-")) continue;
        objects[key.replace(MACHINE_NAME, owner)] = objects[key];
        delete objects[key];
    }
}

describe("A visit to a group without a checkpoint", () => {
    it("refuses to export again what another state machine has exported to the same place", async () => {
        const stage = stageOf();
        await stage.run();
        renameOwner(stage, "nightly-machine-before");
        forget(stage, GROUPS[0]);
        const run = await stage.run();
        assert.equal(run.error, "ExportsFailed");
        assert.match(
            stage.reported[0],
            /CheckpointMissing: State machine nightly-machine-before.*checkpoints: \{ existing/,
        );
        assert.equal(stage.tasks.length, 4, "nothing was exported twice");
    });

    it("finds it in an archive of more objects than it can list, and behind what a LogExport exported before or after", async () => {
        const [name] = GROUPS;
        const group = groupWithEvents(name);
        const [{ events }] = group.streams;
        const streams = Array.from({ length: 300 }, (_, index) => ({
            name: `2026/10/01/[$LATEST]${index}`,
            events,
        }));
        for (const [day, emptied] of [
            ["2026/month=09/day=30", false],
            ["2026/month=10/day=09", false],
            ["2026/month=10/day=09", true],
        ] as const) {
            const stage = stageOf({ groups: [{ ...group, streams }] });
            await stage.run();
            const { objects } = stage.aws.world.buckets[stage.plan.bucketName];
            assert.ok(Object.keys(objects).length > 600);
            renameOwner(stage, "nightly-machine-before");
            const [manifest] = Object.keys(objects).filter((key) => key.includes("_export-"));
            const folder = /^.*?\/log_group=[^/]+\//.exec(manifest)![0];
            const theirs = `${folder}year=${day}/01234567-89ab-4cde-8f01-23456789abcd/_export-01234567-89ab-4cde-8f01-23456789abcd.json`;
            objects[theirs] = objects[manifest];
            if (emptied) objects[`${folder}year=2027/month=01/day=01/aws-logs-write-test`] = objects[manifest];
            forget(stage, name);
            assert.equal((await stage.run()).error, "ExportsFailed");
            assert.match(stage.reported[0], /CheckpointMissing: State machine nightly-machine-before/);
            assert.equal(stage.tasks.length, 2, "nothing was exported twice");
        }
    });

    for (const owner of [MACHINE_NAME, "01234567-89ab-4cde-8f01-23456789abcd"]) {
        it(`begins at the start of the range where the exports there are of ${owner}`, async () => {
            const stage = stageOf({ plan: { destinationPrefix: "audit" } });
            await stage.run();
            renameOwner(stage, owner);
            forget(stage, GROUPS[0]);
            assertSucceeded(await stage.run());
            assert.equal(stage.tasks.filter(({ from }) => from === OCTOBER).length, 3);
        });
    }
});
