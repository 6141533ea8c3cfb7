// A log group, a bucket and an export with @pulumi/aws-native alone.
const awsNative = require("@pulumi/aws-native");
const pulumi = require("@pulumi/pulumi");
const { LogExport } = require("pulumi-cloudwatch-logs-export");

const payments = new awsNative.logs.LogGroup("payments", { logGroupName: "/aws/lambda/payments" });
const audit = new LogExport("audit", {
    logGroups: [payments],
    // Past the group's creation, so nothing is in the range but the marker.
    from: "2026-11-20T00:00:00Z",
    to: "2027-11-20T00:00:00Z",
    settleHours: 0,
    bucket: {
        providerPackage: "aws-native",
        removalPolicy: new pulumi.Config().require("removalPolicy"),
        tags: { team: "audit" },
    },
});

module.exports = { bucket: audit.bucketName, status: audit.tasks[0].status };
