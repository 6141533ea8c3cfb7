// Exports whole days of some log groups to a new bucket. Add a day, and the next `pulumi up` exports that day alone.
//
//   pulumi config set aws:region eu-central-1
//   pulumi config set --path 'logGroups[0]' /aws/lambda/payments
//   pulumi config set --path 'days[0]' 2026-10-01
//   pulumi up
import * as pulumi from "@pulumi/pulumi";
import { LogExport } from "pulumi-cloudwatch-logs-export";

const DAY_MS = 24 * 60 * 60 * 1000;
const config = new pulumi.Config();

const logs = new LogExport("logs", {
    logGroups: config.requireObject<string[]>("logGroups"),
    timeRanges: config.requireObject<string[]>("days").map((day) => {
        const from = `${day}T00:00:00Z`;
        return { from, to: Date.parse(from) + DAY_MS };
    }),
    destinationPrefix: "logs",
});

export const bucketName = logs.bucketName;
export const exports = logs.tasks.map((task) => task.uri);
