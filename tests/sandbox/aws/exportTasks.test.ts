import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import {
    CancelExportTaskCommand,
    CreateExportTaskCommand,
    DeleteLogGroupCommand,
    DescribeExportTasksCommand,
    type CreateExportTaskCommandInput,
    type ExportTask,
} from "@aws-sdk/client-cloudwatch-logs";
import {
    DeleteBucketPolicyCommand,
    DeleteObjectsCommand,
    DeleteBucketCommand,
    GetObjectCommand,
    ListObjectsV2Command,
    PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import { account, answers, clients, exportPolicy, region, withAws } from "./support";

const start = Date.UTC(2026, 10, 1);
const group = "/app/orders";
const bucket = "exports-1";

describe("sandbox: export tasks", () => {
    const test = withAws({ limits: { throttle: false, pendingMilliseconds: 100, runMilliseconds: () => 1000 } });

    beforeEach(() => {
        test.aws.seed({
            logGroups: [
                {
                    name: group,
                    region,
                    creationTime: start,
                    streams: [
                        {
                            name: "web/1",
                            events: [
                                { timestamp: start + 1000, message: "first" },
                                { timestamp: start + 2000, message: "second\n  with a second line" },
                            ],
                        },
                        { name: "web/2", events: [{ timestamp: start + 3000, message: "third" }] },
                        { name: "worker", events: [{ timestamp: start + 4000, message: "fourth" }] },
                    ],
                },
            ],
            buckets: [{ name: bucket, region, policy: exportPolicy(bucket), versioning: "Enabled" }],
        });
    });

    const create = async (input: Partial<CreateExportTaskCommandInput> = {}) => {
        const range = { logGroupName: group, from: start, to: start + 10_000, destination: bucket };
        const { taskId } = await test.logs.send(new CreateExportTaskCommand({ ...range, ...input }));
        assert.ok(taskId);
        return taskId;
    };
    const describeTask = async (taskId: string): Promise<ExportTask> => {
        const { exportTasks } = await test.logs.send(new DescribeExportTasksCommand({ taskId }));
        assert.equal(exportTasks?.length, 1);
        return exportTasks[0];
    };
    const keys = async () => {
        const { Contents = [] } = await test.s3.send(new ListObjectsV2Command({ Bucket: bucket }));
        return Contents.map(({ Key }) => Key ?? "");
    };
    const text = async (key: string) => {
        const { Body } = await test.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return gunzipSync((await Body?.transformToByteArray()) ?? "").toString();
    };

    it("shows a new task as PENDING without a message, the default prefix filled in", async () => {
        const taskId = await create({ taskName: "daily" });
        assert.match(taskId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        assert.deepEqual(await describeTask(taskId), {
            taskId,
            taskName: "daily",
            logGroupName: group,
            from: start,
            to: start + 10_000,
            destination: bucket,
            destinationPrefix: "exportedlogs",
            status: { code: "PENDING" },
            executionInfo: { creationTime: test.clock.now() },
        });
    });

    it("writes the marker at once, part of the data late and the rest at the end", async () => {
        const taskId = await create({ destinationPrefix: "a/b" });
        assert.deepEqual(await keys(), ["a/b/aws-logs-write-test"]);
        test.clock.advance(200);
        assert.equal((await describeTask(taskId)).status?.code, "RUNNING");
        assert.equal((await keys()).length, 1);
        test.clock.advance(750);
        assert.deepEqual(await keys(), [`a/b/${taskId}/web-1/000000.gz`, "a/b/aws-logs-write-test"].sort());
        test.clock.advance(150);
        const task = await describeTask(taskId);
        assert.equal(task.status?.code, "COMPLETED");
        assert.equal(task.executionInfo?.completionTime, (task.executionInfo?.creationTime ?? 0) + 1100);
        const written = ["web-1", "web-2", "worker"].map((stream) => `a/b/${taskId}/${stream}/000000.gz`);
        assert.deepEqual(await keys(), [...written, "a/b/aws-logs-write-test"].sort());
        const { objects } = test.aws.world.buckets[bucket];
        assert.ok(
            Object.values(objects).every((versions) => versions.length === 1),
            "each object is written once",
        );
    });

    it("writes each event as its time, a space and the message, which may span lines", async () => {
        const taskId = await create();
        test.clock.advance(1100);
        assert.equal(
            await text(`exportedlogs/${taskId}/web-1/000000.gz`),
            "2026-11-01T00:00:01.000Z first\n2026-11-01T00:00:02.000Z second\n  with a second line\n",
        );
    });

    it("puts the marker at the bucket's root if no prefix was given", async () => {
        await create({ from: start + 5000 });
        test.clock.advance(1100);
        assert.deepEqual(await keys(), ["aws-logs-write-test"]);
        const { Body } = await test.s3.send(new GetObjectCommand({ Bucket: bucket, Key: "aws-logs-write-test" }));
        assert.equal(await Body?.transformToString(), "Permission Check Successful");
    });

    it("exports from `from` up to, not including, `to`, and only the streams of the prefix", async () => {
        const taskId = await create({ from: start + 1000, to: start + 2000, logStreamNamePrefix: "web" });
        test.clock.advance(1100);
        assert.equal(await text(`exportedlogs/${taskId}/web-1/000000.gz`), "2026-11-01T00:00:01.000Z first\n");
        assert.equal((await keys()).length, 2);
    });

    it("allows one active task per account and Region", async () => {
        const taskId = await create();
        await assert.rejects(create(), answers("LimitExceededException", "Resource limit exceeded."));
        test.aws.seed({
            logGroups: [{ name: group, region: "us-east-1", creationTime: start }],
            buckets: [{ name: "east", region: "us-east-1", policy: exportPolicy("east", { region: "us-east-1" }) }],
        });
        const east = clients(test.aws.endpoint, { region: "us-east-1" }).logs;
        const range = { logGroupName: group, from: start, to: start + 1, destination: "east" };
        await east.send(new CreateExportTaskCommand(range));
        test.clock.advance(1100);
        assert.equal((await describeTask(taskId)).status?.code, "COMPLETED");
        await create();
    });

    it("refuses a log group, bucket or range that does not exist, with the service's messages", async () => {
        const noGroup = answers("ResourceNotFoundException", "The specified log group does not exist.");
        await assert.rejects(create({ logGroupName: "/other" }), noGroup);
        const noBucket = /^The given bucket does not exist. Please make sure the bucket is valid.$/;
        await assert.rejects(create({ destination: "no-such" }), answers("InvalidParameterException", noBucket));
        await assert.rejects(create({ to: start }), answers("InvalidParameterException", /from must be before to/));
        await assert.rejects(create({ from: 0, to: 5 }), answers("InvalidParameterException", /creation/));
        await assert.rejects(create({ logGroupName: "a b" }), answers("InvalidParameterException", /logGroupName/));
        await assert.rejects(create({ from: -1 }), answers("InvalidParameterException", /'from'/));
        test.aws.seed({ buckets: [{ name: "elsewhere", region: "us-east-1" }] });
        await assert.rejects(create({ destination: "elsewhere" }), answers("InvalidParameterException", /region/));
        assert.deepEqual(await keys(), []);
    });

    it("names the call that the bucket policy does not grant", async () => {
        const policy = exportPolicy(bucket);
        const put = (statements: object[]) =>
            test.s3.send(
                new PutBucketPolicyCommand({
                    Bucket: bucket,
                    Policy: JSON.stringify({ ...policy, Statement: statements }),
                }),
            );
        await put([policy.Statement[1]]);
        await assert.rejects(
            create(),
            answers("AccessDeniedException", /^GetBucketAcl call on the given bucket failed/),
        );
        await put([policy.Statement[0]]);
        await assert.rejects(create(), answers("AccessDeniedException", /^PutObject call on the given bucket failed/));
        await put([...policy.Statement, { ...policy.Statement[1], Sid: "No", Effect: "Deny" }]);
        await assert.rejects(create(), answers("AccessDeniedException", /^PutObject/));
    });

    it("denies an export if the policy names another Region, account, group or prefix", async () => {
        for (const policy of [
            exportPolicy(bucket, { region: "us-east-1" }),
            exportPolicy(bucket, { account: "999999999999" }),
            exportPolicy(bucket, { prefix: "other/" }),
            JSON.parse(JSON.stringify(exportPolicy(bucket)).replaceAll("log-group:*", "log-group:/other/*")) as object,
        ]) {
            await test.s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(policy) }));
            await assert.rejects(create({ destinationPrefix: "mine" }), answers("AccessDeniedException"));
        }
    });

    it("requires another account's bucket to allow the caller, too", async () => {
        const policy = exportPolicy("theirs");
        test.aws.seed({ buckets: [{ name: "theirs", region, accountId: "999999999999", policy }] });
        await assert.rejects(
            create({ destination: "theirs" }),
            answers("InvalidParameterException", /the CreateExportTask caller has been granted s3:PutObject/),
        );
        const caller = {
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${account}:root` },
            Action: "s3:PutObject",
            Resource: "arn:aws:s3:::theirs/*",
            Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
        };
        const statements = { ...policy, Statement: [...policy.Statement, caller] };
        test.aws.world.buckets.theirs.policy = JSON.stringify(statements);
        await create({ destination: "theirs" });
    });

    it("cancels through PENDING_CANCEL, which frees the slot", async () => {
        const taskId = await create();
        await test.logs.send(new CancelExportTaskCommand({ taskId }));
        assert.equal((await describeTask(taskId)).status?.code, "PENDING_CANCEL");
        await create();
        test.clock.advance(300);
        assert.equal((await describeTask(taskId)).status?.code, "CANCELLED");
        const finished = answers("InvalidOperationException", "The specified export task has already finished");
        await assert.rejects(test.logs.send(new CancelExportTaskCommand({ taskId })), finished);
        await assert.rejects(
            test.logs.send(new CancelExportTaskCommand({ taskId: "no-such-task" })),
            answers("ResourceNotFoundException", "The specified export task does not exist."),
        );
    });

    it("fails a task whose grant, bucket or log group goes away while it runs", async () => {
        const first = await create();
        await test.s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
        test.clock.advance(1100);
        assert.match((await describeTask(first)).status?.message ?? "", /^GetBucketAcl call/);

        const Policy = JSON.stringify(exportPolicy(bucket));
        await test.s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
        const second = await create();
        const { objects } = test.aws.world.buckets[bucket];
        const Objects = Object.values(objects).flatMap((all) =>
            all.map(({ key, versionId }) => ({ Key: key, VersionId: versionId })),
        );
        await test.s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
        await test.s3.send(new DeleteBucketCommand({ Bucket: bucket }));
        test.clock.advance(1100);
        assert.deepEqual((await describeTask(second)).status?.code, "FAILED");

        test.aws.seed({ buckets: [{ name: bucket, region, policy: exportPolicy(bucket) }] });
        const third = await create();
        await test.logs.send(new DeleteLogGroupCommand({ logGroupName: group }));
        test.clock.advance(1100);
        assert.equal((await describeTask(third)).status?.code, "FAILED");
    });

    it("lists by status or by ID, never both, and nothing for an unknown ID", async () => {
        const done = await create();
        test.clock.advance(1100);
        const active = await create();
        const list = async (input: object) =>
            (await test.logs.send(new DescribeExportTasksCommand(input))).exportTasks?.map(({ taskId }) => taskId);
        assert.deepEqual(await list({ statusCode: "COMPLETED" }), [done]);
        assert.deepEqual(await list({ statusCode: "PENDING" }), [active]);
        assert.deepEqual(await list({ taskId: "no-such-task" }), []);
        await assert.rejects(list({ taskId: done, statusCode: "PENDING" }), answers("InvalidParameterException"));
    });

    it("lists in pages, in an order that is not that of creation", async () => {
        const created: string[] = [];
        for (let i = 0; i < 60; i++) {
            created.push(await create());
            test.clock.advance(1100);
        }
        const listed: (string | undefined)[] = [];
        let nextToken: string | undefined;
        do {
            const page = await test.logs.send(new DescribeExportTasksCommand({ nextToken }));
            assert.ok((page.exportTasks?.length ?? 0) <= 50);
            listed.push(...(page.exportTasks ?? []).map(({ taskId }) => taskId));
            nextToken = page.nextToken;
        } while (nextToken !== undefined);
        assert.notDeepEqual(listed, created);
        assert.deepEqual([...listed].sort(), [...created].sort());
    });
});
