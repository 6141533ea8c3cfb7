"use strict";
// The launchers in bin/ run this: node start.cjs <package> <engine address>
require("../transpile.cjs");
const [pkg] = process.argv.slice(2);
const packages = {
    aws: () => require("./aws").aws,
    "aws-native": () => require("./awsNative").awsNative,
};
if (!(pkg in packages)) {
    console.error(`There is no stand-in for the package ${pkg}.`);
    process.exit(1);
}
require("./server").servePlugin(packages[pkg]());
