// What an ExportBucket leaves to you, beside it: access logging, S3 Inventory and replication to another Region; and tags,
// by `transform`. Each takes the bucket's name from the ExportBucket, where it is known once the bucket is versioned.
//
//   pulumi config set aws:region eu-central-1
//   pulumi config set replicaRegion eu-west-1
//   pulumi config set from 2026-10-01T00:00:00Z
//   pulumi config set to 2026-11-01T00:00:00Z
//   pulumi up
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ExportBucket, LogExport } from "pulumi-cloudwatch-logs-export";

const config = new pulumi.Config();

const archive = new ExportBucket("archive", {
    lifecycleRules: [{ preset: "7-years" }],
    transform: { bucket: { tags: { "data-classification": "confidential", owner: "audit" } } },
});
const { bucketName, bucketArn } = archive;

// A bucket of the same Region and account takes the access logs and the inventory: archives outlive their stack, and so
// does what tells of them.
const reports = new aws.s3.Bucket("reports", {}, { retainOnDelete: true });
const { accountId } = aws.getCallerIdentityOutput();
const reportsPolicy = new aws.s3.BucketPolicy(
    "reports-policy",
    {
        bucket: reports.bucket,
        policy: pulumi.jsonStringify({
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "AccessLogs",
                    Effect: "Allow",
                    Principal: { Service: "logging.s3.amazonaws.com" },
                    Action: "s3:PutObject",
                    Resource: pulumi.interpolate`${reports.arn}/access/*`,
                    Condition: {
                        ArnLike: { "aws:SourceArn": bucketArn },
                        StringEquals: { "aws:SourceAccount": accountId },
                    },
                },
                {
                    Sid: "Inventory",
                    Effect: "Allow",
                    Principal: { Service: "s3.amazonaws.com" },
                    Action: "s3:PutObject",
                    Resource: pulumi.interpolate`${reports.arn}/inventory/*`,
                    Condition: {
                        ArnLike: { "aws:SourceArn": bucketArn },
                        StringEquals: {
                            "aws:SourceAccount": accountId,
                            "s3:x-amz-acl": "bucket-owner-full-control",
                        },
                    },
                },
            ],
        }),
    },
    { retainOnDelete: true },
);

new aws.s3.BucketLogging("access-logs", {
    bucket: bucketName,
    targetBucket: reportsPolicy.bucket,
    targetPrefix: "access/",
});

new aws.s3.Inventory("inventory", {
    bucket: bucketName,
    includedObjectVersions: "All",
    schedule: { frequency: "Weekly" },
    optionalFields: ["Size", "LastModifiedDate", "StorageClass", "EncryptionStatus", "ReplicationStatus"],
    destination: { bucket: { bucketArn: reports.arn, format: "Parquet", prefix: "inventory" } },
});

// Replication copies versions, so both buckets have to be versioned before it is set up.
const region = config.require("replicaRegion");
const replica = new aws.s3.Bucket("replica", { region }, { retainOnDelete: true });
const replicaVersioning = new aws.s3.BucketVersioning(
    "replica-versioning",
    { region, bucket: replica.bucket, versioningConfiguration: { status: "Enabled" } },
    { retainOnDelete: true },
);
const replicator = new aws.iam.Role("replicator", {
    assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
});
const replicatorPolicy = new aws.iam.RolePolicy("replicator-policy", {
    role: replicator.id,
    policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
                Resource: bucketArn,
            },
            {
                Effect: "Allow",
                Action: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
                Resource: pulumi.interpolate`${bucketArn}/*`,
            },
            {
                Effect: "Allow",
                Action: ["s3:ReplicateObject", "s3:ReplicateTags"],
                Resource: pulumi.interpolate`${replica.arn}/*`,
            },
        ],
    }),
});
const replication = new aws.s3.BucketReplicationConfig(
    "replication",
    {
        bucket: bucketName,
        role: replicator.arn,
        rules: [
            {
                id: "everything",
                status: "Enabled",
                filter: {},
                deleteMarkerReplication: { status: "Disabled" }, // what is deleted here stays there
                destination: { bucket: replica.arn, storageClass: "GLACIER_IR" },
            },
        ],
    },
    { dependsOn: [replicaVersioning, replicatorPolicy] },
);

// Only what is written from then on is replicated, so the exports wait for it.
const logs = new LogExport(
    "logs",
    {
        logGroups: ["/shop/payments"],
        from: config.require("from"),
        to: config.require("to"),
        destinationPrefix: "audit",
        bucket: archive,
    },
    { dependsOn: replication },
);

export { bucketName };
export const reportsBucketName = reports.bucket;
export const replicaBucketName = replica.bucket;
export const exports = logs.tasks.map((task) => task.uri);
