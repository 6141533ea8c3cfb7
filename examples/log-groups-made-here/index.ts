// Log groups and the exports of their data in one program. New log groups hold nothing that could be exported, so the
// first `pulumi up` makes only them; once a month is over it is added:
//
//   pulumi config set aws:region eu-central-1
//   pulumi up
//   pulumi config set --path 'months[0]' 2026-10
//   pulumi up
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LogExport } from "pulumi-cloudwatch-logs-export";

const months = new pulumi.Config().getObject<string[]>("months") ?? [];

// Kept for a quarter here, and for ever in the bucket.
const payments = new aws.cloudwatch.LogGroup("payments", { retentionInDays: 90 });
const logins = new aws.cloudwatch.LogGroup("logins", { name: "/shop/logins", retentionInDays: 90 });

const logs =
    months.length === 0
        ? undefined
        : new LogExport("logs", {
              logGroups: [payments, logins], // the resources: the exports are named after them and wait for them
              timeRanges: months.map((month) => ({ from: `${month}-01T00:00:00Z`, to: firstDayAfter(month) })),
              destinationPrefix: "logs",
          });

export const logGroupNames = [payments.name, logins.name];
export const exports = logs?.tasks.map((task) => task.uri) ?? [];

function firstDayAfter(month: string): Date {
    const [year, number] = month.split("-").map(Number);
    return new Date(Date.UTC(year, number)); // months count from 0, so this is the next one
}
