// Exports to a bucket that exists. A bucket has only one policy, so this program manages the whole of it: a statement of
// its own, and those by which CloudWatch Logs may export.
//
//   pulumi config set aws:region eu-central-1
//   pulumi config set bucketName my-archive
//   pulumi config set from 2026-10-01T00:00:00Z
//   pulumi config set to 2026-11-01T00:00:00Z
//   pulumi up
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { exportStatements, LogExport } from "pulumi-cloudwatch-logs-export";

const config = new pulumi.Config();
const bucket = aws.s3.getBucketOutput({ bucket: config.require("bucketName") });
const { accountId } = aws.getCallerIdentityOutput();

const policy = new aws.s3.BucketPolicy("policy", {
    bucket: bucket.bucket,
    policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: pulumi.all([bucket.bucketRegion, bucket.arn, accountId]).apply(([region, bucketArn, account]) => [
            {
                Sid: "NothingOverPlainHttp",
                Effect: "Deny",
                Principal: "*",
                Action: "s3:*",
                Resource: [bucketArn, `${bucketArn}/*`],
                Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
            ...exportStatements({ region, bucketArn, sourceAccounts: [account] }),
        ]),
    }),
});

const logs = new LogExport("logs", {
    logGroups: ["/shop/payments"],
    from: config.require("from"),
    to: config.require("to"),
    destinationPrefix: "logs",
    bucket: { existing: policy.bucket }, // the policy's, not the bucket's: so the export waits for the grant
});

export const exports = logs.tasks.map((task) => task.uri);
