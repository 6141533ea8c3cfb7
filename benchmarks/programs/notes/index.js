// As many dynamic resources as the config says, each of so many short texts, of a program that imports @pulumi/aws as the
// package does: with one text the least that Pulumi itself takes, with as many as an export has properties what it takes of
// any resource of that size.
const pulumi = require("@pulumi/pulumi");
require("@pulumi/aws");

const provider = {
    create: (inputs) => Promise.resolve({ id: inputs.text0, outs: inputs }),
};
class Note extends pulumi.dynamic.Resource {
    constructor(name, args) {
        super(provider, name, args);
    }
}
const config = new pulumi.Config();
const texts = Array.from({ length: config.getNumber("texts") ?? 1 }, (_, index) => `text${index}`);
for (let index = 0; index < config.requireNumber("count"); index++) {
    new Note(`note-${index}`, Object.fromEntries(texts.map((name) => [name, `text of note ${index}`])));
}
