// Reads outputs of another stack.
const pulumi = require("@pulumi/pulumi");

const other = new pulumi.StackReference(new pulumi.Config().require("stack"));
module.exports = {
    plain: other.requireOutput("plain"),
    hidden: other.requireOutput("hidden"),
    missing: other.getOutput("missing").apply((value) => value ?? "none"),
};
