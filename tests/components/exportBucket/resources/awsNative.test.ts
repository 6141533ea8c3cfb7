import * as assert from "node:assert/strict";
import { accessOf } from "../../../../providers/aws/access";
import { awsConfig } from "../../../../providers/aws/configuration";
import * as aws from "@pulumi/aws";
import * as awsNative from "@pulumi/aws-native";
import * as pulumi from "@pulumi/pulumi";
import {
    type AwsNative,
    type AwsNativeBucketArgs,
    type AwsNativeBucketPolicyArgs,
    type AwsNativeKeyAliasArgs,
    type AwsNativeKeyArgs,
} from "../../../../components/exportBucket/resources/awsNativeTypes";
import { ExportBucket } from "../../../../components/exportBucket/exportBucket";
import { type ExportBucketArgs, type NewBucketArgs } from "../../../../components/exportBucket/args";
import { LogExport } from "../../../../components/logExport/logExport";
import { EXPORT_TASK, type Mocked, type MockOptions, promiseOf, setMocks, urnOf } from "../../../support/mocks";

const TYPE = "cloudwatch-logs-export:index:ExportBucket";
const BUCKET = "aws-native:s3:Bucket";
const POLICY = "aws-native:s3:BucketPolicy";
const CONTENTS = "pulumi-nodejs:dynamic/cloudwatch-logs-export:BucketContents";
const RANGE = { from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };

/** Does not compile if our types differ from those of the real package. */
type Known<Args> = { [Key in keyof Args as string extends Key ? never : Key]: Args[Key] };
export const comparedByTheCompiler = {
    bucket: (args: Known<AwsNativeBucketArgs>): awsNative.s3.BucketArgs => args,
    policy: (args: AwsNativeBucketPolicyArgs): awsNative.s3.BucketPolicyArgs => args,
    key: (args: Known<AwsNativeKeyArgs>): awsNative.kms.KeyArgs => args,
    keyAlias: (args: AwsNativeKeyAliasArgs): awsNative.kms.AliasArgs => args,
    kms: (): AwsNative["kms"] => awsNative.kms,
    made: (bucket: awsNative.s3.Bucket, policy: awsNative.s3.BucketPolicy) => {
        const nodes: {
            bucket: InstanceType<AwsNative["s3"]["Bucket"]>;
            policy: InstanceType<AwsNative["s3"]["BucketPolicy"]>;
        } = { bucket, policy };
        return nodes;
    },
    functions: (): Pick<AwsNative, "getRegionOutput" | "getAccountIdOutput"> => awsNative,
};

