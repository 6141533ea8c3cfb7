// What Pulumi's Bun runtime runs: three exports in a bucket of their own.
import { LogExport } from "pulumi-cloudwatch-logs-export";

const audit = new LogExport("audit", {
    logGroups: ["/aws/lambda/payments"],
    from: "2026-10-01T00:00:00Z",
    to: "2026-10-04T00:00:00Z",
    splitBy: "day",
    bucket: { removalPolicy: "delete" },
    removalPolicy: "delete",
});
export const statuses = audit.tasks.map((task) => task.status);
export const bun = process.versions.bun;
