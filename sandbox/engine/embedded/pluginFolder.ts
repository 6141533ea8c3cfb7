import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { load } from "js-yaml";

interface PluginFile {
    readonly runtime?: string | { readonly name?: string };
}

/**
 * The command that starts a plugin from its folder with PulumiPlugin.yaml, with the folder's own @pulumi/pulumi, as
 * sdk/nodejs/cmd/pulumi-language-nodejs/main.go does.
 */
export function pluginCommand(folder: string, node: string): { readonly command: string; readonly args: string[] } {
    const file = join(folder, "PulumiPlugin.yaml");
    if (!existsSync(file)) {
        throw new Error(`There is no PulumiPlugin.yaml in ${folder}. Name the folder of a plugin under packages.`);
    }
    const { runtime } = load(readFileSync(file, "utf8")) as PluginFile;
    const name = typeof runtime === "object" ? runtime.name : runtime;
    if (name !== "nodejs") {
        throw new Error(`${file} has the runtime ${JSON.stringify(name)}; the embedded engine runs plugins of nodejs.`);
    }
    const host = createRequire(join(folder, "index.js")).resolve("@pulumi/pulumi/cmd/run-plugin");
    return { command: node, args: [host, folder] };
}
