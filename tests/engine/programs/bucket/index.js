// A LogExport into a bucket of its own, with the arguments that the config gives.
const pulumi = require("@pulumi/pulumi");
const { LogExport } = require("pulumi-cloudwatch-logs-export");

const audit = new LogExport("audit", new pulumi.Config().requireObject("args"));

module.exports = { bucket: audit.bucketName, key: audit.bucket.kmsKeyArn, uri: audit.tasks[0].uri };
