// What is exported; index.ts runs it.
import * as pulumi from "@pulumi/pulumi";
import { LogExport } from "pulumi-cloudwatch-logs-export";

export async function program() {
    const config = new pulumi.Config();
    const logs = new LogExport("logs", {
        logGroups: ["/shop/payments"],
        from: config.require("from"),
        to: config.require("to"),
        destinationPrefix: "logs",
    });
    return { bucketName: logs.bucketName, exports: logs.tasks.map((task) => task.uri) };
}
