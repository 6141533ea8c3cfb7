const pulumi = require("@pulumi/pulumi");

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

module.exports = { Note };
