import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { LogExport, ScheduledLogExport, type ScheduledLogExportTransforms } from "../../../index";
import { type StateMachine } from "../../../components/scheduledLogExport/machine/statesLanguage";
import { parseDefinition } from "../../../sandbox/stepFunctions";
import { errorsInDefinition } from "../../support/aslValidator";
import { type Mocked, promiseOf, setMocks } from "../../support/mocks";

const ARGS = {
    logGroups: ["/shop/payments", "/shop/logins"],
    from: "2026-10-01T00:00:00Z",
    schedule: "cron(0 15 * * ? *)",
    destinationPrefix: "audit",
};

describe("ScheduledLogExport", () => {
    let program: Mocked;

    beforeEach(async () => {
        program = await setMocks();
    });
    afterEach(() => program.settle());

    const definition = () =>
        JSON.parse(String(program.find("StateMachine", "nightly-machine").inputs.definition)) as StateMachine;

    it("makes machine, schedule, table, topic, roles, manifests and the bucket, all below itself", async () => {
        const nightly = new ScheduledLogExport("nightly", ARGS);
        await program.settle();
        const types = program.registrations.map(({ type }) => type.replace(/^.*:/, ""));
        for (const type of ["StateMachine", "Schedule", "Table", "Topic", "EventRule", "ExportBucket"]) {
            assert.equal(types.filter((one) => one === type).length, 1, type);
        }
        assert.equal(types.filter((type) => type === "Role").length, 2);
        const inner = program.registrations.filter(({ name }) => name !== "nightly");
        assert.ok(inner.every(({ parent, type }) => parent !== "" || type.startsWith("pulumi:")));
        const component = program.find("cloudwatch-logs-export:index:ScheduledLogExport", "nightly");
        assert.deepEqual(Object.keys(component.outputs ?? {}).sort(), [
            "archiveUri",
            "bucketName",
            "stateMachineArn",
            "tableArn",
            "tableName",
            "topicArn",
        ]);
        assert.equal(await promiseOf(nightly.archiveUri), "s3://nightly-bucket-1a2b3c/audit/");
        assert.match(await promiseOf(nightly.stateMachineArn), /stateMachine:nightly-machine/);
    });

    it("writes a definition that is valid, and a manifest for each fifty log groups", async () => {
        const logGroups = Array.from({ length: 120 }, (_, index) => `/many/${index}`);
        new ScheduledLogExport("nightly", { ...ARGS, logGroups });
        await program.settle();
        assert.equal(errorsInDefinition(definition()), "");
        parseDefinition(definition());
        const manifests = program
            .ofType("BucketObjectv2")
            .map(({ inputs }) => JSON.parse(String(inputs.content)) as string[]);
        assert.deepEqual(
            manifests.map(({ length }) => length),
            [50, 50, 20],
        );
        assert.deepEqual(manifests.flat(), logGroups);
        assert.deepEqual(
            (definition().States.StartListing.Assign as { manifestSizes: number[] }).manifestSizes,
            [50, 50, 20],
        );
    });

    it("starts the machine as the schedule says, after everything else is in place", async () => {
        new ScheduledLogExport("nightly", {
            ...ARGS,
            schedule: { expression: "cron(0 3 * * ? *)", timeZone: "Europe/Berlin" },
        });
        await program.settle();
        const { inputs, dependencies } = program.find("Schedule", "nightly-schedule");
        assert.equal(inputs.scheduleExpression, "cron(0 3 * * ? *)");
        assert.equal(inputs.scheduleExpressionTimezone, "Europe/Berlin");
        assert.deepEqual(inputs.flexibleTimeWindow, { mode: "OFF" });
        for (const before of ["nightly-role-policy", "nightly-scheduler-policy", "nightly-manifest-0"]) {
            assert.ok(
                dependencies.some((urn) => urn.endsWith(`::${before}`)),
                before,
            );
        }
    });

    it("resumes a backfill every six hours", async () => {
        const { logGroups, from } = ARGS;
        new ScheduledLogExport("backfill", { logGroups, from, to: "2026-11-01T00:00:00Z", once: true });
        await program.settle();
        assert.equal(program.find("Schedule", "backfill-schedule").inputs.scheduleExpression, "rate(6 hours)");
    });

    it("allows only Step Functions and the Scheduler of this account to use the roles", async () => {
        new ScheduledLogExport("nightly", ARGS);
        await program.settle();
        const trusts = program.ofType("aws:iam/role:Role").map(({ inputs }) => {
            const { Statement } = JSON.parse(String(inputs.assumeRolePolicy)) as {
                Statement: { Principal: { Service: string }; Condition: Record<string, Record<string, string>> }[];
            };
            return [Statement[0].Principal.Service, Statement[0].Condition.StringEquals["aws:SourceAccount"]];
        });
        assert.deepEqual(trusts.sort(), [
            ["scheduler.amazonaws.com", "123456789012"],
            ["states.amazonaws.com", "123456789012"],
        ]);
    });

    it("begins where a LogExport ends, once that is complete", async () => {
        const october = new LogExport("october", {
            logGroups: ARGS.logGroups,
            from: "2026-10-01T00:00:00Z",
            to: "2026-11-01T00:00:00Z",
            splitBy: "week",
        });
        const { logGroups, schedule } = ARGS;
        new ScheduledLogExport("nightly", { logGroups, schedule, continues: october, bucket: october.bucket });
        await program.settle();
        const visit = JSON.stringify(definition());
        assert.ok(visit.includes(String(Date.parse("2026-11-01T00:00:00Z"))));
        assert.ok(!visit.includes(String(Date.parse("2026-10-01T00:00:00Z"))));
        const { dependencies } = program.find("StateMachine", "nightly-machine");
        const tasks = program.ofType("pulumi-nodejs:dynamic/cloudwatch-logs-export:ExportTask");
        assert.ok(tasks.length > 8 && tasks.every(({ urn }) => dependencies.includes(urn)));
        assert.equal(program.ofType("ExportBucket").length, 1, "they share the bucket");
    });

    it("takes log groups whose names are known only later, and a selection", async () => {
        new ScheduledLogExport("nightly", { ...ARGS, logGroups: { payments: pulumi.output("/made/here") } });
        new ScheduledLogExport("selected", {
            ...ARGS,
            logGroups: undefined,
            select: { namePrefix: "/aws/", namePattern: /lambda/, exclude: ["/aws/a.b", /-test$/] },
        });
        await program.settle();
        assert.equal(program.find("BucketObjectv2", "nightly-manifest-0").inputs.content, '["/made/here"]');
        const text = String(program.find("StateMachine", "selected-machine").inputs.definition);
        assert.ok(text.includes("DescribeLogGroups") || text.includes("describeLogGroups"));
        assert.ok(JSON.stringify(JSON.parse(text)).includes("^\\\\/aws\\\\/a\\\\.b$"));
    });

    it("contains the clock changes of a time zone, the same for the whole year", async () => {
        new ScheduledLogExport("nightly", { ...ARGS, rangeTimeZone: "Europe/Berlin" });
        await program.settle();
        const text = JSON.stringify(definition());
        assert.equal(errorsInDefinition(definition()), "");
        assert.ok(text.includes(String(Date.parse("2026-10-25T01:00:00Z"))), "when the clock is put back");
        assert.ok(text.length < 100_000, String(text.length));
        const endOfYear = Date.UTC(new Date().getUTCFullYear() + 11, 0);
        assert.ok(text.includes(`$millis() < ${endOfYear}`));
    });

    it("may read tags where it selects by them", async () => {
        new ScheduledLogExport("tagged", { ...ARGS, logGroups: undefined, select: { tags: { audit: "yes" } } });
        await program.settle();
        assert.match(String(program.find("RolePolicy", "tagged-role-policy").inputs.policy), /"tag:GetResources"/);
        assert.equal(
            errorsInDefinition(JSON.parse(String(program.find("StateMachine", "tagged-machine").inputs.definition))),
            "",
        );
    });

    it("encrypts table and manifests with a key that is given, which its role may use", async () => {
        const kmsKey = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        new ScheduledLogExport("nightly", { ...ARGS, kmsKey });
        await program.settle();
        assert.deepEqual(program.find("Table", "nightly-checkpoints").inputs.serverSideEncryption, {
            enabled: true,
            kmsKeyArn: kmsKey,
        });
        const { inputs, urn } = program.find("BucketServerSideEncryptionConfiguration", "nightly-manifests-encryption");
        assert.ok(JSON.stringify(inputs.rules).includes(kmsKey));
        assert.ok(program.find("BucketObjectv2", "nightly-manifest-0").dependencies.includes(urn));
        const { Statement } = JSON.parse(String(program.find("RolePolicy", "nightly-role-policy").inputs.policy)) as {
            Statement: { Sid: string; Resource: string }[];
        };
        const ofKey = Statement.filter(({ Resource }) => Resource === kmsKey).map(({ Sid }) => Sid);
        assert.deepEqual(ofKey, ["UseKeyForManifests", "UseKeyForCheckpoints"]);
    });

    it("lets its role use the key of the bucket for the manifests beside the exports", async () => {
        new ScheduledLogExport("nightly", { ...ARGS, bucket: { encryption: { createKey: true } } });
        new ScheduledLogExport("plain", ARGS);
        await program.settle();
        const statementsOf = (name: string) => {
            const text = String(program.find("RolePolicy", `${name}-role-policy`).inputs.policy);
            const { Statement } = JSON.parse(text) as { Statement: { Sid: string; Resource: string }[] };
            return Statement.filter(({ Sid }) => Sid.startsWith("UseKey"));
        };
        const [{ Sid, Resource }, ...others] = statementsOf("nightly");
        assert.equal(Sid, "UseKeyForExportManifests");
        assert.match(Resource, /^arn:aws:kms:/);
        assert.deepEqual([others, statementsOf("plain")], [[], []]);
    });

    it("keeps the table of checkpoints when it leaves the stack, and takes one that was kept", async () => {
        new ScheduledLogExport("nightly", ARGS);
        const again = new ScheduledLogExport("again", {
            ...ARGS,
            checkpoints: { existing: "nightly-checkpoints-1a2b3c4" },
        });
        await program.settle();
        assert.equal(program.find("Table", "nightly-checkpoints").retainOnDelete, true);
        assert.equal(await promiseOf(again.nodes.table.id), "nightly-checkpoints-1a2b3c4");
    });

    it("has alarms on the topic, each on what the machine and AWS publish", async () => {
        new ScheduledLogExport("nightly", ARGS);
        await program.settle();
        const alarms = program.ofType("MetricAlarm");
        assert.deepEqual(
            alarms.map(({ name }) => name).sort(),
            ["behind", "expired", "runs-failed", "runs-missing", "starts-lost"].map((suffix) => `nightly-${suffix}`),
        );
        const topicArn = program.find("Topic", "nightly-failures").inputs.arn ?? undefined;
        assert.ok(
            topicArn === undefined ||
                alarms.every(({ inputs }) => JSON.stringify(inputs.alarmActions).includes(String(topicArn))),
        );
        const { evaluationPeriods, treatMissingData } = program.find("MetricAlarm", "nightly-runs-missing").inputs;
        assert.deepEqual([evaluationPeriods, treatMissingData], [26, "breaching"], "a day and two hours");
        assert.equal(program.find("MetricAlarm", "nightly-behind").inputs.threshold, 48);
    });

    it("has the alarms that are wanted, and none of missing runs where a schedule may pause for longer than a week", async () => {
        new ScheduledLogExport("none", { ...ARGS, alarms: false });
        new ScheduledLogExport("monthly", { ...ARGS, schedule: "cron(0 3 1 * ? *)", alarms: { hoursBehind: 24 } });
        await program.settle();
        const names = program
            .ofType("MetricAlarm")
            .map(({ name }) => name)
            .sort();
        assert.deepEqual(
            names,
            ["behind", "expired", "runs-failed", "starts-lost"].map((suffix) => `monthly-${suffix}`),
        );
        assert.equal(program.find("MetricAlarm", "monthly-behind").inputs.threshold, 24);
    });

    it("tries a start again, and keeps one that is lost", async () => {
        new ScheduledLogExport("nightly", ARGS);
        await program.settle();
        const { retryPolicy, deadLetterConfig } = program.find("Schedule", "nightly-schedule").inputs.target as {
            retryPolicy: { maximumEventAgeInSeconds: number };
            deadLetterConfig: { arn: string };
        };
        assert.equal(retryPolicy.maximumEventAgeInSeconds, 3600);
        const policy = String(program.find("RolePolicy", "nightly-scheduler-policy").inputs.policy);
        assert.ok(policy.includes('"sqs:SendMessage"') && policy.includes(deadLetterConfig.arn));
    });

    it("hands transforms to the inner resources", async () => {
        new ScheduledLogExport("nightly", {
            ...ARGS,
            transform: {
                table: { deletionProtectionEnabled: true },
                stateMachine: (args) => ({ ...args, tracingConfiguration: { enabled: true } }),
                schedule: { state: "DISABLED" },
            },
        });
        await program.settle();
        assert.equal(program.find("Table", "nightly-checkpoints").inputs.deletionProtectionEnabled, true);
        assert.deepEqual(program.find("StateMachine", "nightly-machine").inputs.tracingConfiguration, {
            enabled: true,
        });
        assert.equal(program.find("Schedule", "nightly-schedule").inputs.state, "DISABLED");
    });

    const REACHED: Readonly<Record<keyof ScheduledLogExportTransforms, readonly string[]>> = {
        table: ["nightly-checkpoints"],
        topic: ["nightly-failures"],
        topicKey: ["nightly-topic-key"],
        topicPolicy: ["nightly-topic-policy"],
        manifestBucket: ["nightly-manifests"],
        role: ["nightly-role"],
        rolePolicy: ["nightly-role-policy"],
        stateMachine: ["nightly-machine"],
        executionLogs: ["nightly-execution-logs"],
        schedulerRole: ["nightly-scheduler-role"],
        schedule: ["nightly-schedule"],
        deadLetters: ["nightly-lost-starts"],
        failureRule: ["nightly-failed-runs"],
        alarm: [
            "nightly-runs-failed",
            "nightly-runs-missing",
            "nightly-starts-lost",
            "nightly-behind",
            "nightly-expired",
        ],
        dashboard: ["nightly-dashboard"],
    };

    it("hands every transform to what it is for, with its name", async () => {
        const reached: Record<string, string[]> = {};
        const transform = Object.fromEntries(
            Object.keys(REACHED).map((key) => [
                key,
                (_args: object, _opts: object, name: string) => void (reached[key] = [...(reached[key] ?? []), name]),
            ]),
        );
        new ScheduledLogExport("nightly", {
            ...ARGS,
            executionLogs: true,
            dashboard: true,
            topicEncryption: { createKey: true },
            transform,
        });
        await program.settle();
        assert.deepEqual(reached, REACHED);
    });
});
