// A LogExport of the name and with the arguments that the config gives, into a bucket of its own or an ExportBucket.
const pulumi = require("@pulumi/pulumi");
const { ExportBucket, LogExport } = require("pulumi-cloudwatch-logs-export");

const config = new pulumi.Config();
const { isShared, ...args } = config.requireObject("args");
const bucket = isShared ? { bucket: new ExportBucket("archive") } : {};
new LogExport(config.require("name"), { ...args, ...bucket }, { aliases: config.requireObject("aliases") });
