// Declares what the config says: `tasks` maps names to the arguments of an ExportTask, `exports` names to a LogExport's.
const pulumi = require("@pulumi/pulumi");
const { ExportTask, LogExport } = require("pulumi-cloudwatch-logs-export");

module.exports = async () => {
    const config = new pulumi.Config();
    for (const [name, args] of Object.entries(config.getObject("exports") ?? {})) new LogExport(name, args);
    for (const [name, { opts = {}, ...args }] of Object.entries(config.getObject("tasks") ?? {})) {
        const aliases = (opts.aliases ?? []).map((old) => ({ name: old }));
        new ExportTask(name, args, { ...opts, aliases });
    }
};
