import assert from "node:assert/strict";
import { openAws, type OpenAws } from "../../../sandbox/aws";
import { seededRandom } from "../../../sandbox/aws/random";
import {
    EventClock,
    sandboxTasks,
    Service,
    statesEngine,
    type Execution,
    type SandboxTasksOptions,
} from "../../../sandbox/stepFunctions";
import { exportPolicy, region } from "../aws/support";
import { machineOf, roleArn, start, type States } from "./support";

const sdk = "arn:aws:states:::aws-sdk";
const everything = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

interface Stage {
    readonly aws: OpenAws;
    readonly service: Service;
    run(states: States): Promise<Execution>;
}

function stage(policy: object = everything, options: Partial<SandboxTasksOptions> = {}): Stage {
    const clock = new EventClock(start);
    const aws = openAws({ clock, randomSeed: 1 });
    aws.seed({
        roles: [{ arn: roleArn, policy }],
        buckets: [{ name: "archive", region, policy: exportPolicy("archive") }],
        logGroups: [{ name: "/app", region, creationTime: start - 1e9, tags: { Team: "a" } }],
    });
    const tasks = sandboxTasks(aws, { region, clock, ...options });
    const service = new Service({ clock, tasks, random: seededRandom(1), region });
    aws.connect(statesEngine(service));
    const run = async (states: States): Promise<Execution> => {
        const execution = service.startExecution({ stateMachineArn: machineOf(service, states) });
        await service.run();
        return execution;
    };
    return { aws, service, run };
}

const call = (Resource: string, Arguments: object): States => ({ T: { Type: "Task", Resource, Arguments, End: true } });
const range = { LogGroupName: "/app", From: start - 1e8, To: start, Destination: "archive", DestinationPrefix: "p" };

async function makeTable(aws: OpenAws): Promise<void> {
    const body = {
        TableName: "checkpoints",
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    };
    const authorization = `AWS4-HMAC-SHA256 Credential=AKIA/20260101/${region}/dynamodb/aws4_request`;
    const headers = { "x-amz-target": "DynamoDB_20120810.CreateTable", authorization };
    const answer = await aws.handle({ method: "POST", url: "/", headers, body: Buffer.from(JSON.stringify(body)) });
    assert.ok(typeof answer !== "string" && answer.status === 200);
}

