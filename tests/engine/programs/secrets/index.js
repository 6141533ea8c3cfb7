// Declares one ExportTask with the arguments that the config has under `task`; those named under `secret` are secrets. With
// `merged`, a transformation of the stack adds an option of the kind that the package itself gives.
const pulumi = require("@pulumi/pulumi");
const { ExportTask } = require("pulumi-cloudwatch-logs-export");

const config = new pulumi.Config();
const secret = config.requireObject("secret");
if (config.getBoolean("merged")) {
    pulumi.runtime.registerStackTransformation(({ props, opts }) => ({
        props,
        opts: pulumi.mergeOptions(opts, { additionalSecretOutputs: ["taskId"] }),
    }));
}
const args = Object.entries(config.requireObject("task")).map(([name, value]) => [
    name,
    secret.includes(name) ? pulumi.secret(value) : value,
]);
const { taskId, uri } = new ExportTask("customer", Object.fromEntries(args));

module.exports = { taskId, uri };
