"use strict";
// What cmd/run runs as the program of a YAML project.
require("../../transpile.cjs");
const { join } = require("node:path");
const { runYaml } = require("./runYaml");
module.exports = () =>
    runYaml(
        join(process.env.SANDBOX_YAML_FILE, "Pulumi.yaml"),
        new Map(JSON.parse(process.env.SANDBOX_YAML_TYPES ?? "[]")),
    );
