import assert from "node:assert/strict";
import {
    CloudWatchLogsClient,
    CreateExportTaskCommand,
    CreateLogGroupCommand,
    DescribeExportTasksCommand,
    DescribeLogGroupsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { answers, exportPolicy, region, withAws } from "./support";

const Bucket = "data-1";

describe("sandbox: faults", () => {
    const test = withAws();
    const describeGroups = () => test.logs.send(new DescribeLogGroupsCommand({}));
    const createGroup = (logGroupName = "/a") => test.logs.send(new CreateLogGroupCommand({ logGroupName }));
    const range = { logGroupName: "/app", from: 1, to: Date.UTC(2026, 10, 22), destination: Bucket };
    const createTask = async () => (await test.logs.send(new CreateExportTaskCommand(range))).taskId;
    const statusOf = async (taskId: string | undefined) =>
        (await test.logs.send(new DescribeExportTasksCommand({ taskId }))).exportTasks?.[0].status;

    beforeEach(() =>
        test.aws.seed({
            logGroups: [{ name: "/app", region, creationTime: 0 }],
            buckets: [{ name: Bucket, region, policy: exportPolicy(Bucket) }],
        }),
    );

    it("answers an error once, then recovers", async () => {
        const effect = { kind: "error", code: "ServiceUnavailableException", status: 503 } as const;
        test.aws.faults.inject({ service: "logs", operation: "DescribeLogGroups", effect });
        await assert.rejects(describeGroups(), answers("ServiceUnavailableException"));
        await describeGroups();
    });

    it("hits only what matches: service, operation, Region, parameters, after some that pass", async () => {
        const effect = { kind: "error", code: "SlowDown", status: 503 } as const;
        test.aws.faults.inject({ service: "s3", operation: "PutObject", match: { Key: "a/*" }, skip: 1, effect });
        test.aws.faults.inject({ region: "us-east-1", effect });
        const put = (Key: string) => test.s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
        await put("a/1");
        await put("b/1");
        await assert.rejects(put("a/2"), answers("SlowDown"));
        await put("a/3");
        assert.deepEqual(
            test.aws.faults.list().map(({ hits }) => hits),
            [1, 0],
        );
    });

    it("draws by probability from a seeded generator: the same every time", async () => {
        const outcomes = async () => {
            test.aws.faults.clear();
            const effect = { kind: "error", code: "Oops" } as const;
            test.aws.faults.inject({ operation: "DescribeLogGroups", probability: 0.5, seed: 7, effect });
            const results: boolean[] = [];
            for (let i = 0; i < 10; i++) {
                results.push(
                    await describeGroups().then(
                        () => true,
                        () => false,
                    ),
                );
                test.clock.advance(1000);
            }
            return results;
        };
        const first = await outcomes();
        assert.ok(first.includes(true) && first.includes(false));
        assert.deepEqual(await outcomes(), first);
    });

    it("drops the connection before handling the request, or after: then it took effect", async () => {
        test.aws.faults.inject({ operation: "CreateLogGroup", effect: { kind: "drop", when: "before" } });
        await assert.rejects(createGroup(), { code: "ECONNRESET" });
        test.aws.faults.inject({ operation: "CreateLogGroup", effect: { kind: "drop", when: "after" } });
        await assert.rejects(createGroup(), { code: "ECONNRESET" });
        await assert.rejects(createGroup(), answers("ResourceAlreadyExistsException"));
        assert.deepEqual(
            test.aws.requests.map(({ outcome }) => outcome),
            ["dropped", "OK, dropped", "ResourceAlreadyExistsException"],
        );
    });

    it("answers an error after handling the request", async () => {
        const effect = { kind: "error", code: "InternalFailure", status: 500, when: "after" } as const;
        test.aws.faults.inject({ operation: "CreateLogGroup", effect });
        await assert.rejects(createGroup(), answers("InternalFailure"));
        await assert.rejects(createGroup(), answers("ResourceAlreadyExistsException"));
    });

    it("never answers, and lets go of the client only when it closes", async () => {
        test.aws.faults.inject({ operation: "CreateLogGroup", effect: { kind: "hang", when: "after" } });
        const aborter = new AbortController();
        const hanging = test.logs.send(new CreateLogGroupCommand({ logGroupName: "/a" }), {
            abortSignal: aborter.signal,
        });
        while (test.aws.requests.length === 0) await new Promise(setImmediate);
        assert.equal(test.aws.requests[0].outcome, "OK, hung");
        aborter.abort();
        await assert.rejects(hanging, answers("AbortError"));
    });

    it("delays by the sandbox's clock", async () => {
        test.aws.faults.inject({ operation: "DescribeLogGroups", effect: { kind: "delay", milliseconds: 60_000 } });
        let answered = false;
        const slow = describeGroups().then(() => (answered = true));
        await createGroup();
        assert.equal(answered, false);
        test.clock.advance(60_000);
        await slow;
    });

    it("shows stale listings", async () => {
        await test.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
        const taskId = await createTask();
        test.clock.advance(5000);
        const effect = { kind: "stale", milliseconds: 5001 } as const;
        test.aws.faults.inject({ operation: "ListObjectsV2", effect });
        test.aws.faults.inject({ operation: "DescribeExportTasks", effect });
        assert.equal((await test.s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount, 0);
        assert.deepEqual((await test.logs.send(new DescribeExportTasksCommand({}))).exportTasks, []);
        const older = { kind: "stale", milliseconds: 4950 } as const;
        test.aws.faults.inject({ operation: "DescribeExportTasks", effect: older });
        assert.equal((await statusOf(taskId))?.code, "PENDING");
        assert.equal((await statusOf(taskId))?.code, "COMPLETED");
    });

    it("decides beforehand what becomes of a task", async () => {
        const outcomes = [
            { outcome: "FAILED", message: "Internal error." },
            { outcome: "CANCELLED" },
            { runMilliseconds: 50 },
            { outcome: "HANG" },
        ] as const;
        const ends: (string | undefined)[] = [];
        for (const outcome of outcomes) {
            test.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "task", ...outcome } });
            const taskId = await createTask();
            test.clock.advance(3_600_000);
            ends.push((await statusOf(taskId))?.code);
        }
        assert.deepEqual(ends, ["FAILED", "CANCELLED", "COMPLETED", "RUNNING"]);
    });

    it("lets the SDK correct a skewed clock by the Date header", async () => {
        const effect = { kind: "clockSkew", milliseconds: 3_600_000 } as const;
        test.aws.faults.inject({ service: "logs", times: 2, effect });
        await assert.rejects(describeGroups(), answers("InvalidSignatureException"));
        await describeGroups();
        test.aws.faults.inject({ service: "s3", times: 1, effect });
        await assert.rejects(test.s3.send(new ListObjectsV2Command({ Bucket })), answers("RequestTimeTooSkewed"));
    });

    it("says that credentials have expired in the words of each service", async () => {
        test.aws.faults.inject({ times: 2, effect: { kind: "expiredCredentials" } });
        await assert.rejects(describeGroups(), answers("ExpiredTokenException"));
        await assert.rejects(test.s3.send(new ListObjectsV2Command({ Bucket })), answers("ExpiredToken"));
    });

    it("refuses a role", async () => {
        const effect = { kind: "error", code: "AccessDenied", message: "not you", status: 403 } as const;
        const RoleArn = "arn:aws:iam::999999999999:role/export";
        test.aws.faults.inject({ operation: "AssumeRole", match: { RoleArn }, effect });
        const assume = test.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" }));
        await assert.rejects(assume, answers("AccessDenied", "not you"));
    });

    it("throttles at the documented rates, per account and Region", async () => {
        for (let i = 0; i < 10; i++) await describeGroups();
        await assert.rejects(describeGroups(), answers("ThrottlingException", "Rate exceeded"));
        test.clock.advance(100);
        await describeGroups();
        await assert.rejects(describeGroups(), answers("ThrottlingException"));
        const { endpoint } = test.aws;
        const credentials = { accessKeyId: "A", secretAccessKey: "s" };
        const east = new CloudWatchLogsClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
        await east.send(new DescribeLogGroupsCommand({}));
    });
});
