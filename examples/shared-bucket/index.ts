// One bucket for several exports. What is under audit/ is archived and kept for seven years, what is under debug/ goes
// after a month.
//
//   pulumi config set aws:region eu-central-1
//   pulumi config set from 2026-10-01T00:00:00Z
//   pulumi config set to 2026-11-01T00:00:00Z
//   pulumi up
import * as pulumi from "@pulumi/pulumi";
import { ExportBucket, LogExport } from "pulumi-cloudwatch-logs-export";

const config = new pulumi.Config();
const range = { from: config.require("from"), to: config.require("to") };

const archive = new ExportBucket("archive", {
    lifecycleRules: [
        {
            destinationPrefix: "audit",
            transitions: [{ days: 30, storageClass: "DEEP_ARCHIVE" }],
            expirationDays: 7 * 365,
        },
        { destinationPrefix: "debug", expirationDays: 30 },
    ],
});

const audit = new LogExport("audit", {
    ...range,
    logGroups: ["/shop/payments", "/shop/logins"],
    destinationPrefix: "audit",
    bucket: archive,
});

const debug = new LogExport("debug", {
    ...range,
    logGroups: ["/shop/frontend"],
    splitBy: "week",
    destinationPrefix: "debug",
    bucket: archive,
});

export const bucketName = archive.bucketName;
export const exports = [...audit.tasks, ...debug.tasks].map((task) => task.uri);
