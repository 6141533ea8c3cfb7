// As many dynamic resources as the config says, as small as a program can write them, of a program that imports @pulumi/aws as
// the package does: the least that Pulumi itself takes.
const pulumi = require("@pulumi/pulumi");
require("@pulumi/aws");

const provider = {
    create: (inputs) => Promise.resolve({ id: inputs.text, outs: inputs }),
};
class Note extends pulumi.dynamic.Resource {
    constructor(name, args) {
        super(provider, name, args);
    }
}
for (let index = 0; index < new pulumi.Config().requireNumber("count"); index++) {
    new Note(`note-${index}`, { text: `text of note ${index}` });
}
