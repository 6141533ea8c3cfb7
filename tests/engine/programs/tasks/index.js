// Declares what the config says: `tasks` maps names to the arguments of an ExportTask.
const pulumi = require("@pulumi/pulumi");
const { ExportTask } = require("pulumi-cloudwatch-logs-export");

const declared = Object.entries(new pulumi.Config().getObject("tasks") ?? {});
const tasks = declared.map(([name, args]) => [name, new ExportTask(name, args)]);

module.exports = { tasks: Object.fromEntries(tasks.map(([name, task]) => [name, task.taskId])) };
