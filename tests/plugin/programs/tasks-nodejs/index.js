// The program of tasks-yaml with the npm package: the same project and resource, in the other host.
const pulumi = require("@pulumi/pulumi");
const { ExportTask } = require("pulumi-cloudwatch-logs-export");

const task = new ExportTask("task", {
    logGroupName: "/aws/lambda/payments",
    from: "2026-10-01T00:00:00Z",
    to: new pulumi.Config().get("to") ?? "2026-11-01T00:00:00Z",
    destination: "audit-archive",
    destinationPrefix: "audit",
    region: "eu-central-1",
    maxAttempts: 1,
});

module.exports = { tasks: { task: task.taskId }, uri: task.uri };
