import * as pulumi from "@pulumi/pulumi";
import { type NewBucketArgs } from "../../../../components/exportBucket/args";
import type { ObservedBucket } from "../../../support/observedBucket";

/** A use of an option of ExportBucket, and its effect in S3. */
export interface OptionRow {
    readonly what: string;
    /** The arguments, or those for each provider if they differ. */
    readonly args: NewBucketArgs | { readonly [Provider in "aws" | "aws-native"]: NewBucketArgs };
    /** Whether the option has its effect. Besides, every row compares the two buckets completely. */
    readonly shows: (bucket: ObservedBucket) => unknown;
    readonly as: unknown;
}

const lastRule = ({ lifecycle }: ObservedBucket) => lifecycle.rules?.at(-1);
const defaultEncryption = ({ encryption }: ObservedBucket) => encryption?.Rules?.[0].ApplyServerSideEncryptionByDefault;
const sids = ({ policy }: ObservedBucket) => statements(policy).map(({ Sid }) => Sid);
const statements = (policy: unknown) =>
    (policy as { Statement: { Sid: string; Condition: Record<string, Record<string, unknown>> }[] }).Statement;

const GIVEN_KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/**
 * The options of a new bucket, each at least once: the test fails for one that has no row. To add an option, add a row.
 */
export const BUCKET_OPTIONS: readonly OptionRow[] = [
    {
        what: "nothing given",
        args: {},
        shows: (bucket) => [bucket.versioning, bucket.publicAccessBlock, bucket.ownershipControls, sids(bucket)],
        as: [
            "Enabled",
            { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
            { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
            ["CloudWatchLogsGetBucketAcl", "CloudWatchLogsPutObject", "DenyInsecureTransport"],
        ],
    },
    { what: "bucketName", args: { bucketName: "a-name" }, shows: ({ region }) => region, as: "eu-central-1" },
    {
        what: "region, with aws-native that of its provider",
        args: { aws: { region: "eu-central-1" }, "aws-native": {} },
        shows: ({ region }) => region,
        as: "eu-central-1",
    },
    { what: "bucketName, an Output", args: { bucketName: pulumi.output("out") }, shows: ({ tags }) => tags, as: {} },
    { what: "versioning off", args: { versioning: false }, shows: ({ versioning }) => versioning, as: "Suspended" },
    {
        what: "lifecycleRules: expiration in a versioned bucket",
        args: { lifecycleRules: [{ expirationDays: 365 }] },
        shows: lastRule,
        as: {
            ID: "all",
            Status: "Enabled",
            Filter: { Prefix: "" },
            Expiration: { Days: 365 },
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
        },
    },
    {
        what: "lifecycleRules: expiration with versioning off, which leaves the versions of a bucket that was versioned",
        args: { versioning: false, lifecycleRules: [{ expirationDays: 365 }] },
        shows: (bucket) => [
            lastRule(bucket)?.NoncurrentVersionExpiration,
            bucket.lifecycle.rules?.map(({ Expiration }) => Expiration?.ExpiredObjectDeleteMarker),
        ],
        as: [{ NoncurrentDays: 30 }, [undefined, true, undefined]],
    },
    {
        what: "lifecycleRules: every part of a rule",
        args: {
            lifecycleRules: [
                {
                    id: "payments",
                    destinationPrefix: "audit/payments",
                    objectSizeGreaterThan: 1000,
                    transitions: [
                        { days: 30, storageClass: "STANDARD_IA" },
                        { days: 60, storageClass: "GLACIER" },
                    ],
                    expirationDays: 365,
                    noncurrentVersionTransitions: [{ days: 30, storageClass: "GLACIER_IR" }],
                    noncurrentVersionExpirationDays: 120,
                },
            ],
        },
        shows: lastRule,
        as: {
            ID: "payments",
            Status: "Enabled",
            Filter: { And: { Prefix: "audit/payments/", ObjectSizeGreaterThan: 1000 } },
            Transitions: [
                { Days: 30, StorageClass: "STANDARD_IA" },
                { Days: 60, StorageClass: "GLACIER" },
            ],
            Expiration: { Days: 365 },
            NoncurrentVersionTransitions: [{ NoncurrentDays: 30, StorageClass: "GLACIER_IR" }],
            NoncurrentVersionExpiration: { NoncurrentDays: 120 },
        },
    },
    {
        what: "lifecycleRules: a least size for the whole bucket, and a transition at once",
        args: {
            lifecycleRules: [
                { objectSizeGreaterThan: 0, transitions: [{ days: 0, storageClass: "DEEP_ARCHIVE" }] },
                { destinationPrefix: "short", expirationDays: 1 },
            ],
        },
        shows: ({ lifecycle }) => lifecycle.rules?.slice(2).map(({ Filter }) => Filter),
        as: [{ ObjectSizeGreaterThan: 0 }, { Prefix: "short/" }],
    },
    {
        what: "abortIncompleteMultipartUploadDays",
        args: { abortIncompleteMultipartUploadDays: 2 },
        shows: ({ lifecycle }) => lifecycle.rules?.[0].AbortIncompleteMultipartUpload,
        as: { DaysAfterInitiation: 2 },
    },
    {
        what: "sourceAccounts",
        args: { sourceAccounts: ["111111111111", pulumi.output("222222222222")] },
        shows: ({ policy }) => statements(policy)[1].Condition.StringEquals["aws:SourceAccount"],
        as: ["111111111111", "222222222222"],
    },
    {
        what: "sourceOrganizationId",
        args: { sourceOrganizationId: "o-a1b2c3d4e5" },
        shows: ({ policy }) => statements(policy)[0].Condition.StringEquals["aws:SourceOrgID"],
        as: "o-a1b2c3d4e5",
    },
    {
        what: "sourceLogGroups and destinationPrefixes",
        args: { bucketName: "narrow", sourceLogGroups: ["/aws/lambda/*"], destinationPrefixes: ["audit"] },
        shows: ({ policy }) => [
            statements(policy)[0].Condition.ArnLike["aws:SourceArn"],
            (statements(policy)[1] as unknown as { Resource: string }).Resource,
        ],
        as: [["arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/*"], "arn:aws:s3:::narrow/audit/*"],
    },
    {
        what: "callerRoleArns",
        args: { callerRoleArns: ["arn:aws:iam::222222222222:role/log-exporter"] },
        shows: (bucket) => sids(bucket).length > 3,
        as: true,
    },
    {
        what: "encryption: SSE-S3",
        args: { encryption: "SSE-S3" },
        shows: defaultEncryption,
        as: { SSEAlgorithm: "AES256" },
    },
    {
        what: "encryption: a key that is given",
        args: { encryption: { kmsKey: GIVEN_KEY } },
        shows: ({ encryption }) => encryption?.Rules?.[0],
        as: {
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: GIVEN_KEY },
            BucketKeyEnabled: true,
        },
    },
    {
        what: "encryption: a key that is made",
        args: { bucketName: "with-key", encryption: { createKey: true }, tags: { team: "audit" } },
        shows: ({ key }) => [key?.aliases, key?.rotation, key?.tags],
        as: [["alias/with-key"], { enabled: true, days: 365 }, { team: "audit" }],
    },
    {
        what: "encryption: a key that is made as it is told, for an organisation",
        args: {
            sourceOrganizationId: "o-a1b2c3d4e5",
            encryption: {
                createKey: {
                    aliasName: "alias/audit",
                    rotationPeriodDays: 90,
                    removalPolicy: "delete",
                    deletionWindowDays: 7,
                },
            },
        },
        shows: ({ key }) => [key?.aliases, key?.rotation, JSON.stringify(key?.policy).includes("o-a1b2c3d4e5")],
        as: [["alias/audit"], { enabled: true, days: 90 }, true],
    },
    {
        what: "objectLock for days",
        args: { objectLock: { mode: "GOVERNANCE", days: 30 } },
        shows: ({ objectLock }) => objectLock,
        as: { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 30 } } },
    },
    {
        what: "objectLock for years",
        args: { objectLock: { mode: "COMPLIANCE", years: 7 } },
        shows: ({ objectLock }) => objectLock?.Rule?.DefaultRetention,
        as: { Mode: "COMPLIANCE", Years: 7 },
    },
    {
        what: "lifecycleRules: a preset",
        args: { lifecycleRules: [{ preset: "7-years" }] },
        shows: (bucket) => (lastRule(bucket)?.Transitions?.length ?? 0) > 0,
        as: true,
    },
    { what: "removalPolicy: delete", args: { removalPolicy: "delete" }, shows: ({ tags }) => tags, as: {} },
    {
        what: "tags",
        args: { tags: pulumi.output({ team: "audit", "cost center": "7" }) },
        shows: ({ tags }) => tags,
        as: { team: "audit", "cost center": "7" },
    },
    {
        what: "transform of the bucket",
        args: {
            aws: { providerPackage: "aws", transform: { bucket: { objectLockEnabled: true } } },
            "aws-native": {
                providerPackage: "aws-native",
                transform: { awsNativeBucket: { objectLockEnabled: true } },
            },
        },
        shows: ({ objectLock }) => objectLock,
        as: { ObjectLockEnabled: "Enabled" },
    },
];

/** The arguments of a row for a provider. */
export function argsFor({ args }: OptionRow, provider: "aws" | "aws-native"): NewBucketArgs {
    return { ...("aws-native" in args ? args[provider] : args), providerPackage: provider };
}
