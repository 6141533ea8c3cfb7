// One stack has made the bucket, for example that of ../shared-bucket; others export into it. The bucket's policy lets in
// the accounts that its stack names (by default its own), so nothing is to be changed there.
//
//   pulumi config set aws:region eu-central-1
//   pulumi config set stack organization/shared-bucket/prod
//   pulumi config set from 2026-10-01T00:00:00Z
//   pulumi config set to 2026-11-01T00:00:00Z
//   pulumi up
import * as pulumi from "@pulumi/pulumi";
import { LogExport } from "pulumi-cloudwatch-logs-export";

const config = new pulumi.Config();
const archive = new pulumi.StackReference(config.require("stack"));

const logs = new LogExport("logs", {
    logGroups: ["/shop/payments"],
    from: config.require("from"),
    to: config.require("to"),
    destinationPrefix: "another-stack", // not that of the other stack's exports
    bucket: { existing: archive.requireOutput("bucketName") },
});

export const exports = logs.tasks.map((task) => task.uri);
