import * as assert from "node:assert/strict";
import { DAY, groupWithEvents, HOUR, OCTOBER } from "../../events";
import { ACCOUNT, REGION } from "../../plan";
import { assertSucceeded } from "../../stage";
import { assertTwoDays, GROUPS, NIGHT, stageOf } from "../twoGroups";

/** Two manifests, of fifty and of two log groups. */
const MANY = {
    groups: Array.from({ length: 52 }, (_, index) => groupWithEvents(`/many/${String(index).padStart(3, "0")}`, DAY)),
    start: NIGHT - DAY,
    limits: { runMilliseconds: () => 1_000 },
};

describe("A run that visits several log groups", () => {
    it("takes a long backlog in turns, so that no group waits for another's", async () => {
        const stage = stageOf({ start: OCTOBER + 25 * DAY + 15 * HOUR });
        assertSucceeded(await stage.run());
        const order = stage.tasks.map(({ logGroupName }) => logGroupName);
        assert.equal(order.length, 50);
        assert.equal(order.lastIndexOf(GROUPS[0]) > order.indexOf(GROUPS[1]), true);
        GROUPS.forEach((name) => stage.assertExactlyOnce(name));
    });

    it("reports the group and range of a failed export, exports the others, and tries again the next night", async () => {
        const stage = stageOf();
        const id = stage.aws.faults.inject({
            operation: "CreateExportTask",
            match: { logGroupName: GROUPS[0] },
            times: 1000,
            effect: { kind: "task", outcome: "FAILED", message: "Internal error." },
        });
        const run = await stage.run();
        assert.deepEqual([run.status, run.error], ["FAILED", "ExportsFailed"]);
        assert.equal(stage.reported.length, 1);
        assert.match(
            stage.reported[0],
            /\/shop\/payments from 2026-10-01T00:00:00.000Z to 2026-10-01T00:45:00.000Z: ExportFailed/,
        );
        assert.match(stage.reported[0], /FAILED: Internal error\./);
        const [detail] = stage.eventsOf("failed");
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

    it("reports a log group that does not exist", async () => {
        const stage = stageOf();
        delete stage.aws.world.logs[`${ACCOUNT}/${REGION}`].groups[GROUPS[0]];
        const run = await stage.run();
        assert.equal(run.status, "FAILED");
        assert.match(stage.reported[0], /\/shop\/payments from.*: LogGroupNotFound/);
        stage.assertExactlyOnce(GROUPS[1]);
    });

    it("keeps more than one manifest of log groups, each visited once", async () => {
        const groups = Array.from({ length: 52 }, (_, index) =>
            groupWithEvents(`/many/${String(index).padStart(3, "0")}`, DAY),
        );
        const stage = stageOf({ groups, start: NIGHT - DAY, limits: { runMilliseconds: () => 1_000 } });
        const run = await stage.run();
        assertSucceeded(run);
        assert.equal(run.children.length, 52);
        groups.forEach(({ name }) => stage.assertExactlyOnce(name));
    });

    it("visits the manifests after one that is missing, and reports it", async () => {
        const stage = stageOf(MANY);
        delete stage.aws.world.buckets[stage.plan.manifestBucketName].objects["groups/0.json"];
        const run = await stage.run();
        assert.deepEqual([run.status, run.error], ["FAILED", "ExportsFailed"]);
        assert.equal(run.children.length, 2);
        assert.match(stage.reported[0], /50 visits to log groups ended early.*States\.ItemReaderFailed/);
        MANY.groups.slice(50).forEach(({ name }) => stage.assertExactlyOnce(name));
        assert.equal(stage.checkpoint(":run").heldBy, undefined, "the lock is free");
    });

    it("reports the log groups whose visits ended early, even if all of a manifest did", async () => {
        const stage = stageOf(MANY);
        const run = stage.start();
        for (let stopped = 0; stopped < 50;) {
            await stage.waitUntil(stage.clock.now() + 100);
            if (run.children.length > stopped) stage.service.stopExecution(run.children[stopped++]);
        }
        await stage.service.run();
        assert.equal(run.error, "ExportsFailed");
        assert.equal(stage.reported.length, 1);
        MANY.groups.slice(0, 50).forEach(({ name }) => assert.ok(stage.reported[0].includes(name), name));
        MANY.groups.slice(50).forEach(({ name }) => stage.assertExactlyOnce(name));
        assert.ok(stage.metric("HoursBehind")[0] > 0);
        assertSucceeded(await stage.run());
        MANY.groups.forEach(({ name }) => stage.assertExactlyOnce(name));
    });
});
