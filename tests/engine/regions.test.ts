import * as assert from "node:assert/strict";
import { BUCKET, eventsIn, GROUP, RANGE, REGION } from "../support/account";
import { onEveryEngine, openStage, type Stage, succeeded } from "./stage";

onEveryEngine("an explicit provider, and ExportTask.get", (engine) => {
    let stage: Stage;
    beforeEach(async () => {
        stage = await openStage({ engine, program: "regions" });
    });
    afterEach(() => stage.close());

    it("exports in the provider's Region, and reads a task of somebody else in the stack's", async () => {
        const streams = [{ name: "stream", events: eventsIn(RANGE.from, RANGE.to, 62) }];
        stage.aws.seed({
            logGroups: [
                { name: "/far/away", region: "ap-southeast-2", streams },
                { name: "/far/north", region: "eu-north-1", streams },
            ],
        });
        const theirs = await stage.aws.control.startForeignTask({
            region: REGION,
            logGroupName: GROUP,
            destination: BUCKET,
            ...RANGE,
            runMilliseconds: 1,
        });
        await stage.settle();
        const config = { known: theirs.taskId };
        const result = succeeded(await stage.up(config));
        assert.deepEqual(result.outputs.regions, ["ap-southeast-2"]);
        const bucket = stage.aws.world.buckets[result.outputs.bucket as string];
        assert.equal(bucket.region, "ap-southeast-2");
        const north = result.outputs.north as { bucket: string; region: string; verified: boolean };
        assert.deepEqual([north.region, north.verified], ["eu-north-1", true]);
        assert.equal(stage.aws.world.buckets[north.bucket].region, "eu-north-1");
        const found = result.outputs.found as Record<string, unknown>;
        assert.equal(found.status, "COMPLETED");
        assert.equal(found.logGroupName, GROUP);
        assert.equal(found.uri, `s3://${BUCKET}/exportedlogs/${theirs.taskId}/`);
        const { deployment } = await (await stage.open(config)).exportState();
        const records = (deployment.resources ?? []).filter(({ type }) => type.endsWith(":ExportTask"));
        assert.deepEqual(
            records.filter(({ inputs, outputs }) => "helpers" in { ...inputs, ...outputs }),
            [],
            "a record has its inputs one by one",
        );
        succeeded(await (await stage.open(config)).destroy());
        assert.equal(stage.aws.world.buckets[result.outputs.bucket as string], undefined);
        const [task] = (await stage.aws.control.tasks()).filter(({ taskId }) => taskId === theirs.taskId);
        assert.equal(task.status, "COMPLETED", "what was only read is left alone");
    });
});
