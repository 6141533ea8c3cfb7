// A nightly export of one log group, from the settled past on; the config can have its name as a secret.
const pulumi = require("@pulumi/pulumi");
const { ScheduledLogExport } = require("pulumi-cloudwatch-logs-export");

const name = new pulumi.Config().get("secretName");
const nightly = new ScheduledLogExport("nightly", {
    logGroups: name ? { unnamed: pulumi.secret(name) } : ["/aws/lambda/payments"],
    from: "2026-10-28T00:00:00Z",
    schedule: "cron(0 3 * * ? *)",
    bucket: { removalPolicy: "delete" },
    transform: { table: (_args, opts) => void (opts.retainOnDelete = false) },
});

module.exports.machine = nightly.nodes.stateMachine.arn;
module.exports.bucket = nightly.bucketName;
