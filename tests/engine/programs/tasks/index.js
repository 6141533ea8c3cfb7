// Declares what the config says: `tasks` maps names to the arguments of an ExportTask, `notes` counts unrelated resources.
const pulumi = require("@pulumi/pulumi");
const { ExportTask } = require("pulumi-cloudwatch-logs-export");

const config = new pulumi.Config();

/** A resource that has nothing to do with exports; it records when it was made. */
class Note extends pulumi.dynamic.Resource {
    constructor(name, opts) {
        const provider = {
            create: () => Promise.resolve({ id: name, outs: { madeAt: Date.now() } }),
            diff: () => Promise.resolve({ changes: false }),
        };
        super(provider, name, { madeAt: undefined }, opts, "test", "Note");
    }
}

const tasks = {};
for (const [name, args] of Object.entries(config.getObject("tasks") ?? {})) {
    tasks[name] = new ExportTask(name, args);
}
const notes = Array.from({ length: config.getNumber("notes") ?? 0 }, (_, index) => new Note(`note-${index}`));

module.exports = {
    tasks: Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, task.taskId])),
    notes: notes.map((note) => note.madeAt),
};
