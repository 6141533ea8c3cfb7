import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
    CreateExportTaskCommand,
    DescribeExportTasksCommand,
    DescribeLogGroupsCommand,
    FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { control, startAws, streamFromFile, type Control } from "../../../sandbox/aws";
import { answers, clients, exportPolicy, region, withAws } from "./support";

const Bucket = "data-1";
const start = Date.UTC(2026, 10, 1);
const range = { logGroupName: "/app", from: start, to: start + 1000, destination: Bucket };
const seed = {
    logGroups: [{ name: "/app", region, streams: [{ name: "s", events: [{ timestamp: start, message: "hello" }] }] }],
    buckets: [{ name: Bucket, region, policy: exportPolicy(Bucket) }],
};

for (const [place, connect] of [
    ["in process", undefined],
    ["over HTTP", control],
] as const) {
    describe(`sandbox: control ${place}`, () => {
        const test = withAws();
        let controls: Control;
        beforeEach(async () => {
            controls = connect ? connect(test.aws.endpoint) : test.aws.control;
            await controls.seed(seed);
        });

        it("seeds events of any age, as though they had come in time", async () => {
            const { events } = await test.logs.send(new FilterLogEventsCommand({ logGroupName: "/app" }));
            assert.deepEqual(
                events?.map(({ timestamp, ingestionTime }) => [timestamp, ingestionTime]),
                [[start, start]],
            );
            const { logGroups } = await test.logs.send(new DescribeLogGroupsCommand({}));
            assert.deepEqual([logGroups?.[0].creationTime, logGroups?.[0].storedBytes], [start, 31]);
        });

        it("injects faults, counts their hits and takes them back", async () => {
            const effect = { kind: "error", code: "Oops" } as const;
            const id = await controls.injectFault({ operation: "DescribeLogGroups", times: 2, effect });
            await assert.rejects(test.logs.send(new DescribeLogGroupsCommand({})), answers("Oops"));
            assert.deepEqual(
                (await controls.faults()).map((fault) => [fault.id, fault.hits]),
                [[id, 1]],
            );
            await controls.clearFaults(id);
            await test.logs.send(new DescribeLogGroupsCommand({}));
        });

        it("logs each request with its account, Region and outcome", async () => {
            await test.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/app" }));
            assert.deepEqual(await controls.requests(), [
                {
                    time: test.clock.now(),
                    service: "logs",
                    operation: "DescribeLogGroups",
                    accountId: "123456789012",
                    region,
                    accessKeyId: "AKIATEST",
                    parameters: { logGroupNamePrefix: "/app" },
                    outcome: "OK",
                    status: 200,
                },
            ]);
            await controls.clearRequests();
            assert.deepEqual(await controls.requests(), []);
        });

        it("starts somebody else's task, which occupies the place until it is ended", async () => {
            const foreign = await controls.startForeignTask({ region });
            await assert.rejects(controls.startForeignTask({ region }), /already active/);
            await assert.rejects(test.logs.send(new CreateExportTaskCommand(range)), answers("LimitExceededException"));
            test.clock.advance(3_600_000);
            const { exportTasks } = await test.logs.send(new DescribeExportTasksCommand({ statusCode: "RUNNING" }));
            assert.deepEqual(
                exportTasks?.map(({ taskName }) => taskName),
                ["somebody-elses-export"],
            );
            await controls.endTask(foreign.taskId, "CANCELLED");
            await test.logs.send(new CreateExportTaskCommand(range));
            assert.deepEqual((await controls.tasks()).map(({ status }) => status).sort(), ["CANCELLED", "PENDING"]);
        });

        it("tells its time", async () => {
            assert.equal(await controls.now(), test.clock.now());
        });
    });
}

describe("sandbox: control", () => {
    const test = withAws();

    it("says what it refuses, and what there is not", async () => {
        const remote = control(test.aws.endpoint);
        await assert.rejects(remote.endTask("nobody", "FAILED"), /refused POST .*tasks\/end: No active task nobody/);
        const response = await fetch(`${test.aws.endpoint}/_sandbox/nothing`);
        assert.equal(response.status, 404);
    });

    it("takes one JSON object for the one argument", async () => {
        const body = JSON.stringify({ logGroups: [{ name: "/curl", region }] });
        assert.equal((await fetch(`${test.aws.endpoint}/_sandbox/seed`, { method: "POST", body })).status, 200);
        assert.ok(test.aws.world.logs[`123456789012/${region}`].groups["/curl"]);
    });

    it("makes each line of a file an event", async () => {
        const folder = mkdtempSync(join(tmpdir(), "seed-"));
        try {
            const path = join(folder, "app.log");
            writeFileSync(path, "one\r\ntwo\n\nfour\n");
            test.aws.seed({ logGroups: [{ name: "/file", region, streams: [streamFromFile(path, start, 1000)] }] });
            const { events } = await test.logs.send(new FilterLogEventsCommand({ logGroupName: "/file" }));
            assert.deepEqual(
                events?.map(({ logStreamName, timestamp = NaN, message }) => [
                    logStreamName,
                    timestamp - start,
                    message,
                ]),
                [
                    ["app.log", 0, "one"],
                    ["app.log", 1000, "two"],
                    ["app.log", 2000, ""],
                    ["app.log", 3000, "four"],
                ],
            );
        } finally {
            rmSync(folder, { recursive: true });
        }
    });

    it("goes on from a snapshot, running tasks included, and leaves the snapshot as it was", async () => {
        test.aws.seed(seed);
        await test.s3.send(new PutObjectCommand({ Bucket, Key: "constructor", Body: "x" }));
        const { taskId } = await test.logs.send(new CreateExportTaskCommand(range));
        const snapshot = JSON.parse(JSON.stringify(test.aws.snapshot())) as ReturnType<typeof test.aws.snapshot>;
        const before = JSON.stringify(snapshot);
        const resumed = await startAws({ clock: test.clock, snapshot });
        try {
            test.clock.advance(10_000);
            const { logs, s3 } = clients(resumed.endpoint);
            const { exportTasks } = await logs.send(new DescribeExportTasksCommand({ taskId }));
            assert.equal(exportTasks?.[0].status?.code, "COMPLETED");
            const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
            assert.deepEqual(
                Contents?.map(({ Key }) => Key),
                ["aws-logs-write-test", "constructor", `exportedlogs/${taskId}/s/000000.gz`],
            );
            assert.equal(JSON.stringify(snapshot), before);
        } finally {
            await resumed.close();
        }
    });

    it("makes the same IDs from the same seed", async () => {
        const ids: (string | undefined)[] = [];
        for (let i = 0; i < 2; i++) {
            const aws = await startAws({ clock: test.clock, randomSeed: 1 });
            try {
                aws.seed(seed);
                ids.push((await clients(aws.endpoint).logs.send(new CreateExportTaskCommand(range))).taskId);
            } finally {
                await aws.close();
            }
        }
        assert.equal(ids[0], ids[1]);
    });
});
