// A LogExport into a bucket of its own, with the arguments that the config gives, and a chain of `notes` unrelated resources behind it.
const pulumi = require("@pulumi/pulumi");
const { LogExport } = require("pulumi-cloudwatch-logs-export");
const { Note } = require("../note");

const config = new pulumi.Config();
const audit = new LogExport("audit", config.requireObject("args"));
const notes = [];
for (let index = 0; index < (config.getNumber("notes") ?? 0); index++) {
    notes.push(new Note(`note-${index}`, { dependsOn: notes.slice(-1) }));
}

module.exports = {
    bucket: audit.bucketName,
    uris: audit.tasks.map((task) => task.uri),
    completed: audit.tasks.map((task) => task.completionTime),
    notes: notes.map((note) => note.madeAt),
};
