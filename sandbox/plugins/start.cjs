"use strict";
// What the launchers in bin/ run: node start.cjs <package> <engine address>
require("ts-node").register({ transpileOnly: true, cwd: require("node:path").dirname(require.main.filename) });
const [pkg] = process.argv.slice(2);
const packages = { aws: () => require("./aws").aws };
if (!(pkg in packages)) {
    console.error(`There is no stand-in for the package ${pkg}.`);
    process.exit(1);
}
require("./server").servePlugin(packages[pkg]());
