// Exports that become ready at different times, as configured in `story`, followed by an unrelated resource.
const { setTimeout } = require("node:timers");
const pulumi = require("@pulumi/pulumi");
const { ExportTask, LogExport } = require("pulumi-cloudwatch-logs-export");
const { Note } = require("../note");

const config = new pulumi.Config();
const { logGroupName, from, to, destination } = config.requireObject("task");
const task = (name, args) =>
    new ExportTask(name, { logGroupName, from, to, destination, destinationPrefix: name, ...args });
const never = new Promise(() => undefined);

const stories = {
    /** The second LogExport waits for the first, whose Region comes later. */
    chain() {
        const log = { logGroups: [logGroupName], from, to, splitBy: "week", bucket: { existing: destination } };
        const region = new Promise((resolve) => setTimeout(() => resolve("eu-central-1"), 200));
        const first = new LogExport("first", { ...log, region, destinationPrefix: "first" });
        const second = new LogExport("second", { ...log, destinationPrefix: "second" }, { dependsOn: first });
        return [...first.tasks, ...second.tasks];
    },
    /** Three names come when another export, declared after them, has ended. */
    late() {
        let ended;
        const name = new Promise((resolve) => (ended = resolve));
        const late = ["one", "two", "three"].map((one) => task(`late-${one}`, { logGroupName: name }));
        const ready = task("ready");
        ready.taskId.apply(() => ended(logGroupName));
        return [...late, ready];
    },
    many: () => Array.from({ length: config.getNumber("count") ?? 12 }, (_, index) => task(`task-${index}`)),
    never: () => [task("stuck", { logGroupName: never }), task("stuck-too", { destination: never }), task("ready")],
};
const tasks = stories[config.require("story")]();
const noteAfter = config.getNumber("noteAfter");
const dependsOn = noteAfter === undefined ? [] : new Note("between", { dependsOn: tasks[noteAfter] });
const note = new Note(noteAfter === undefined ? "note" : "later", { dependsOn });

module.exports = {
    statuses: tasks.map(({ status }) => status),
    completed: tasks.map(({ completionTime }) => completionTime),
    note: note.madeAt,
};
