"use strict";
// Loaded into the program and the plugins. @pulumi/pulumi loads the TypeScript compiler and npm's Arborist to serialise
// functions, and its host of dynamic providers never does: without these two it starts in half the processor time. They
// are loaded when they are first used.
const Module = require("node:module");
const path = require("node:path");
const load = Module._load;
const LAZY = new Set(["typescript", "@npmcli/arborist"]);
const PULUMI = `${path.sep}@pulumi${path.sep}`;

Module._load = function (request, parent, isMain) {
    if (!LAZY.has(request) || !parent?.filename?.includes(PULUMI)) return load(request, parent, isMain);
    Module._resolveFilename(request, parent); // fails at once where it is not installed
    let module;
    const whole = () => (module ??= load(request, parent, isMain));
    return new Proxy(function () {}, {
        get: (_, name) => (name === "__esModule" ? undefined : whole()[name]), // asked of whatever is imported
        has: (_, name) => name in whole(),
        apply: (_, self, args) => Reflect.apply(whole(), self, args),
        construct: (_, args) => Reflect.construct(whole(), args),
    });
};
