import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type NewKeyArgs } from "../../../components/exportBucket/encryption";
import { ExportBucket } from "../../../components/exportBucket/exportBucket";
import { type NewBucketArgs } from "../../../components/exportBucket/args";
import { type ProviderPackage } from "../../../components/awsSettings";
import {
    type Mocked,
    type MockOptions,
    promiseOf,
    setMocks,
    urnOf,
    withRejections,
    warningsOf,
} from "../../support/mocks";

const TYPE = "cloudwatch-logs-export:index:ExportBucket";
const OURS = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";

/** The same resources of both providers, under one name. */
interface Dialect {
    readonly key: string;
    readonly alias: string;
    readonly encryptionOf: (program: Mocked) => unknown;
    readonly keyInputs: (inputs: Record<string, unknown>) => unknown;
    readonly aliasName: string;
}

const keyParts = (policy: unknown, days: unknown, rest: Record<string, unknown>) => ({ policy, days, ...rest });
const DIALECTS: Readonly<Record<ProviderPackage, Dialect>> = {
    aws: {
        key: "aws:kms/key:Key",
        alias: "aws:kms/alias:Alias",
        encryptionOf: (program) => {
            const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
            const [rule] = program.find(type, "archive-encryption").inputs.rules as Record<string, object>[];
            return { ...rule.applyServerSideEncryptionByDefault, bucketKeyEnabled: rule.bucketKeyEnabled };
        },
        keyInputs: ({ policy, deletionWindowInDays, ...rest }) =>
            keyParts(JSON.parse(policy as string), deletionWindowInDays, rest),
        aliasName: "name",
    },
    "aws-native": {
        key: "aws-native:kms:Key",
        alias: "aws-native:kms:Alias",
        encryptionOf: (program) => {
            const { bucketEncryption } = program.find("aws-native:s3:Bucket", "archive").inputs;
            const [rule] = (bucketEncryption as { serverSideEncryptionConfiguration: Record<string, object>[] })
                .serverSideEncryptionConfiguration;
            return { ...rule.serverSideEncryptionByDefault, bucketKeyEnabled: rule.bucketKeyEnabled };
        },
        keyInputs: ({ keyPolicy, pendingWindowInDays, ...rest }) => keyParts(keyPolicy, pendingWindowInDays, rest),
        aliasName: "aliasName",
    },
};

