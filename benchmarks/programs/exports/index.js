// An export for each day, of one log group into a bucket that is there already.
const pulumi = require("@pulumi/pulumi");
const { LogExport } = require("pulumi-cloudwatch-logs-export");

const config = new pulumi.Config();
new LogExport("audit", {
    logGroups: [config.require("logGroup")],
    from: config.require("from"),
    to: config.require("to"),
    splitBy: "day",
    destinationPrefix: "audit",
    bucket: { existing: config.require("bucket") },
});
