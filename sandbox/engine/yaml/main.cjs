"use strict";
// The program that cmd/run loads for a YAML project.
require("../../transpile.cjs");
const { join } = require("node:path");
const { runYaml } = require("./runYaml");
module.exports = () =>
    runYaml(
        join(process.env.SANDBOX_YAML_FILE, "Pulumi.yaml"),
        new Map(JSON.parse(process.env.SANDBOX_YAML_TYPES ?? "[]")),
    );
