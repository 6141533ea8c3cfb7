// A nightly export of one log group, from the settled past on.
const { ScheduledLogExport } = require("pulumi-cloudwatch-logs-export");

const nightly = new ScheduledLogExport("nightly", {
    logGroups: ["/aws/lambda/payments"],
    from: "2026-10-28T00:00:00Z",
    schedule: "cron(0 3 * * ? *)",
    bucket: { removalPolicy: "delete" },
    transform: { table: (_args, opts) => void (opts.retainOnDelete = false) },
});

module.exports.machine = nightly.nodes.stateMachine.arn;
module.exports.bucket = nightly.bucketName;
