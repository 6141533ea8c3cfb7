import type * as library from "../index";

/**
 * What `require` of the package's folder gives, which is how Pulumi runs it as a plugin (see PulumiPlugin.yaml): the provider.
 * Everybody else gets the library, which a program asks for by its name.
 *
 * Pulumi also takes this file for the program, by `exports` in package.json, if the program's folder is in a checkout and has no
 * package.json of its own. The library would then run in the program's place, declare nothing, and `up` would succeed.
 */
const isPlugin = /[\\/]cmd[\\/]run-plugin(?:[\\/]|$)/.test(process.argv[1] ?? "");
const isProgram = /[\\/]cmd[\\/]run[\\/]/.test(module.parent?.filename ?? "");

/* eslint-disable @typescript-eslint/no-require-imports -- one of them */
if (isProgram) {
    const { RunError } = require("@pulumi/pulumi") as typeof import("@pulumi/pulumi");
    throw new RunError(
        `There is no package.json in ${process.cwd()}, so Pulumi takes the package that it is a part of for the program. ` +
            "Make one: npm init --yes, and then npm install @pulumi/pulumi.",
    );
}
const loaded = (isPlugin ? require("./serve") : require("../index")) as typeof library;
/* eslint-enable @typescript-eslint/no-require-imports */
export = loaded;
