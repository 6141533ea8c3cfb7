"use strict";
// TypeScript 7's tsc; 6's where Pulumi installs the plugin's folder, without devDependencies. npm links a command that two
// packages have to either of them: to 7's after `npm install`, to 6's after `npm ci`.
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");

const [seven, six] = ["typescript-7", "typescript"].map((name) =>
    join(module.path, "node_modules", name, "bin", "tsc"),
);
void import(pathToFileURL(existsSync(seven) ? seven : six).href);
