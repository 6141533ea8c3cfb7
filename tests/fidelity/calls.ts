import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as s3 from "@aws-sdk/client-s3";
import * as sts from "@aws-sdk/client-sts";
import { gunzipSync } from "node:zlib";
import { bucketPolicy } from "../../providers/policies/bucketPolicy";
import { DAY } from "../support/durations";

export const REGION = "eu-central-1";
const GROUP = "/aws/lambda/payments";
const STREAM = "2026/11/20/abc";
const BUCKET = "fidelity-archive";

/** The clients for one side. */
export interface Clients {
    readonly logs: logs.CloudWatchLogsClient;
    readonly s3: s3.S3Client;
    readonly sts: sts.STSClient;
    /** The export task that was started last. */
    taskId?: string;
    /** Lets a task end; a server that runs it within the call needs no time. */
    readonly settle: () => Promise<void>;
    readonly now: number;
}

/** One call, the same for both sides. The calls are made in this order. */
export interface Call {
    readonly name: string;
    readonly send: (clients: Clients) => Promise<object>;
}

const logsCalls: readonly Call[] = [
    call("CreateLogGroup", (c) => c.logs.send(new logs.CreateLogGroupCommand({ logGroupName: GROUP }))),
    call("CreateLogGroup that is there", (c) => c.logs.send(new logs.CreateLogGroupCommand({ logGroupName: GROUP }))),
    call("CreateLogGroup by a bad name", (c) => c.logs.send(new logs.CreateLogGroupCommand({ logGroupName: "a b" }))),
    call("DescribeLogGroups by prefix", (c) =>
        c.logs.send(new logs.DescribeLogGroupsCommand({ logGroupNamePrefix: "/aws/" })),
    ),
    call("PutRetentionPolicy", (c) =>
        c.logs.send(new logs.PutRetentionPolicyCommand({ logGroupName: GROUP, retentionInDays: 30 })),
    ),
    call("PutRetentionPolicy of 31 days", (c) =>
        c.logs.send(new logs.PutRetentionPolicyCommand({ logGroupName: GROUP, retentionInDays: 31 })),
    ),
    call("CreateLogStream", (c) =>
        c.logs.send(new logs.CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: STREAM })),
    ),
    call("CreateLogStream in a missing group", (c) =>
        c.logs.send(new logs.CreateLogStreamCommand({ logGroupName: "/none", logStreamName: STREAM })),
    ),
    call("PutLogEvents", (c) =>
        c.logs.send(
            new logs.PutLogEventsCommand({
                logGroupName: GROUP,
                logStreamName: STREAM,
                logEvents: [1, 2, 3].map((n) => ({ timestamp: c.now - DAY + n, message: `event ${n}` })),
            }),
        ),
    ),
    call("PutLogEvents 15 days late", (c) =>
        c.logs.send(
            new logs.PutLogEventsCommand({
                logGroupName: GROUP,
                logStreamName: STREAM,
                logEvents: [{ timestamp: c.now - 15 * DAY, message: "late" }],
            }),
        ),
    ),
    call("GetLogEvents", (c) =>
        c.logs.send(new logs.GetLogEventsCommand({ logGroupName: GROUP, logStreamName: STREAM, startFromHead: true })),
    ),
    call("FilterLogEvents", (c) => c.logs.send(new logs.FilterLogEventsCommand({ logGroupName: GROUP, limit: 2 }))),
    call("DescribeLogStreams", (c) => c.logs.send(new logs.DescribeLogStreamsCommand({ logGroupName: GROUP }))),
];

/** It ends after the log group's creation, which is a moment ago, as the service wants it. */
const range = (c: Clients) => ({ from: c.now - 2 * DAY, to: c.now + DAY });
const start = (c: Clients, changes: Partial<logs.CreateExportTaskCommandInput> = {}) =>
    c.logs.send(
        new logs.CreateExportTaskCommand({ logGroupName: GROUP, destination: BUCKET, ...range(c), ...changes }),
    );