for (const provider of Object.keys(DIALECTS) as ProviderPackage[]) {
    const dialect = DIALECTS[provider];

    describe(`encryption of a bucket made with ${provider}`, () => {
        let program: Mocked;

        async function make(args: NewBucketArgs, options: MockOptions = {}): Promise<ExportBucket> {
            program = await setMocks(options);
            const bucket = new ExportBucket("archive", { ...args, providerPackage: provider });
            await program.settle();
            return bucket;
        }
        const key = () => program.find(dialect.key, "archive-key");
        const alias = () => program.find(dialect.alias, "archive-key-alias");

        it("is SSE-S3 by default, and makes no key", async () => {
            for (const encryption of [undefined, "SSE-S3"] as const) {
                await make({ encryption });
                assert.deepEqual(dialect.encryptionOf(program), {
                    sseAlgorithm: "AES256",
                    bucketKeyEnabled: undefined,
                });
                assert.equal(program.ofType(dialect.key).length, 0);
            }
        });

        const given: Record<string, () => Extract<NewBucketArgs["encryption"], { kmsKey: unknown }>["kmsKey"]> = {
            "by its ARN": () => OURS,
            "by an Output of its ARN": () => pulumi.output(OURS),
            "as a resource": () => ({ arn: pulumi.output(OURS), keyId: pulumi.output("11111111") }),
        };
        for (const [how, kmsKey] of Object.entries(given)) {
            it(`is SSE-KMS with a key given ${how}, and an S3 Bucket Key`, async () => {
                await make({ encryption: { kmsKey: kmsKey() } });
                assert.deepEqual(dialect.encryptionOf(program), {
                    sseAlgorithm: "aws:kms",
                    kmsMasterKeyId: OURS,
                    bucketKeyEnabled: true,
                });
                assert.equal(program.ofType(dialect.key).length, 0);
                assert.equal(program.ofType(dialect.alias).length, 0);
            });
        }

        it("is SSE-KMS with a key made here: policy, rotation, window and alias", async () => {
            const bucket = await make({ encryption: { createKey: true }, tags: { team: "audit" } });
            assert.deepEqual(dialect.encryptionOf(program), {
                sseAlgorithm: "aws:kms",
                kmsMasterKeyId: "arn:aws:kms:eu-central-1:123456789012:key/key-of-archive-key",
                bucketKeyEnabled: true,
            });
            assert.deepEqual(dialect.keyInputs(key().inputs), {
                description: "Encrypts the log archive of archive: without this key it cannot be read.",
                enableKeyRotation: true,
                rotationPeriodInDays: 365,
                days: 30,
                tags: provider === "aws" ? { team: "audit" } : [{ key: "team", value: "audit" }],
                policy: {
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Sid: "EnableIamPolicies",
                            Effect: "Allow",
                            Principal: { AWS: "arn:aws:iam::123456789012:root" },
                            Action: "kms:*",
                            Resource: "*",
                        },
                        {
                            Sid: "CloudWatchLogsExport",
                            Effect: "Allow",
                            Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
                            Resource: "*",
                            Principal: { Service: "logs.eu-central-1.amazonaws.com" },
                            Condition: {
                                StringEquals: { "aws:SourceAccount": ["123456789012"] },
                                ArnLike: {
                                    "aws:SourceArn": ["arn:aws:logs:eu-central-1:123456789012:log-group:*"],
                                },
                            },
                        },
                    ],
                },
            });
            assert.equal(alias().inputs[dialect.aliasName], `alias/${await promiseOf(bucket.bucketName)}`);
            assert.equal(alias().inputs.targetKeyId, "arn:aws:kms:eu-central-1:123456789012:key/key-of-archive-key");
            assert.ok(bucket.nodes.key ?? bucket.nodes.awsNativeKey);
            assert.ok(bucket.nodes.keyAlias ?? bucket.nodes.awsNativeKeyAlias);
        });

        it("names a key made here, turns and ends it, as it is told", async () => {
            await make({
                bucketName: "audit.archive",
                encryption: {
                    createKey: {
                        aliasName: "alias/audit/logs",
                        rotationPeriodDays: 90,
                        removalPolicy: "delete",
                        deletionWindowDays: 7,
                    },
                },
            });
            assert.equal(alias().inputs[dialect.aliasName], "alias/audit/logs");
            assert.equal(key().inputs.rotationPeriodInDays, 90);
            assert.equal((dialect.keyInputs(key().inputs) as { days: number }).days, 7);
            await make({ bucketName: "audit.archive", encryption: { createKey: true } });
            assert.equal(alias().inputs[dialect.aliasName], "alias/audit_archive", "an alias holds no dots");
        });

        it("keeps the key whatever becomes of the bucket, unless told otherwise, and never its alias", async () => {
            for (const removalPolicy of ["retain", "delete"] as const) {
                await make({ encryption: { createKey: true }, removalPolicy });
                assert.equal(key().retainOnDelete, true);
                assert.equal(alias().retainOnDelete, false, "one that stayed would be in the way of the next");
                await make({ encryption: { createKey: { removalPolicy: "delete" } }, removalPolicy });
                assert.equal(key().retainOnDelete, false);
                assert.equal(key().parent, urnOf(TYPE, "archive"));
            }
        });

        it("warns of a key that goes before what it encrypts", async () => {
            const warnings = (createKey: true | NewKeyArgs) =>
                warningsOf(async () => void (await make({ encryption: { createKey } })));
            assert.deepEqual(await warnings(true), []);
            assert.match(
                (await warnings({ removalPolicy: "delete" })).join(),
                /createKey\.removalPolicy: .* Nobody can read them without it/,
            );
        });

        it("lets those into the key that it lets into the bucket: accounts, organisation, log groups, callers", async () => {
            const statements = () =>
                (dialect.keyInputs(key().inputs) as { policy: { Statement: Record<string, unknown>[] } }).policy
                    .Statement;
            const callerRoleArns = ["arn:aws:iam::222222222222:role/exporter"];
            await make({
                encryption: { createKey: true },
                sourceAccounts: ["222222222222"],
                sourceLogGroups: ["/shop/*"],
                callerRoleArns,
            });
            assert.deepEqual(statements()[1].Condition, {
                StringEquals: { "aws:SourceAccount": ["222222222222"] },
                ArnLike: { "aws:SourceArn": ["arn:aws:logs:eu-central-1:222222222222:log-group:/shop/*"] },
            });
            assert.deepEqual(statements()[2].Principal, { AWS: callerRoleArns[0] });
            await make({ encryption: { createKey: true }, sourceOrganizationId: "o-a1b2c3d4e5" });
            assert.deepEqual(statements()[1].Condition, {
                StringEquals: { "aws:SourceOrgID": "o-a1b2c3d4e5" },
                ArnLike: { "aws:SourceArn": ["arn:aws:logs:eu-central-1:*:log-group:*"] },
            });
        });

        it("names principals and ARNs of the partition", async () => {
            await make({ encryption: { createKey: true } }, { region: "cn-north-1" });
            const text = JSON.stringify(dialect.keyInputs(key().inputs));
            assert.match(text, /logs\.cn-north-1\.amazonaws\.com\.cn/);
            assert.match(text, /arn:aws-cn:iam::123456789012:root/);
            assert.match(text, /arn:aws-cn:logs:cn-north-1:123456789012:log-group:\*/);
        });

        for (const [what, arn, said] of [
            ["the AWS managed key", "arn:aws:kms:eu-central-1:123456789012:alias/aws/s3", /aws\/s3 cannot be changed/],
            ["an alias", "alias/archive", /An ID or an alias can mean another key/],
            [
                "a key of another Region",
                OURS.replace("eu-central-1", "us-east-1"),
                /a key in eu-central-1.*its own Region/,
            ],
        ] as const) {
            it(`refuses ${what} that only turns out in the run`, async () => {
                const rejections = await withRejections(async () => {
                    await make({ encryption: { kmsKey: pulumi.output(arn) } }).catch(() => undefined);
                });
                assert.match(rejections.join("\n"), said);
            });
        }
    });
}

describe("encryption with aws.kms.Key", () => {
    it("takes the resource itself", async () => {
        const program = await setMocks();
        const kmsKey = new aws.kms.Key("ours");
        new ExportBucket("archive", { encryption: { kmsKey } });
        await program.settle();
        assert.deepEqual(DIALECTS.aws.encryptionOf(program), {
            sseAlgorithm: "aws:kms",
            kmsMasterKeyId: "arn:aws:kms:eu-central-1:123456789012:key/key-of-ours",
            bucketKeyEnabled: true,
        });
    });
});
