// For a pipeline that runs `pulumi up` every night. Each run exports the days that are over and settled since the last
// one, also of log groups that are new, and touches nothing else. After 90 days an export leaves the program and the
// state, which stay small; its objects stay in the bucket.
//
//   pulumi config set aws:region eu-central-1
//   pulumi config set namePrefix /aws/lambda/
//   pulumi config set from 2026-10-01T00:00:00Z
//   pulumi up --yes --continue-on-error
import * as pulumi from "@pulumi/pulumi";
import { LogExport, selectLogGroups } from "pulumi-cloudwatch-logs-export";

const config = new pulumi.Config();

export = async () => {
    const logGroups = await selectLogGroups({ namePrefix: config.require("namePrefix"), exclude: ["*-canary"] });
    const logs = new LogExport("logs", {
        logGroups,
        from: config.require("from"),
        to: "latest",
        splitBy: "day",
        forgetAfterDays: 90,
        destinationPrefix: "logs",
    });
    return { bucketName: logs.bucketName, exports: logs.tasks.map((task) => task.uri) };
};
