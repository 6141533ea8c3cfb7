// Declares what the config says: `tasks` maps names to the arguments of an ExportTask, within components named as `within` says.
const pulumi = require("@pulumi/pulumi");
const { ExportTask } = require("pulumi-cloudwatch-logs-export");

const config = new pulumi.Config();
const parent = (config.getObject("within") ?? []).reduce(
    (outer, name) => new pulumi.ComponentResource("my:index:Part", name, {}, { parent: outer }),
    undefined,
);
const declared = Object.entries(config.getObject("tasks") ?? {});
const tasks = declared.map(([name, args]) => [name, new ExportTask(name, args, { parent })]);

module.exports = { tasks: Object.fromEntries(tasks.map(([name, task]) => [name, task.taskId])) };
