// Imports what the config says, and declares nothing.
const pulumi = require("@pulumi/pulumi");

require(new pulumi.Config().require("package"));
