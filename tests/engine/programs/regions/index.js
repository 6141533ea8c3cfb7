// Exports through an explicit provider in another Region than the stack's, or with a region, and reads a task that exists.
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const { ExportTask, LogExport } = require("pulumi-cloudwatch-logs-export");

const config = new pulumi.Config();
const provider = new aws.Provider("far-away", { region: "ap-southeast-2" });
const audit = new LogExport(
    "audit",
    {
        logGroups: ["/far/away"],
        from: "2026-10-01T00:00:00Z",
        to: "2026-10-02T00:00:00Z",
        bucket: { removalPolicy: "delete" },
        removalPolicy: "delete",
    },
    { provider },
);
const north = new LogExport("north", {
    logGroups: ["arn:aws:logs:eu-north-1:123456789012:log-group:/far/north:*"],
    from: "2026-10-01T00:00:00Z",
    to: "2026-10-02T00:00:00Z",
    region: "eu-north-1",
    bucket: { removalPolicy: "delete", encryption: { createKey: true } },
    removalPolicy: "delete",
});
const known = config.get("known");
const found = known && ExportTask.get("found", known);

module.exports = {
    bucket: audit.bucketName,
    north: { bucket: north.bucketName, region: north.tasks[0].region, verified: north.tasks[0].verified },
    regions: audit.tasks.map((task) => task.region),
    found: found && {
        status: found.status,
        uri: found.uri,
        logGroupName: found.logGroupName,
        objectCount: found.objectCount,
    },
};
