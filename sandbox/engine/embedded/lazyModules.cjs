"use strict";
// Loaded into the program and the plugins. @pulumi/pulumi loads the TypeScript compiler and npm's Arborist, which only
// serializing functions needs. Loading them on first use halves the CPU time in which the host of dynamic providers
// starts.
const Module = require("node:module");
const path = require("node:path");
const load = Module._load;
const LAZY = new Set(["typescript", "@npmcli/arborist"]);
const PULUMI = `${path.sep}@pulumi${path.sep}`;

Module._load = function (request, parent, isMain) {
    if (!LAZY.has(request) || !parent?.filename?.includes(PULUMI)) return load(request, parent, isMain);
    Module._resolveFilename(request, parent); // fails immediately if it is not installed
    let module;
    const whole = () => (module ??= load(request, parent, isMain));
    return new Proxy(function () {}, {
        get: (_, name) => (name === "__esModule" ? undefined : whole()[name]), // every import reads __esModule
        has: (_, name) => name in whole(),
        apply: (_, self, args) => Reflect.apply(whole(), self, args),
        construct: (_, args) => Reflect.construct(whole(), args),
    });
};
