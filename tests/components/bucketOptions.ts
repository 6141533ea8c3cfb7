import * as pulumi from "@pulumi/pulumi";
import { NewBucketArgs } from "../../components/exportBucketArgs";
import type { ObservedBucket } from "../support/observedBucket";

/** A way to use an option of ExportBucket, and what is to be seen of it in S3. */
export interface OptionRow {
    readonly what: string;
    /** The arguments; for those that each provider has in its own words, of one and of the other. */
    readonly args: NewBucketArgs | { readonly [Provider in "aws" | "aws-native"]: NewBucketArgs };
    /** Tells that the option came through; that both buckets are equal is compared for every row, in everything. */
    readonly shows: (bucket: ObservedBucket) => unknown;
    readonly as: unknown;
}

const lastRule = ({ lifecycle }: ObservedBucket) => lifecycle.rules?.at(-1);
const sids = ({ policy }: ObservedBucket) => statements(policy).map(({ Sid }) => Sid);
const statements = (policy: unknown) =>
    (policy as { Statement: { Sid: string; Condition: Record<string, Record<string, unknown>> }[] }).Statement;

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
        what: "lifecycleRules: expiration in an unversioned bucket",
        args: { versioning: false, lifecycleRules: [{ expirationDays: 365 }] },
        shows: (bucket) => lastRule(bucket)?.NoncurrentVersionExpiration,
        as: undefined,
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
    { what: "onDestroy: delete", args: { onDestroy: "delete" }, shows: ({ tags }) => tags, as: {} },
    {
        what: "tags",
        args: { tags: pulumi.output({ team: "audit", "cost center": "7" }) },
        shows: ({ tags }) => tags,
        as: { team: "audit", "cost center": "7" },
    },
    {
        what: "transform of the bucket",
        args: {
            aws: { provider: "aws", transform: { bucket: { objectLockEnabled: true } } },
            "aws-native": { provider: "aws-native", transform: { awsNativeBucket: { objectLockEnabled: true } } },
        },
        shows: ({ objectLock }) => objectLock,
        as: { ObjectLockEnabled: "Enabled" },
    },
];

/** The arguments of a row for a provider. */
export function argsFor({ args }: OptionRow, provider: "aws" | "aws-native"): NewBucketArgs {
    return { ...("aws-native" in args ? args[provider] : args), provider };
}
