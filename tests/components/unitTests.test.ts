import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ExportBucket, ExportTask, LogExport, ScheduledLogExport } from "../../index";
import { promiseOf, withRejections } from "../support/mocks";

const OCTOBER = { from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };

/**
 * The mocks of Pulumi's documentation: a resource is its arguments, a function returns its own.
 * https://www.pulumi.com/docs/iac/guides/testing/unit/
 */
const MOCKS: pulumi.runtime.Mocks = {
    newResource: ({ name, inputs }) => ({ id: `${name}_id`, state: inputs as object }),
    call: ({ inputs }) => inputs as object,
};

/** A user's program, and one of its outputs to wait for. */
const PROGRAMS: Record<string, () => pulumi.Output<unknown>> = {
    "a LogExport": () => new LogExport("audit", { logGroups: ["/a", "/b"], ...OCTOBER, splitBy: "day" }).bucketName,
    "a LogExport of log group resources": () => {
        const group = new aws.cloudwatch.LogGroup("payments");
        return new LogExport("audit", { logGroups: [group, "/b"], ...OCTOBER }).tasks[0].uri;
    },
    "a LogExport of ARNs and Outputs": () => {
        const arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/a:*";
        return new LogExport("audit", { logGroups: { a: arn, b: pulumi.output("/b") }, ...OCTOBER }).tasks[0].uri;
    },
    "a LogExport with own grants, a key and a region": () => {
        const bucket = { sourceLogGroups: "own", destinationPrefixes: "own", encryption: { createKey: true } } as const;
        return new LogExport("audit", { logGroups: ["/a"], ...OCTOBER, bucket, region: "eu-west-1" }).bucketName;
    },
    "a LogExport into an existing bucket": () => {
        const existing = new aws.s3.Bucket("theirs");
        const bucket = { existing, policy: "managed" } as const;
        return new LogExport("audit", { logGroups: ["/a"], ...OCTOBER, bucket }).bucketArn;
    },
    "a LogExport of names that the mocks do not give": () => {
        const logGroups = { a: new aws.cloudwatch.LogGroup("a").name, b: new aws.cloudwatch.LogGroup("b").arn };
        return new LogExport("audit", { logGroups, ...OCTOBER }).tasks[1].uri;
    },
    "an ExportBucket with a grant that the mocks do not give": () => {
        const accountId = aws.getCallerIdentityOutput().accountId;
        const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" });
        const archive = new ExportBucket("archive", {
            sourceAccounts: [accountId],
            callerRoleArns: [role.arn],
            sourceLogGroups: [new aws.cloudwatch.LogGroup("a").name],
            destinationPrefixes: pulumi.output([role.path as pulumi.Output<string>]),
        });
        return archive.bucketArn;
    },
    "an ExportBucket for an organisation that the mocks do not give": () => {
        const sourceOrganizationId = aws.organizations.getOrganizationOutput().id;
        return new ExportBucket("archive", { sourceOrganizationId }).bucketArn;
    },
    "an ExportBucket with a key": () => new ExportBucket("archive", { encryption: { createKey: true } }).bucketArn,
    "an aws-native ExportBucket": () =>
        new ExportBucket("archive", { providerPackage: "aws-native", encryption: { createKey: true } }).bucketName,
    "an ExportBucket with a given key": () => {
        const kmsKey = new aws.kms.Key("key");
        return new ExportBucket("archive", { encryption: { kmsKey } }).bucketArn;
    },
    "an ExportTask": () => new ExportTask("october", { logGroupName: "/a", ...OCTOBER, destination: "archive" }).uri,
    "an ExportTask with an explicit provider": () => {
        const provider = new aws.Provider("ireland", { region: "eu-west-1" });
        return new ExportTask("october", { logGroupName: "/a", ...OCTOBER, destination: "a-bucket" }, { provider }).uri;
    },
    "a ScheduledLogExport": () => {
        const args = { logGroups: ["/a"], from: OCTOBER.from, schedule: "cron(0 3 * * ? *)" };
        return new ScheduledLogExport("nightly", args).stateMachineArn;
    },
    "a ScheduledLogExport of a selection with a key, after a LogExport": () => {
        const continues = new LogExport("audit", { logGroups: ["/a"], ...OCTOBER });
        const kmsKey = new aws.kms.Key("key");
        const args = { select: {}, continues, schedule: "cron(0 3 * * ? *)", kmsKey };
        return new ScheduledLogExport("nightly", args).stateMachineArn;
    },
};

for (const preview of [false, true]) {
    describe(`a user's unit test with the mocks of Pulumi's documentation${preview ? ", in a preview" : ""}`, () => {
        for (const [what, declare] of Object.entries(PROGRAMS)) {
            it(`runs ${what}, and nothing fails`, async () => {
                await pulumi.runtime.setMocks(MOCKS, "project", "stack", preview);
                const rejections = await withRejections(async () => {
                    await promiseOf(declare().apply(() => true)).catch(() => undefined);
                    await (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
                });
                assert.deepEqual(rejections.map(String), []);
            });
        }
    });
}
