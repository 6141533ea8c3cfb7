import type * as library from "../index";

/**
 * What `require` of the package's folder gives, which is how Pulumi runs it as a plugin (see PulumiPlugin.yaml): the provider.
 * Everybody else gets the library, which a program asks for by its name.
 */
const isPlugin = /[\\/]cmd[\\/]run-plugin(?:[\\/]|$)/.test(process.argv[1] ?? "");

// eslint-disable-next-line @typescript-eslint/no-require-imports -- one of the two
const loaded = (isPlugin ? require("./serve") : require("../index")) as typeof library;
export = loaded;
