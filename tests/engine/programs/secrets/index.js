// Declares one ExportTask with the arguments that the config has under `task`; those named under `secret` are secrets.
const pulumi = require("@pulumi/pulumi");
const { ExportTask } = require("pulumi-cloudwatch-logs-export");

const config = new pulumi.Config();
const secret = config.requireObject("secret");
const args = Object.entries(config.requireObject("task")).map(([name, value]) => [
    name,
    secret.includes(name) ? pulumi.secret(value) : value,
]);
const { taskId, uri } = new ExportTask("customer", Object.fromEntries(args));

module.exports = { taskId, uri };
