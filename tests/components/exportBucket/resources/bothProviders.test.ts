import * as assert from "node:assert/strict";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import * as aws from "@pulumi/aws";
import * as awsNative from "@pulumi/aws-native";
import { bucketPolicy, exportStatements } from "../../../../providers/policies/bucketPolicy";
import { ExportBucket } from "../../../../components/exportBucket/exportBucket";
import { NEW_BUCKET_PROPERTIES } from "../../../../components/exportBucket/checks";
import { type Aws, startAws } from "../../../../sandbox/aws";
import { exportRefusal } from "../../../../sandbox/aws/logs/exportPermissions";
import { defaultSettings } from "../../../../sandbox/aws/settings";
import { promiseOf, warningsOf, withRejections } from "../../../support/mocks";
import { type ObservedBucket, observedBucket, withoutKeyId } from "../../../support/observedBucket";
import { runOnStandIns } from "../../../support/standIns";
import { argsFor, BUCKET_OPTIONS } from "./bucketOptions";

const REGION = "eu-central-1";
const PROVIDERS = ["aws", "aws-native"] as const;

describe("an ExportBucket is the same bucket by either provider:", function () {
    this.timeout(60_000);
    const made: Record<(typeof PROVIDERS)[number], ObservedBucket[]> = { aws: [], "aws-native": [] };
    const adopted: Record<(typeof PROVIDERS)[number], ExportBucket[]> = { aws: [], "aws-native": [] };
    const clouds: Aws[] = [];

    before(async () => {
        for (const provider of PROVIDERS) {
            const cloud = await startAws();
            clouds.push(cloud);
            const buckets: ExportBucket[] = [];
            cloud.seed({ buckets: [{ name: "by-name", region: REGION }] });
            const program = () => {
                const theirs =
                    provider === "aws"
                        ? new aws.s3.Bucket("theirs", { bucket: "by-resource" })
                        : new awsNative.s3.Bucket("theirs", { bucketName: "by-resource" });
                adopted[provider].push(
                    new ExportBucket("adopted-by-resource", { existing: theirs, policy: "managed" }),
                    new ExportBucket("adopted-by-name", {
                        existing: "by-name",
                        policy: "managed",
                        providerPackage: provider,
                    }),
                );
                BUCKET_OPTIONS.forEach((row, index) => {
                    buckets.push(new ExportBucket(`bucket-${index}`, argsFor(row, provider)));
                });
            };
            await warningsOf(async () => void (await runOnStandIns(cloud, REGION, program))); // those of the rules are tested elsewhere
            const credentials = { accessKeyId: "AKIASANDBOX", secretAccessKey: "sandbox" };
            const { endpoint } = cloud;
            const client = new S3Client({ endpoint, region: REGION, forcePathStyle: true, credentials });
            const keys = new KMSClient({ endpoint, region: REGION, credentials });
            for (const { bucketName } of buckets) {
                made[provider].push(await observedBucket(client, keys, await promiseOf(bucketName)));
            }
        }
    });
    after(() => Promise.all(clouds.map((cloud) => cloud.close())));

    BUCKET_OPTIONS.forEach((row, index) => {
        it(row.what, () => {
            assert.deepEqual(row.shows(made.aws[index]), row.as);
            assert.deepEqual(withoutKeyId(made["aws-native"][index]), withoutKeyId(made.aws[index]));
        });
    });

    it("an existing bucket's managed policy, by resource and by name", async () => {
        const policies = (cloud: Aws) =>
            ["by-resource", "by-name"].map((name) => JSON.parse(cloud.world.buckets[name].policy ?? "{}") as object);
        const [byAws, byAwsNative] = clouds.map(policies);
        assert.deepEqual(byAwsNative, byAws);
        for (const [index, name] of ["by-resource", "by-name"].entries()) {
            const grant = { region: REGION, bucketArn: `arn:aws:s3:::${name}`, sourceAccounts: ["123456789012"] };
            assert.deepEqual(byAws[index], bucketPolicy(grant));
            for (const provider of PROVIDERS) {
                assert.equal(await promiseOf(adopted[provider][index].bucketName), name);
            }
        }
    });

    it("an existing bucket's own policy is kept until its owner merges the statements, which then let exports in", async () => {
        const [cloud] = clouds;
        const own = {
            Sid: "Own",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:DeleteBucket",
            Resource: "arn:aws:s3:::own",
        };
        cloud.seed({ buckets: [{ name: "own", region: REGION, policy: { Version: "2012-10-17", Statement: [own] } }] });
        const before = cloud.world.buckets.own.policy;
        await runOnStandIns(cloud, REGION, () => void new ExportBucket("theirs", { existing: "own" }));
        assert.equal(cloud.world.buckets.own.policy, before);
        const refusal = () =>
            exportRefusal(
                cloud.world,
                defaultSettings,
                { accountId: "123456789012", region: REGION, logGroupName: "/a" },
                cloud.world.buckets.own,
                ["audit/aws-logs-write-test"],
            );
        assert.match(refusal() ?? "allowed", /GetBucketAcl/);
        const grant = { region: REGION, bucketArn: "arn:aws:s3:::own", sourceAccounts: ["123456789012"] };
        const Statement = [own, ...exportStatements(grant)];
        cloud.world.buckets.own.policy = JSON.stringify({ Version: "2012-10-17", Statement });
        assert.equal(refusal(), undefined);
    });

    it("aws-native never writes over a policy that is there", async () => {
        const [, cloud] = clouds;
        const program = () =>
            void new ExportBucket("again", { existing: "by-name", policy: "managed", providerPackage: "aws-native" });
        await withRejections(() =>
            assert.rejects(runOnStandIns(cloud, REGION, program), /Bucket Policy Already Exists/),
        );
    });

    it("every option has a row", () => {
        const used = BUCKET_OPTIONS.flatMap((row) => Object.keys(argsFor(row, "aws")));
        const ofNoBucket = ["assumeRoleArn"]; // who empties an aws-native bucket; the aws provider refuses it
        assert.deepEqual(
            NEW_BUCKET_PROPERTIES.filter((property) => ![...used, ...ofNoBucket].includes(property)),
            [],
            "without a row in bucketOptions.ts",
        );
    });

    it("a difference would be seen", () => {
        assert.notDeepEqual(made.aws[0], made.aws[3]);
    });
});
