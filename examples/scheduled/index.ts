// Exports every night, run by AWS Step Functions: `up` returns at once. Each run looks for the log groups anew.
//
//   pulumi config set aws:region eu-central-1
//   pulumi config set namePrefix /aws/lambda/
//   pulumi config set from 2026-10-01T00:00:00Z
//   pulumi up
import * as pulumi from "@pulumi/pulumi";
import { ScheduledLogExport } from "pulumi-cloudwatch-logs-export";

const config = new pulumi.Config();

const nightly = new ScheduledLogExport("nightly", {
    select: { namePrefix: config.require("namePrefix"), exclude: [/-test$/] },
    from: config.require("from"),
    schedule: { expression: "cron(0 15 * * ? *)", timeZone: "UTC" }, // by then the day before has settled
    destinationPrefix: "audit",
    bucket: { lifecycleRules: [{ expirationDays: 365 }] },
});

export const bucketName = nightly.bucketName;
export const stateMachineArn = nightly.stateMachineArn;
export const topicArn = nightly.topicArn; // subscribe to it, to hear of failures
export const tableName = nightly.tableName;
