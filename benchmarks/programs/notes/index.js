// As many dynamic resources as the config says, each of so many short texts, in a program with the same bucket and imports as that
// of the exports: with one text the least that Pulumi itself takes, with as many as an export has properties what it takes of
// any resource of that size.
const pulumi = require("@pulumi/pulumi");
const { ExportBucket } = require("pulumi-cloudwatch-logs-export");

const provider = {
    create: (inputs) => Promise.resolve({ id: inputs.text0, outs: inputs }),
};
class Note extends pulumi.dynamic.Resource {
    constructor(name, args) {
        super(provider, name, args);
    }
}
const config = new pulumi.Config();
new ExportBucket("audit", { existing: config.require("bucket") });
const texts = Array.from({ length: config.getNumber("texts") ?? 1 }, (_, index) => `text${index}`);
for (let index = 0; index < config.requireNumber("count"); index++) {
    new Note(`note-${index}`, Object.fromEntries(texts.map((name) => [name, `text of note ${index}`])));
}