const exportCalls: readonly Call[] = [
    call("CreateExportTask of a missing group", (c) => start(c, { logGroupName: "/none" })),
    call("CreateExportTask into a missing bucket", (c) => start(c, { destination: "fidelity-nowhere" })),
    call("CreateExportTask with from after to", (c) => start(c, { from: c.now + 2 * DAY, to: c.now + DAY })),
    call("CreateExportTask without a grant in the bucket's policy", (c) => start(c)),
    call("PutBucketPolicy with the grant", (c) =>
        c.s3.send(
            new s3.PutBucketPolicyCommand({
                Bucket: BUCKET,
                Policy: JSON.stringify(
                    bucketPolicy({
                        region: REGION,
                        bucketArn: `arn:aws:s3:::${BUCKET}`,
                        sourceAccounts: ["123456789012"],
                    }),
                ),
            }),
        ),
    ),
    call("CreateExportTask", async (c) => {
        const answer = await start(c, { taskName: "fidelity", destinationPrefix: "audit" });
        c.taskId = answer.taskId;
        return answer;
    }),
    call("CreateExportTask while another is active", (c) => start(c)),
    call("DescribeExportTasks right after", (c) =>
        c.logs.send(new logs.DescribeExportTasksCommand({ taskId: c.taskId })),
    ),
    call("DescribeExportTasks of an unknown task", (c) =>
        c.logs.send(new logs.DescribeExportTasksCommand({ taskId: "00000000-0000-4000-8000-000000000000" })),
    ),
    call("DescribeExportTasks when it has ended", async (c) => {
        await c.settle();
        return c.logs.send(new logs.DescribeExportTasksCommand({ taskId: c.taskId }));
    }),
    call("CancelExportTask of an unknown task", (c) =>
        c.logs.send(new logs.CancelExportTaskCommand({ taskId: "00000000-0000-4000-8000-000000000000" })),
    ),
    call("CancelExportTask of one that has ended", (c) =>
        c.logs.send(new logs.CancelExportTaskCommand({ taskId: c.taskId })),
    ),
    // It also refuses requests without TLS, which these are.
    call("DeleteBucketPolicy", (c) => c.s3.send(new s3.DeleteBucketPolicyCommand({ Bucket: BUCKET }))),
    call("the objects of the export", async (c) => {
        const { Contents = [] } = await c.s3.send(new s3.ListObjectsV2Command({ Bucket: BUCKET, Prefix: "audit/" }));
        const texts: Record<string, string> = {};
        for (const { Key = "" } of Contents) {
            const { Body } = await c.s3.send(new s3.GetObjectCommand({ Bucket: BUCKET, Key }));
            const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
            texts[Key.replace(c.taskId ?? "", "{taskId}").replace(/[0-9a-f-]{36}/, "{another ID}")] = (
                Key.endsWith(".gz") ? gunzipSync(bytes) : bytes
            ).toString();
        }
        return texts;
    }),
];

const bucketCalls: readonly Call[] = [
    call("CreateBucket", (c) =>
        c.s3.send(
            new s3.CreateBucketCommand({
                Bucket: BUCKET,
                CreateBucketConfiguration: { LocationConstraint: REGION },
            }),
        ),
    ),
    call("CreateBucket that is mine already", (c) =>
        c.s3.send(
            new s3.CreateBucketCommand({
                Bucket: BUCKET,
                CreateBucketConfiguration: { LocationConstraint: REGION },
            }),
        ),
    ),
    call("HeadBucket", (c) => c.s3.send(new s3.HeadBucketCommand({ Bucket: BUCKET }))),
    call("HeadBucket of a missing bucket", (c) => c.s3.send(new s3.HeadBucketCommand({ Bucket: "fidelity-nowhere" }))),
    call("GetBucketLocation", (c) => c.s3.send(new s3.GetBucketLocationCommand({ Bucket: BUCKET }))),
    call("GetBucketPolicy without one", (c) => c.s3.send(new s3.GetBucketPolicyCommand({ Bucket: BUCKET }))),
    call("GetBucketEncryption of a new bucket", (c) =>
        c.s3.send(new s3.GetBucketEncryptionCommand({ Bucket: BUCKET })),
    ),
    call("GetBucketLifecycleConfiguration without one", (c) =>
        c.s3.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket: BUCKET })),
    ),
    call("PutBucketLifecycleConfiguration", (c) => lifecycle(c, 30, "STANDARD_IA")),
    call("GetBucketLifecycleConfiguration", (c) =>
        c.s3.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket: BUCKET })),
    ),
    call("PutBucketLifecycleConfiguration to STANDARD_IA after 7 days", (c) => lifecycle(c, 7, "STANDARD_IA")),
    call("PutPublicAccessBlock", (c) =>
        c.s3.send(
            new s3.PutPublicAccessBlockCommand({
                Bucket: BUCKET,
                PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true },
            }),
        ),
    ),
    call("GetPublicAccessBlock", (c) => c.s3.send(new s3.GetPublicAccessBlockCommand({ Bucket: BUCKET }))),
    call("PutBucketVersioning", (c) =>
        c.s3.send(
            new s3.PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: "Enabled" } }),
        ),
    ),
    call("GetBucketVersioning", (c) => c.s3.send(new s3.GetBucketVersioningCommand({ Bucket: BUCKET }))),
    call("PutBucketTagging", (c) =>
        c.s3.send(
            new s3.PutBucketTaggingCommand({ Bucket: BUCKET, Tagging: { TagSet: [{ Key: "team", Value: "audit" }] } }),
        ),
    ),
    call("GetBucketTagging", (c) => c.s3.send(new s3.GetBucketTaggingCommand({ Bucket: BUCKET }))),
];

