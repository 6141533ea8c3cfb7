// One export task without the components: everything that CreateExportTask takes, in its own names. And a look at a task
// that was started in another way; it is only read, never cancelled or deleted.
//
//   pulumi config set aws:region eu-central-1
//   pulumi config set destination my-archive
//   pulumi config set from 2026-10-01T00:00:00Z
//   pulumi config set to 2026-11-01T00:00:00Z
//   pulumi config set taskId 5e0c5a1d-0000-0000-0000-000000000000
//   pulumi up
import * as pulumi from "@pulumi/pulumi";
import { ExportTask } from "pulumi-cloudwatch-logs-export";

const config = new pulumi.Config();

const payments = new ExportTask("payments", {
    logGroupName: "/shop/payments",
    logStreamNamePrefix: "eu-",
    from: config.require("from"),
    to: config.require("to"),
    destination: config.require("destination"),
    destinationPrefix: "payments",
    timeoutSeconds: 4 * 60 * 60,
});

const taskId = config.get("taskId");
const earlier = taskId ? ExportTask.get("earlier", taskId) : undefined;

export const uri = payments.uri;
export const objectCount = payments.objectCount;
export const earlierTask = earlier && { status: earlier.status, uri: earlier.uri };