describe("a state machine's calls to the sandbox", () => {
    it("take and give names that begin with a capital letter, and CloudWatch Logs' times as numbers", async () => {
        const { run } = stage();
        const created = await run(call(`${sdk}:cloudwatchlogs:createExportTask`, { ...range, TaskName: "t" }));
        assert.equal(created.status, "SUCCEEDED", created.cause);
        assert.match((created.output as { TaskId: string }).TaskId, /^[0-9a-f-]{36}$/);
        const groups = await run(call(`${sdk}:cloudwatchlogs:describeLogGroups`, { LogGroupNamePrefix: "/a" }));
        const [group] = (groups.output as { LogGroups: Record<string, unknown>[] }).LogGroups;
        assert.deepEqual([group.LogGroupName, group.CreationTime], ["/app", start - 1e9]);
    });
    it("refuse a parameter in the service's own spelling when the machine is made", async () => {
        const { run } = stage();
        const lower = call(`${sdk}:cloudwatchlogs:createExportTask`, { logGroupName: "/app" });
        await assert.rejects(run(lower), /The field "logGroupName" is not supported by Step Functions/);
        await assert.rejects(run(call(`${sdk}:ec2:runInstances`, {})), /does not emulate aws-sdk:ec2:runInstances/);
    });
    it("list, read and write objects", async () => {
        const { run } = stage();
        const put = await run(call(`${sdk}:s3:putObject`, { Bucket: "archive", Key: "a b/c", Body: { n: [1] } }));
        assert.equal(put.status, "SUCCEEDED", put.cause);
        const list = await run(call(`${sdk}:s3:listObjectsV2`, { Bucket: "archive", Prefix: "a b/", MaxKeys: 5 }));
        const { Contents, KeyCount, IsTruncated } = list.output as Record<string, unknown>;
        assert.deepEqual([KeyCount, IsTruncated], [1, false]);
        const [{ Key, Size }] = Contents as Record<string, unknown>[];
        assert.deepEqual([Key, Size], ["a b/c", 9]);
        const empty = await run(call(`${sdk}:s3:listObjectsV2`, { Bucket: "archive", Prefix: "x" }));
        assert.equal("Contents" in (empty.output as object), false);
        const read = await run(call(`${sdk}:s3:getObject`, { Bucket: "archive", Key: "a b/c" }));
        assert.equal((read.output as Record<string, unknown>).Body, '{"n":[1]}');
    });
    // The names are those that AWS gave, recorded by LocalStack's tests, or follow the developer guide's rule.
    for (const [resource, args, name] of [
        [`${sdk}:s3:getObject`, { Bucket: "archive", Key: "none" }, "S3.NoSuchKeyException"],
        [`${sdk}:s3:listObjectsV2`, { Bucket: "nobodys" }, "S3.NoSuchBucketException"],
        [
            `${sdk}:dynamodb:getItem`,
            { TableName: "none", Key: { id: { S: "a" } } },
            "DynamoDb.ResourceNotFoundException",
        ],
        [
            "arn:aws:states:::dynamodb:getItem",
            { TableName: "none", Key: { id: { S: "a" } } },
            "DynamoDB.ResourceNotFoundException",
        ],
        [`${sdk}:dynamodb:putItem`, { TableName: "checkpoints" }, "DynamoDb.DynamoDbException"],
        ["arn:aws:states:::dynamodb:putItem", { TableName: "checkpoints" }, "DynamoDB.AmazonDynamoDBException"],
        [
            "arn:aws:states:::sns:publish",
            { TopicArn: "arn:aws:sns:eu-west-1:123456789012:x", Message: "m" },
            "SNS.NotFoundException",
        ],
        [
            `${sdk}:cloudwatchlogs:createExportTask`,
            { ...range, LogGroupName: "/none" },
            "CloudWatchLogs.ResourceNotFoundException",
        ],
        [
            "arn:aws:states:::events:putEvents",
            { Entries: [{ Source: "aws.x", DetailType: "d", Detail: {} }] },
            "EventBridge.FailedEntry",
        ],
    ] as const) {
        it(`fail as ${name}`, async () => {
            const { aws, run } = stage();
            await makeTable(aws);
            const { error, cause } = await run(call(resource, args));
            assert.equal(error, name, cause);
        });
    }
    it("show what faults do to them", async () => {
        const resource = `${sdk}:cloudwatchlogs:createExportTask`;
        const failWith = async (effect: object, options: Partial<SandboxTasksOptions> = {}) => {
            const { aws, run } = stage(everything, options);
            aws.faults.inject({ operation: "CreateExportTask", effect: effect as never });
            const { error } = await run(call(resource, range));
            return [error, (await aws.control.tasks()).length];
        };
        const limit = { kind: "error", code: "LimitExceededException" };
        assert.deepEqual(await failWith(limit), ["CloudWatchLogs.LimitExceededException", 0]);
        const throttled = { kind: "error", code: "ThrottlingException" };
        assert.deepEqual(await failWith(throttled), ["CloudWatchLogs.ThrottlingException", 0]);
        const general = await failWith(throttled, { unlistedErrors: "general" });
        assert.deepEqual(general, ["CloudWatchLogs.CloudWatchLogsException", 0]);
        const lost = { kind: "drop", when: "after" };
        assert.deepEqual(await failWith(lost), ["CloudWatchLogs.SdkClientException", 1]);
        // Sent again by the SDK, the call meets the task that it started itself.
        assert.deepEqual(await failWith(lost, { sdkRetries: 1 }), ["CloudWatchLogs.LimitExceededException", 1]);
    });
    it("write an item only under its condition", async () => {
        const { aws, run } = stage();
        await makeTable(aws);
        const put = (revision: number, more: object) => {
            const Item = { id: { S: "g" }, revision: { N: String(revision) } };
            return run(call("arn:aws:states:::dynamodb:putItem", { TableName: "checkpoints", Item, ...more }));
        };
        const first = { ConditionExpression: "attribute_not_exists(revision)" };
        assert.equal((await put(1, first)).status, "SUCCEEDED");
        assert.equal((await put(1, first)).error, "DynamoDB.ConditionalCheckFailedException");
        const at = (N: string) => ({
            ConditionExpression: "revision = :revision AND NOT (#o = :me OR revision > :revision)",
            ExpressionAttributeNames: { "#o": "owner" },
            ExpressionAttributeValues: { ":revision": { N }, ":me": { S: "me" } },
        });
        assert.equal((await put(2, at("1.0"))).status, "SUCCEEDED");
        assert.equal((await put(3, at("1"))).error, "DynamoDB.ConditionalCheckFailedException");
        const reserved = { ConditionExpression: "owner = :me", ExpressionAttributeValues: { ":me": { S: "me" } } };
        assert.match((await put(4, reserved)).cause ?? "", /reserved keyword: owner/);
        const unused = { ...first, ExpressionAttributeValues: { ":me": { S: "me" } } };
        assert.match((await put(4, unused)).cause ?? "", /unused in expressions: keys: \{:me\}/);
        const read = await run(
            call("arn:aws:states:::dynamodb:getItem", { TableName: "checkpoints", Key: { id: { S: "g" } } }),
        );
        assert.deepEqual(read.output, { Item: { id: { S: "g" }, revision: { N: "2" } } });
    });
    it("start executions, once for a name", async () => {
        const { service, run } = stage();
        const StateMachineArn = machineOf(service, { W: { Type: "Wait", Seconds: 9, End: true } });
        const execution = await run({
            T: {
                Type: "Task",
                Resource: `${sdk}:sfn:startExecution`,
                Arguments: { StateMachineArn, Name: "n", Input: { a: 1 } },
                Assign: { arn: "{% $states.result.ExecutionArn %}" },
                Next: "W9",
            },
            W9: { Type: "Wait", Seconds: 60, Next: "Again" },
            Again: {
                Type: "Task",
                Resource: `${sdk}:sfn:startExecution`,
                Arguments: { StateMachineArn, Name: "n", Input: "{}" },
                Catch: [{ ErrorEquals: ["Sfn.ExecutionAlreadyExistsException"], Next: "Look" }],
                End: true,
            },
            Look: {
                Type: "Task",
                Resource: `${sdk}:sfn:describeExecution`,
                Arguments: { ExecutionArn: "{% $arn %}" },
                End: true,
            },
        });
        const { Status, Input, StartDate } = execution.output as Record<string, unknown>;
        assert.deepEqual([Status, Input], ["SUCCEEDED", '{"a":1}']);
        assert.match(String(StartDate), /^2026-11-20T00:00:00.\d+Z$/);
    });
});

