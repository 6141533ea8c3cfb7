// The same log group of several Regions. The service exports into a bucket of the same Region only, so each has one; and
// it runs one export at a time in each Region, so the Regions are exported side by side.
//
//   pulumi config set --path 'regions[0]' eu-central-1
//   pulumi config set --path 'regions[1]' us-east-1
//   pulumi config set from 2026-10-01T00:00:00Z
//   pulumi config set to 2026-11-01T00:00:00Z
//   pulumi up
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LogExport } from "pulumi-cloudwatch-logs-export";

const config = new pulumi.Config();

const logs = config.requireObject<aws.Region[]>("regions").map((region) => {
    const provider = new aws.Provider(region, { region });
    const range = { from: config.require("from"), to: config.require("to") };
    return new LogExport(`logs-${region}`, { logGroups: ["/shop/payments"], ...range }, { provider });
});

export const bucketNames = logs.map(({ bucketName }) => bucketName);
export const exports = logs.flatMap(({ tasks }) => tasks.map((task) => task.uri));
