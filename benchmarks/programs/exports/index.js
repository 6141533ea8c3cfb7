// As many exports as the config says, of one log group into a bucket that is there already.
const pulumi = require("@pulumi/pulumi");
const { LogExport } = require("pulumi-cloudwatch-logs-export");

const config = new pulumi.Config();
const from = config.requireNumber("from");
new LogExport("audit", {
    logGroups: [config.require("logGroup")],
    from,
    to: from + config.requireNumber("count") * 86_400_000,
    splitBy: "day",
    destinationPrefix: "audit",
    bucket: { existing: config.require("bucket") },
});
