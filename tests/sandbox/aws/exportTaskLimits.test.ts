import assert from "node:assert/strict";
import { CreateExportTaskCommand, DescribeExportTasksCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { HOUR } from "../../support/durations";
import { exportPolicy, region, withAws } from "./support";

const start = Date.UTC(2026, 10, 1);
const group = "/app/orders";
const bucket = "exports-1";

describe("sandbox: limits of export tasks", () => {
    const test = withAws({ limits: { throttle: false, exportFileBytes: 100, runMilliseconds: () => 25 * HOUR } });
    const range = { logGroupName: group, from: start, to: start + 10_000, destination: bucket };

    beforeEach(() => {
        const events = Array.from({ length: 10 }, (_, i) => ({ timestamp: start + i, message: "x".repeat(20) }));
        test.aws.seed({
            logGroups: [{ name: group, region, creationTime: start, streams: [{ name: "s", events }] }],
            buckets: [{ name: bucket, region, policy: exportPolicy(bucket) }],
        });
    });

    it("ends a task after 24 hours", async () => {
        const { taskId } = await test.logs.send(new CreateExportTaskCommand(range));
        test.clock.advance(24 * HOUR + 1000);
        const { exportTasks } = await test.logs.send(new DescribeExportTasksCommand({ taskId }));
        assert.deepEqual(exportTasks?.[0].status, { code: "FAILED", message: "The export task timed out." });
    });

    it("starts a new file when one reaches its size limit", async () => {
        const { taskId = "" } = await test.logs.send(new CreateExportTaskCommand(range));
        await test.aws.control.endTask(taskId, "COMPLETED");
        const { Contents } = await test.s3.send(
            new ListObjectsV2Command({ Bucket: bucket, Prefix: `exportedlogs/${taskId}/` }),
        );
        assert.deepEqual(
            Contents?.map(({ Key }) => Key?.split("/").at(-1)),
            ["000000.gz", "000001.gz", "000002.gz", "000003.gz"],
        );
    });
});
