"use strict";
// Loaded into the program. Pulumi prints an uncaught error with util.inspect in colours. For a stack line such as
// `node_modules/@pulumi/resource.ts:1` (a scope without a package) Node 20 to 24 then takes half a minute, until the text is
// too long. Without colours it is fast, and colours are not shown here.
const util = require("node:util");
const inspect = util.inspect;
util.inspect = Object.assign(function (value, options, ...more) {
    const colourless = value instanceof Error && options?.colors ? { ...options, colors: false } : options;
    return inspect(value, colourless, ...more);
}, inspect);
