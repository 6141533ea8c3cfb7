// One dynamic resource: a file that contains a text.
const pulumi = require("@pulumi/pulumi");

const provider = {
    async create({ text }) {
        return { id: `note-${text}`, outs: { text, length: text.length } };
    },
    async update(id, olds, { text }) {
        return { outs: { text, length: text.length } };
    },
};
class Note extends pulumi.dynamic.Resource {
    constructor(name, args, options) {
        super(provider, name, { length: undefined, ...args }, options);
    }
}
const note = new Note("note", { text: new pulumi.Config().require("text") });
module.exports = { length: note.length };