describe("a state machine's role", () => {
    const logs = {
        Sid: "Logs",
        Effect: "Allow",
        Action: "logs:DescribeLogGroups",
        Resource: "arn:aws:logs:eu-west-1:123456789012:log-group:*",
    };
    const unused = { Sid: "Unused", Effect: "Allow", Action: "s3:DeleteObject", Resource: "*" };

    it("decides what its calls may do, and it is known which statements were used", async () => {
        const { aws, run } = stage({ Statement: [logs, unused] });
        const allowed = await run(call(`${sdk}:cloudwatchlogs:describeLogGroups`, {}));
        assert.equal(allowed.status, "SUCCEEDED", allowed.cause);
        const denied = await run(call(`${sdk}:cloudwatchlogs:createExportTask`, range));
        assert.equal(denied.error, "CloudWatchLogs.AccessDeniedException");
        assert.match(denied.cause ?? "", /not authorized to perform: logs:CreateExportTask/);
        const used = new Set(aws.decisions.flatMap(({ statements }) => statements.map(({ Sid }) => Sid)));
        assert.deepEqual([...used], ["Logs"]);
        assert.deepEqual(
            aws.decisions.map(({ identity, verdict }) => [identity, verdict]),
            [
                [roleArn, "allow"],
                [roleArn, "silent"],
            ],
        );
    });
    it("has to allow a distributed Map to start the machine's own executions", async () => {
        const ItemProcessor = {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
            StartAt: "P",
            States: { P: { Type: "Pass", End: true } },
        };
        const states = { M: { Type: "Map", Items: [1], ItemProcessor, End: true } };
        assert.equal((await stage({ Statement: [logs] }).run(states)).error, "States.Permissions");
        assert.equal((await stage().run(states)).status, "SUCCEEDED");
    });
    it("has no right to list tasks by a statement for log groups: that action knows no resource", async () => {
        const narrow = { ...logs, Action: "logs:DescribeExportTasks" };
        const { error } = await stage({ Statement: [narrow] }).run(
            call(`${sdk}:cloudwatchlogs:describeExportTasks`, {}),
        );
        assert.equal(error, "CloudWatchLogs.AccessDeniedException");
    });
});