describe('ExportBucket with providerPackage: "aws-native"', () => {
    let program: Mocked;
    const bucketInputs = () => program.find(BUCKET, "archive").inputs;
    const policy = () => program.find(POLICY, "archive-policy");

    async function make(
        args: NewBucketArgs = {},
        options: MockOptions = {},
        opts?: pulumi.ComponentResourceOptions,
    ): Promise<ExportBucket> {
        program = await setMocks(options);
        const bucket = new ExportBucket("archive", { ...args, providerPackage: "aws-native" }, opts);
        await program.settle();
        return bucket;
    }

    it("is one bucket, its contents and its policy, and nothing of @pulumi/aws", async () => {
        const bucket = await make();
        assert.deepEqual(
            program.registrations.map(({ type }) => type),
            [TYPE, BUCKET, CONTENTS, POLICY],
        );
        assert.deepEqual(program.calls.map(({ token }) => token).sort(), [
            "aws-native:index:getAccountId",
            "aws-native:index:getRegion",
        ]);
        assert.deepEqual(bucketInputs(), {
            versioningConfiguration: { status: "Enabled" },
            bucketEncryption: {
                serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
            },
            publicAccessBlockConfiguration: {
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            },
            ownershipControls: { rules: [{ objectOwnership: "BucketOwnerEnforced" }] },
            lifecycleConfiguration: {
                rules: [
                    {
                        id: "cloudwatch-logs-export:abort-incomplete-multipart-uploads",
                        status: "Enabled",
                        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
                    },
                    {
                        id: "cloudwatch-logs-export:remove-expired-delete-markers",
                        status: "Enabled",
                        expiredObjectDeleteMarker: true,
                    },
                ],
            },
        });
        assert.equal(policy().inputs.bucket, "archive-1a2b3c4");
        assert.deepEqual(Object.keys(bucket.nodes), ["awsNativeBucket", "awsNativePolicy"]);
        assert.equal(await promiseOf(bucket.nodes.awsNativeBucket!.urn), urnOf(`${TYPE}$${BUCKET}`, "archive"));
        assert.equal(await promiseOf(bucket.nodes.awsNativePolicy!.urn), urnOf(`${TYPE}$${POLICY}`, "archive-policy"));
    });

    it("tells name, ARN and accounts", async () => {
        const bucket = await make({}, { region: "cn-north-1", account: "210987654321" });
        assert.equal(await promiseOf(bucket.bucketName), "archive-1a2b3c4");
        assert.equal(await promiseOf(bucket.bucketArn), "arn:aws-cn:s3:::archive-1a2b3c4");
        assert.deepEqual(await promiseOf(bucket.sourceAccounts), ["210987654321"]);
        const { Statement } = policy().inputs.policyDocument as { Statement: { Principal: unknown }[] };
        assert.deepEqual(Statement[0].Principal, { Service: "logs.cn-north-1.amazonaws.com.cn" });
    });

    describe("when it is removed", () => {
        const kept = () => [BUCKET, CONTENTS, POLICY].map((type) => program.ofType(type)[0].retainOnDelete);
        const contents = () => program.find(CONTENTS, "archive-contents");

        it("stays in AWS with its policy and all that is in it", async () => {
            await make();
            assert.deepEqual(kept(), [true, true, true]);
            assert.equal(contents().inputs.removalPolicy, "retain");
        });

        it('goes when removalPolicy is "delete": first its policy, then what is in it, then the bucket', async () => {
            await make({ removalPolicy: "delete" }, { config: { "aws-native:profile": "south" } });
            assert.deepEqual(kept(), [false, false, false]);
            const { bucket, region, profile, removalPolicy, __provider } = contents().inputs;
            assert.match(String(__provider), /pulumi-cloudwatch-logs-export\/bucketContents/);
            const inputs = { bucket, region, profile, removalPolicy };
            assert.deepEqual(inputs, {
                bucket: "archive-1a2b3c4",
                region: "eu-central-1",
                profile: undefined, // read with the roles beside it
                removalPolicy: "delete",
            });
            assert.ok(policy().dependencies.includes(contents().urn));
            assert.ok(contents().dependencies.includes(program.find(BUCKET, "archive").urn));
        });

        it("is emptied by the role that is given", async () => {
            const assumeRoleArn = "arn:aws:iam::210987654321:role/exporter";
            await make({ removalPolicy: "delete", assumeRoleArn });
            assert.equal(contents().inputs.assumeRoleArn, assumeRoleArn);
        });

        it("is not emptied where a transform keeps or protects it", async () => {
            await make({
                removalPolicy: "delete",
                transform: {
                    awsNativeBucket: (_args, opts) => {
                        opts.retainOnDelete = true;
                        opts.protect = true;
                    },
                },
            });
            assert.deepEqual(kept(), [true, true, false]);
            assert.equal(contents().protect, true);
        });
    });

    it("has a name in lower case, which this provider does not see to", async () => {
        program = await setMocks();
        new ExportBucket("Archive", { providerPackage: "aws-native" });
        await program.settle();
        assert.equal(program.ofType(BUCKET)[0].name, "archive");
    });

    it("writes tags, prefixes and sizes in CloudFormation's terms", async () => {
        await make({
            tags: pulumi.output({ team: "audit" }),
            lifecycleRules: [
                {
                    destinationPrefix: "audit",
                    objectSizeGreaterThan: 131072,
                    transitions: [{ days: 30, storageClass: "GLACIER_IR" }],
                    expirationDays: 365,
                    noncurrentVersionTransitions: [{ days: 40, storageClass: "STANDARD_IA" }],
                    noncurrentVersionExpirationDays: 90,
                },
            ],
        });
        assert.deepEqual(bucketInputs().tags, [{ key: "team", value: "audit" }]);
        assert.deepEqual((bucketInputs().lifecycleConfiguration as { rules: unknown[] }).rules[2], {
            id: "audit/-over-131072",
            status: "Enabled",
            prefix: "audit/",
            objectSizeGreaterThan: "131072",
            transitions: [{ storageClass: "GLACIER_IR", transitionInDays: 30 }],
            expirationInDays: 365,
            noncurrentVersionTransitions: [{ storageClass: "STANDARD_IA", transitionInDays: 40 }],
            noncurrentVersionExpiration: { noncurrentDays: 90 },
        });
    });

    it("takes a transform of each of its resources", async () => {
        await make({
            transform: {
                awsNativeBucket: { loggingConfiguration: { destinationBucketName: "access-logs" } },
                awsNativePolicy: (args, opts, name) => {
                    assert.equal(name, "archive-policy");
                    opts.protect = true;
                    args.policyDocument = "{}";
                },
            },
        });
        assert.deepEqual(bucketInputs().loggingConfiguration, { destinationBucketName: "access-logs" });
        assert.deepEqual(bucketInputs().versioningConfiguration, { status: "Enabled" });
        assert.deepEqual([policy().protect, policy().inputs.policyDocument], [true, "{}"]);
    });

    describe("an explicit awsNative.Provider", () => {
        const ireland = () => new awsNative.Provider("ireland", { region: awsNative.Region.EuWest1, profile: "audit" });
        const audit = { ...RANGE, logGroups: ["/a"], bucket: { providerPackage: "aws-native" } as const };
        const exported = () => program.ofType(EXPORT_TASK)[0];

        it("makes the bucket, and answers for its account and Region", async () => {
            program = await setMocks();
            new ExportBucket("archive", { providerPackage: "aws-native" }, { provider: ireland() });
            await program.settle();
            const { urn } = program.find("pulumi:providers:aws-native", "ireland");
            assert.equal(program.ofType(CONTENTS)[0].provider, "", "a dynamic resource has its own");
            for (const { provider } of [...program.ofType(BUCKET), ...program.ofType(POLICY), ...program.calls]) {
                assert.equal(provider, `${urn}::id-of-ireland`);
            }
        });

        it("gives Region and profile to the exports, and is not handed on to them", async () => {
            program = await setMocks();
            new LogExport("audit", audit, { provider: ireland() });
            await program.settle();
            assert.deepEqual([exported().inputs.region, exported().inputs.profile], ["eu-west-1", "audit"]);
            assert.deepEqual([exported().provider, exported().providers], ["", {}]);
            assert.deepEqual(exported().dependencies, [program.ofType(POLICY)[0].urn]);
        });

        it("decides where an aws.Provider is given too, as the one that makes the bucket", async () => {
            program = await setMocks();
            const providers = [new aws.Provider("sweden", { region: "eu-north-1" }), ireland()];
            new LogExport("audit", audit, { providers });
            new LogExport("other", { ...audit, bucket: {} }, { providers });
            await program.settle();
            const regions = program.ofType(EXPORT_TASK).map(({ name, inputs }) => [name.split("-")[0], inputs.region]);
            assert.deepEqual(Object.fromEntries(regions), { audit: "eu-west-1", other: "eu-north-1" });
        });
    });

    it("exports as stack config aws-native:* says, where there is none of aws:*", async () => {
        const config = { "aws-native:region": "eu-south-1", "aws-native:profile": "south" };
        program = await setMocks({ config });
        new LogExport("audit", { ...RANGE, logGroups: ["/a"], bucket: { providerPackage: "aws-native" } });
        await program.settle();
        const [{ inputs }] = program.ofType(EXPORT_TASK);
        const read = awsConfig((key) => (config as Readonly<Record<string, string>>)[key]);
        const { region, profile } = accessOf(inputs as unknown as { readonly region: string }, read, {});
        assert.deepEqual([region, profile], ["eu-south-1", "south"]);
    });

    describe("an existing bucket's managed policy", () => {
        const theirs = () => new awsNative.s3.Bucket("theirs", { bucketName: "audit-archive" });
        const given: Record<string, [() => ExportBucketArgs, string]> = {
            "is written with aws for a name": [
                () => ({ existing: "audit-archive", policy: "managed" }),
                "aws:s3/bucketPolicy:BucketPolicy",
            ],
            "is written with aws-native where that is asked for": [
                () => ({ existing: "audit-archive", policy: "managed", providerPackage: "aws-native" }),
                POLICY,
            ],
            "is written with aws-native for an awsNative.s3.Bucket": [
                () => ({ existing: theirs(), policy: "managed" }),
                POLICY,
            ],
            "is written with aws for an awsNative.s3.Bucket where that is asked for": [
                () => ({ existing: theirs(), policy: "managed", providerPackage: "aws" }),
                "aws:s3/bucketPolicy:BucketPolicy",
            ],
        };
        for (const [what, [args, type]] of Object.entries(given)) {
            it(`${what}, and stays when the component goes`, async () => {
                program = await setMocks({ config: { "aws:region": "eu-central-1" } });
                const bucket = new ExportBucket("archive", args());
                await program.settle();
                const mine = program.registrations.filter(({ name }) => name !== "theirs");
                assert.deepEqual(
                    mine.map((one) => one.type),
                    [TYPE, type],
                );
                assert.deepEqual([mine[1].inputs.bucket, mine[1].retainOnDelete], ["audit-archive", true]);
                assert.equal(await promiseOf(bucket.bucketName), "audit-archive");
                assert.equal(await promiseOf(bucket.bucketArn), "arn:aws:s3:::audit-archive");
            });
        }

        it("is left alone unless asked for", async () => {
            program = await setMocks();
            const bucket = new ExportBucket("archive", { existing: theirs() });
            await program.settle();
            assert.deepEqual(program.ofType(POLICY), []);
            assert.deepEqual(bucket.nodes, {});
            assert.equal(await promiseOf(bucket.bucketArn), "arn:aws:s3:::audit-archive");
        });
    });
});
