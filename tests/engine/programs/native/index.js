// A log group, a bucket and an export with @pulumi/aws-native alone.
const awsNative = require("@pulumi/aws-native");
const pulumi = require("@pulumi/pulumi");
const { LogExport } = require("pulumi-cloudwatch-logs-export");

const config = new pulumi.Config();
const payments = new awsNative.logs.LogGroup("payments", { logGroupName: "/aws/lambda/payments" });
// A range ends after its log group's creation and before now: no export before there is such a time.
const to = config.get("to");
const audit =
    to &&
    new LogExport("audit", {
        logGroups: [payments],
        from: "2026-11-20T00:00:00Z",
        to,
        settleHours: 0,
        bucket: {
            providerPackage: "aws-native",
            removalPolicy: config.require("removalPolicy"),
            tags: { team: "audit" },
        },
    });

if (audit) module.exports = { bucket: audit.bucketName, status: audit.tasks[0].status };
