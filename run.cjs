"use strict";
// Runs a TypeScript file without type checks: node run.cjs FILE [ARGUMENT …]
require("./sandbox/transpile.cjs");
process.argv.splice(1, 1);
process.argv[1] = require("node:path").resolve(process.argv[1]);
require("node:module").runMain();