const objectCalls: readonly Call[] = [
    ...["a/1.gz", "a/2.gz", "b/3 +ü.gz"].map((Key) =>
        call(`PutObject ${Key}`, (c) =>
            c.s3.send(new s3.PutObjectCommand({ Bucket: BUCKET, Key, Body: `body of ${Key}` })),
        ),
    ),
    call("PutObject into a missing bucket", (c) =>
        c.s3.send(new s3.PutObjectCommand({ Bucket: "fidelity-nowhere", Key: "k", Body: "x" })),
    ),
    call("GetObject", async (c) => {
        const { Body, ...answer } = await c.s3.send(new s3.GetObjectCommand({ Bucket: BUCKET, Key: "b/3 +ü.gz" }));
        return { ...answer, Body: await Body?.transformToString() };
    }),
    call("GetObjectTagging", (c) => c.s3.send(new s3.GetObjectTaggingCommand({ Bucket: BUCKET, Key: "a/1.gz" }))),
    call("PutObjectTagging", (c) =>
        c.s3.send(
            new s3.PutObjectTaggingCommand({
                Bucket: BUCKET,
                Key: "a/1.gz",
                Tagging: { TagSet: [{ Key: "team", Value: "audit" }] },
            }),
        ),
    ),
    call("GetObjectTagging of tags", (c) =>
        c.s3.send(new s3.GetObjectTaggingCommand({ Bucket: BUCKET, Key: "a/1.gz" })),
    ),
    call("PutObjectTagging of one key twice", (c) =>
        c.s3.send(
            new s3.PutObjectTaggingCommand({
                Bucket: BUCKET,
                Key: "a/1.gz",
                Tagging: {
                    TagSet: [
                        { Key: "team", Value: "a" },
                        { Key: "team", Value: "b" },
                    ],
                },
            }),
        ),
    ),
    call("GetObjectTagging of a missing key", (c) =>
        c.s3.send(new s3.GetObjectTaggingCommand({ Bucket: BUCKET, Key: "none" })),
    ),
    call("GetObject of a missing key", (c) => c.s3.send(new s3.GetObjectCommand({ Bucket: BUCKET, Key: "none" }))),
    call("HeadObject", (c) => c.s3.send(new s3.HeadObjectCommand({ Bucket: BUCKET, Key: "a/1.gz" }))),
    call("HeadObject of a missing key", (c) => c.s3.send(new s3.HeadObjectCommand({ Bucket: BUCKET, Key: "none" }))),
    call("ListObjectsV2", (c) => c.s3.send(new s3.ListObjectsV2Command({ Bucket: BUCKET }))),
    call("ListObjectsV2 by prefix and delimiter", (c) =>
        c.s3.send(new s3.ListObjectsV2Command({ Bucket: BUCKET, Delimiter: "/" })),
    ),
    call("ListObjectsV2, second page", async (c) => {
        const { NextContinuationToken: ContinuationToken } = await c.s3.send(
            new s3.ListObjectsV2Command({ Bucket: BUCKET, MaxKeys: 2 }),
        );
        return c.s3.send(new s3.ListObjectsV2Command({ Bucket: BUCKET, MaxKeys: 2, ContinuationToken }));
    }),
    call("DeleteObject in a versioned bucket", (c) =>
        c.s3.send(new s3.DeleteObjectCommand({ Bucket: BUCKET, Key: "a/1.gz" })),
    ),
    call("ListObjectVersions", (c) => c.s3.send(new s3.ListObjectVersionsCommand({ Bucket: BUCKET, Prefix: "a/1" }))),
    call("DeleteObjects", (c) =>
        c.s3.send(
            new s3.DeleteObjectsCommand({
                Bucket: BUCKET,
                Delete: { Objects: [{ Key: "a/2.gz" }, { Key: "none" }], Quiet: true },
            }),
        ),
    ),
    call("DeleteBucket that is not empty", (c) => c.s3.send(new s3.DeleteBucketCommand({ Bucket: BUCKET }))),
];

const identityCalls: readonly Call[] = [
    call("GetCallerIdentity", (c) => c.sts.send(new sts.GetCallerIdentityCommand({}))),
    call("AssumeRole", (c) =>
        c.sts.send(
            new sts.AssumeRoleCommand({
                RoleArn: "arn:aws:iam::210987654321:role/exporter",
                RoleSessionName: "fidelity",
            }),
        ),
    ),
];

export const CALLS: readonly Call[] = [...identityCalls, ...bucketCalls, ...objectCalls, ...logsCalls, ...exportCalls];

function call(name: string, send: (clients: Clients) => Promise<object>): Call {
    return { name, send };
}

function lifecycle(c: Clients, Days: number, StorageClass: s3.TransitionStorageClass) {
    const Rules: s3.LifecycleRule[] = [
        {
            ID: "archive",
            Status: "Enabled",
            Filter: { Prefix: "audit/" },
            Transitions: [{ Days, StorageClass }],
            Expiration: { Days: 365 },
        },
    ];
    return c.s3.send(
        new s3.PutBucketLifecycleConfigurationCommand({ Bucket: BUCKET, LifecycleConfiguration: { Rules } }),
    );
}
