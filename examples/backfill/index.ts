// A one-off export of all that log groups hold, into the cheapest archive, for example before their retention is
// shortened. The preview says how much it is and how long it takes. A month that fails stops no other, and a run that is
// interrupted is resumed by the next `pulumi up`.
//
//   pulumi config set aws:region eu-central-1
//   pulumi config set --path 'logGroups[0]' /aws/lambda/payments
//   pulumi config set from 2025-11-01T00:00:00Z
//   pulumi config set to 2026-11-01T00:00:00Z
//   pulumi preview
//   pulumi up --continue-on-error
import * as pulumi from "@pulumi/pulumi";
import { LogExport } from "pulumi-cloudwatch-logs-export";

const config = new pulumi.Config();

const logs = new LogExport("backfill", {
    logGroups: config.requireObject<string[]>("logGroups"),
    from: config.require("from"),
    to: config.require("to"),
    splitBy: "month", // few tasks; none may take longer than 24 hours
    destinationPrefix: "backfill",
    bucket: { lifecycleRules: [{ transitions: [{ days: 1, storageClass: "DEEP_ARCHIVE" }] }] },
});

export const bucketName = logs.bucketName;
export const exports = logs.tasks.map((task) => task.uri);
