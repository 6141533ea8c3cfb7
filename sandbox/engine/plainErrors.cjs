"use strict";
// Loaded into the program. Pulumi prints an uncaught error with util.inspect in colours, and Node 20 to 24 then takes
// half a minute over each stack line like `node_modules/@pulumi/resource.ts:1` (a scope with nothing below it), until the
// text it builds is too long. Without colours it takes no time, and nobody sees colours here.
const util = require("node:util");
const inspect = util.inspect;
util.inspect = Object.assign(function (value, options, ...more) {
    const colourless = value instanceof Error && options?.colors ? { ...options, colors: false } : options;
    return inspect(value, colourless, ...more);
}, inspect);
