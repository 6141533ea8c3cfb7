import assert from "node:assert/strict";
import type { PropertyMap } from "../../../sandbox/engine/values";
import { withStandIn } from "./standIn";

const trust =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"states.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sns:Publish","Resource":"*"}]}';
const definition = '{"QueryLanguage":"JSONata","StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}';
const account = "123456789012";
const topicArn = `arn:aws:sns:us-east-1:${account}:made`;
const roleArn = `arn:aws:iam::${account}:role/made`;
const machineArn = `arn:aws:states:us-east-1:${account}:stateMachine:made`;

interface Case {
    readonly type: string;
    readonly inputs: PropertyMap;
    /** The changed inputs of an update. */
    readonly change?: PropertyMap;
    readonly id: string;
}

const tags = { team: "shop" };
const target = { arn: machineArn, roleArn, input: "{}" };
const flexibleTimeWindow = { mode: "OFF" };

/** In the order of their dependencies. */
const cases: readonly Case[] = [
    {
        type: "aws:iam/role:Role",
        inputs: { name: "made", assumeRolePolicy: trust, tags },
        change: { description: "runs exports", tags: { a: "b" } },
        id: "made",
    },
    {
        type: "aws:iam/rolePolicy:RolePolicy",
        inputs: { name: "made", role: "made", policy },
        change: { policy: policy.replace("Publish", "Subscribe") },
        id: "made:made",
    },
    {
        type: "aws:sns/topic:Topic",
        inputs: { name: "made", tags },
        change: { displayName: "Failures" },
        id: topicArn,
    },
    {
        type: "aws:sns/topicPolicy:TopicPolicy",
        inputs: { arn: topicArn, policy },
        change: { policy: policy.replace("Publish", "Subscribe") },
        id: topicArn,
    },
    {
        type: "aws:dynamodb/table:Table",
        inputs: {
            name: "made",
            billingMode: "PAY_PER_REQUEST",
            hashKey: "id",
            attributes: [{ name: "id", type: "S" }],
            pointInTimeRecovery: { enabled: true },
        },
        change: { pointInTimeRecovery: { enabled: false }, tags },
        id: "made",
    },
    {
        type: "aws:sfn/stateMachine:StateMachine",
        inputs: { name: "made", definition, roleArn, tags },
        change: { definition: definition.replace(/"P"/g, '"Q"') },
        id: machineArn,
    },
    {
        type: "aws:scheduler/scheduleGroup:ScheduleGroup",
        inputs: { name: "made" },
        id: "made",
    },
    {
        type: "aws:scheduler/schedule:Schedule",
        inputs: { name: "made", groupName: "made", scheduleExpression: "rate(1 day)", flexibleTimeWindow, target },
        change: { scheduleExpression: "cron(0 2 * * ? *)", scheduleExpressionTimezone: "Europe/Berlin" },
        id: "made/made",
    },
    {
        type: "aws:cloudwatch/eventRule:EventRule",
        inputs: { name: "made", eventPattern: '{"source":["aws.states"]}' },
        change: { description: "ends of runs" },
        id: "made",
    },
    {
        type: "aws:cloudwatch/eventTarget:EventTarget",
        inputs: { rule: "made", targetId: "topic", arn: topicArn },
        change: { input: "{}" },
        id: "made-topic",
    },
];

describe("the stand-in's resources of a scheduled export", function () {
    this.timeout(60_000);
    const test = withStandIn("aws", { region: "us-east-1", accessKey: "a", secretKey: "b" });
    const made: { urn: string; id: string; inputs: PropertyMap; outputs: PropertyMap }[] = [];

    for (const { type, inputs: given, change, id } of cases) {
        const name = type.split(":").at(-1) ?? "";
        it(`makes ${name}, reads it back without a difference${change ? ", and changes it in place" : ""}`, async () => {
            const { urn, inputs, ...created } = await test.make(type, "made", given);
            assert.equal(created.id, id);
            const read = await test.plugin.read({ urn, id, inputs, state: created.outputs });
            assert.deepEqual(read.inputs, inputs);
            let last = { urn, id, inputs, outputs: created.outputs };
            if (change) {
                const next = { ...inputs, ...change };
                const old = { oldInputs: inputs, oldOutputs: created.outputs };
                const diff = await test.plugin.diff({ urn, id, ...old, inputs: next, ignoreChanges: [] });
                assert.deepEqual([diff.changes, diff.replaceKeys], ["some", []]);
                const update = { urn, id, ...old, inputs: next, timeout: 0, preview: false, ignoreChanges: [] };
                const { outputs } = await test.plugin.update(update);
                const again = await test.plugin.read({ urn, id, inputs: next, state: outputs });
                assert.deepEqual(again.inputs, next);
                last = { urn, id, inputs: next, outputs };
            }
            made.push(last);
        });
    }

    it("makes TopicSubscription, which waits for its confirmation, and ends it", async () => {
        const type = "aws:sns/topicSubscription:TopicSubscription";
        const given = { topic: topicArn, protocol: "email", endpoint: "ops@example.com" };
        const { urn, id, inputs, outputs } = await test.make(type, "made", given);
        assert.ok(id.startsWith(`${topicArn}:`));
        assert.deepEqual([outputs.pendingConfirmation, outputs.arn], [true, id]);
        const read = await test.plugin.read({ urn, id, inputs, state: outputs });
        assert.deepEqual(read.inputs, inputs);
        await test.plugin.delete({ urn, id, inputs, outputs, timeout: 0 });
        const gone = await test.plugin.read({ urn, id, inputs, state: outputs });
        assert.equal(gone.outputs, undefined);
        const wrong = test.make(type, "wrong", { ...given, endpoint: "nobody" });
        await assert.rejects(wrong, /Invalid parameter: Email address/);
    });

    it("deletes them, the last one first, and leaves nothing", async () => {
        const { world } = test.aws;
        assert.equal(JSON.parse(world.stateMachines[machineArn].definition).StartAt, "Q");
        for (const one of [...made].reverse()) {
            await test.plugin.delete({ ...one, timeout: 0 });
            const read = await test.plugin.read({ urn: one.urn, id: one.id, inputs: one.inputs, state: one.outputs });
            assert.equal(read.outputs, undefined, one.urn);
        }
        const left = [world.roles, world.topics, world.tables, world.stateMachines, world.schedules, world.rules];
        assert.deepEqual(
            left.map((kind) => Object.keys(kind)),
            left.map(() => []),
        );
    });
});
