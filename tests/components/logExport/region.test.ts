import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ExportBucket, LogExport, ScheduledLogExport } from "../../../index";
import { type LogExportArgs } from "../../../components/logExport/args";
import { type MockOptions, withRejections } from "../../support/mocks";
import { BASE, OCTOBER, Stage } from "./stage";

const HERE = { config: { "aws:region": "eu-central-1" } };
const OREGON = { ...BASE, bucket: undefined, region: "us-west-2" };

describe("a LogExport's region", () => {
    const stage = new Stage();
    const make = async (args: Partial<LogExportArgs>, options: MockOptions = HERE) => {
        await stage.begin(options);
        const made = new LogExport("audit", { ...OREGON, ...args });
        await stage.program.settle();
        return made;
    };
    /** The program's error, whenever it occurs. */
    async function failureOf(declare: () => unknown, options: MockOptions = HERE): Promise<string> {
        await stage.begin(options);
        const thrown: unknown[] = [];
        const rejections = await withRejections(async () => {
            try {
                declare();
            } catch (error) {
                thrown.push(error);
            }
            await stage.program.settle().catch((error: unknown) => thrown.push(error));
        });
        return [...thrown, ...rejections].map(String).join("\n");
    }
    const awsResources = () => stage.program.registrations.filter(({ type }) => type.startsWith("aws:"));

    it("is that of the bucket that it makes, with every resource of it and its key", async () => {
        await make({ bucket: { encryption: { createKey: true }, objectLock: { mode: "GOVERNANCE", days: 1 } } });
        assert.equal(awsResources().length, 10);
        for (const { name, inputs } of awsResources()) assert.equal(inputs.region, "us-west-2", name);
        const { inputs } = stage.program.find("BucketPolicy", "audit-bucket-policy");
        assert.match(inputs.policy as string, /logs\.us-west-2\.amazonaws\.com/);
        assert.doesNotMatch(inputs.policy as string, /eu-central-1/);
        assert.match(stage.program.ofType("Key")[0].inputs.policy as string, /logs\.us-west-2\.amazonaws\.com/);
        assert.equal(stage.tasks()[0].inputs.region, "us-west-2");
    });

    it("is that of a policy that it manages", async () => {
        await make({ bucket: { existing: "audit-archive", policy: "managed" } });
        const { inputs } = stage.program.find("BucketPolicy", "audit-bucket-policy");
        assert.equal(inputs.region, "us-west-2");
        assert.match(inputs.policy as string, /logs\.us-west-2\.amazonaws\.com/);
        assert.equal(stage.tasks().length, 1);
    });

    it("is left to the provider if it is not given", async () => {
        await make({ region: undefined });
        for (const { inputs } of awsResources()) assert.equal(inputs.region, undefined);
    });

    it("may be known only later", async () => {
        await make({ region: pulumi.output("us-west-2") });
        for (const { inputs } of awsResources()) assert.equal(inputs.region, "us-west-2");
        assert.equal(stage.tasks()[0].inputs.region, "us-west-2");
    });

    const OTHER: Record<string, () => unknown> = {
        "an ExportBucket": () => new LogExport("audit", { ...OREGON, bucket: new ExportBucket("archive") }),
        "a bucket that it makes elsewhere": () =>
            new LogExport("audit", { ...OREGON, bucket: { region: "eu-central-1" } }),
        "an aws.s3.Bucket": () => {
            const existing = new aws.s3.Bucket("theirs", { region: "eu-central-1" });
            return new LogExport("audit", { ...OREGON, bucket: { existing } });
        },
        "a bucket that aws-native makes": () =>
            new LogExport("audit", { ...OREGON, bucket: { providerPackage: "aws-native" } }),
        "an ExportBucket of an explicit provider": () => {
            const provider = new aws.Provider("germany", { region: "eu-central-1" });
            return new LogExport("audit", { ...OREGON, bucket: new ExportBucket("archive", {}, { provider }) });
        },
        "the ExportBucket of a scheduled export": () => {
            const bucket = new ExportBucket("archive", { region: "eu-central-1" });
            const provider = new aws.Provider("oregon", { region: "us-west-2" });
            const nightly = { schedule: "cron(0 3 * * ? *)", from: OCTOBER.from, logGroups: BASE.logGroups };
            return new ScheduledLogExport("audit", { ...nightly, bucket }, { provider });
        },
    };
    for (const [what, declare] of Object.entries(OTHER)) {
        for (const preview of [true, false]) {
            it(`is refused in ${preview ? "preview" : "up"} if ${what} is in another`, async () => {
                const failure = await failureOf(declare, { ...HERE, preview });
                assert.match(failure, /region is "us-west-2", but must be eu-central-1, where the bucket is/);
                assert.deepEqual([...stage.names(), ...stage.program.ofType("StateMachine")], []);
            });
        }
    }

    it("is not compared with a bucket given by name, whose Region only AWS knows", async () => {
        await make({ bucket: { existing: "audit-archive" } });
        assert.equal(stage.tasks().length, 1);
    });

    it("is compared as a transform gives it", async () => {
        const transform = { exportTask: { region: "us-west-2" } };
        const elsewhere = () => new LogExport("audit", { ...OREGON, region: undefined, transform });
        assert.match(await failureOf(elsewhere), /region is "us-west-2", but must be eu-central-1/);
    });
});
