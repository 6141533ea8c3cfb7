// An ExportBucket for a bucket that is there, with the arguments that the config gives; none to take it out of the program.
const pulumi = require("@pulumi/pulumi");
const { ExportBucket } = require("pulumi-cloudwatch-logs-export");

const args = new pulumi.Config().getObject("args");
if (args) new ExportBucket("archive", args);
