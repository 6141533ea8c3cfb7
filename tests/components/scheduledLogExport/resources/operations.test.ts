import * as assert from "node:assert/strict";
import { ScheduledLogExport } from "../../../../index";
import { METRIC_NAMESPACE } from "../../../../components/scheduledLogExport/machine/run/metrics";
import { type Mocked, promiseOf, setMocks } from "../../../support/mocks";
import { DAY, groupWithEvents, HOUR, OCTOBER } from "../events";
import { Stage } from "../stage";

const ARGS = { logGroups: ["/shop/payments"], from: "2026-10-01T00:00:00Z", schedule: "cron(0 15 * * ? *)" };

describe("What watches a ScheduledLogExport", () => {
    let program: Mocked;

    beforeEach(async () => {
        program = await setMocks();
    });
    afterEach(() => program.settle());

    it("costs nothing beyond the alarms unless it is asked for", async () => {
        const nightly = new ScheduledLogExport("nightly", ARGS);
        await program.settle();
        for (const type of ["Dashboard", "LogGroup", "aws:kms/key:Key"])
            assert.deepEqual(program.ofType(type), [], type);
        const { dashboard, executionLogs, topicKey } = nightly.nodes;
        assert.deepEqual([dashboard, executionLogs, topicKey], [undefined, undefined, undefined]);
        assert.equal(program.find("StateMachine", "nightly-machine").inputs.loggingConfiguration, undefined);
        assert.equal(program.find("Topic", "nightly-failures").inputs.kmsMasterKeyId, undefined);
    });

    it("is a dashboard of metrics that runs publish, and of the runs", async () => {
        const nightly = new ScheduledLogExport("nightly", { ...ARGS, dashboard: true });
        await program.settle();
        const { dashboardName, dashboardBody } = program.find("Dashboard", "nightly-dashboard").inputs;
        assert.match(String(dashboardName), /^nightly-machine.*-eu-central-1$/);
        const { widgets } = JSON.parse(String(dashboardBody)) as {
            widgets: { x: number; y: number; width: number; properties: { region: string; metrics: string[][] } }[];
        };
        const metrics = widgets.flatMap(({ properties }) => properties.metrics);
        const shown = metrics.filter(([namespace]) => namespace === METRIC_NAMESPACE);
        const stage = new Stage({ start: OCTOBER + 2 * DAY + 15 * HOUR, groups: [groupWithEvents("/a")] });
        await stage.run();
        const published = [...new Set(stage.aws.world.metrics.map(({ name }) => name))];
        assert.deepEqual(shown.map(([, metric]) => metric).sort(), published.sort());
        const [machineName, machineArn] = await Promise.all([
            promiseOf(nightly.nodes.stateMachine.name),
            promiseOf(nightly.stateMachineArn),
        ]);
        assert.ok(shown.every((one) => one.at(-1) === machineName));
        const ofRuns = metrics.filter(([namespace]) => namespace === "AWS/States");
        assert.ok(ofRuns.length > 0 && ofRuns.every((one) => one.at(-1) === machineArn));
        assert.ok(widgets.every(({ x, width }) => x + width <= 24));
        assert.equal(new Set(widgets.map(({ x, y }) => `${x} ${y}`)).size, widgets.length, "none lies over another");
    });

    it("is a log group for errors, or for all, which the role may write into before the machine is made", async () => {
        new ScheduledLogExport("nightly", { ...ARGS, executionLogs: true });
        new ScheduledLogExport("all", {
            ...ARGS,
            executionLogs: { level: "ALL", includeExecutionData: true, retentionInDays: 365 },
        });
        await program.settle();
        const logs = program.find("LogGroup", "nightly-execution-logs");
        assert.deepEqual(
            [logs.inputs.namePrefix, logs.inputs.retentionInDays],
            ["/aws/vendedlogs/states/nightly-", 90],
        );
        const { inputs, dependencies } = program.find("StateMachine", "nightly-machine");
        const { logDestination, ...rest } = inputs.loggingConfiguration as { logDestination: string };
        assert.deepEqual(rest, { level: "ERROR", includeExecutionData: false });
        assert.match(logDestination, /[^*]:\*$/);
        assert.ok(dependencies.includes(program.find("RolePolicy", "nightly-log-delivery").urn));
        const all = program.find("StateMachine", "all-machine").inputs.loggingConfiguration as object;
        assert.deepEqual(
            { ...all, logDestination: "" },
            { level: "ALL", includeExecutionData: true, logDestination: "" },
        );
        assert.equal(program.find("LogGroup", "all-execution-logs").inputs.retentionInDays, 365);
    });

    it("may be a topic with a key, new or given, which its role may use", async () => {
        const kmsKey = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        new ScheduledLogExport("created", { ...ARGS, topicEncryption: { createKey: true } });
        new ScheduledLogExport("given", { ...ARGS, topicEncryption: { kmsKey } });
        await program.settle();
        assert.equal(program.find("Topic", "given-failures").inputs.kmsMasterKeyId, kmsKey);
        assert.match(String(program.find("Topic", "created-failures").inputs.kmsMasterKeyId), /^arn:aws:kms:/);
        const { policy, enableKeyRotation } = program.find("aws:kms/key:Key", "created-topic-key").inputs;
        assert.match(String(policy), /"events.amazonaws.com".*"cloudwatch.amazonaws.com"/);
        assert.equal(enableKeyRotation, true);
        for (const name of ["created", "given"]) {
            const text = String(program.find("RolePolicy", `${name}-role-policy`).inputs.policy);
            assert.match(text, /"UseKeyForTopic".*kms:ViaService":"sns\.eu-central-1/);
        }
    });
});
