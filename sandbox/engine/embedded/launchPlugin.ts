import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { startChild, type ChildOptions, type StartChild } from "./children";
import { Plugin } from "./plugin";
import { pluginCommand } from "./pluginFolder";

/** Where plugins run, and the engine's address. */
export interface PluginHost {
    readonly engineAddress: string;
    readonly programDirectory: string;
    readonly project: string;
    readonly env: NodeJS.ProcessEnv;
    /** Runs the host of dynamic providers. @default this process's Node.js */
    readonly node?: string;
    /** @default as processes */
    readonly startChild?: StartChild;
    /** The folders of plugins by package. @default none: plugins are executables on PATH */
    readonly packages?: Readonly<Record<string, string>>;
    readonly log: (severity: "debug" | "info", message: string) => void;
}

export const dynamicPackage = "pulumi-nodejs";

/** Starts the plugin of a package. The first line of its output is its port. */
export async function launchPlugin(pkg: string, host: PluginHost): Promise<Plugin> {
    const port = attachPort(pkg, host.env);
    if (port !== undefined) {
        return Plugin.attach(`127.0.0.1:${port}`, host.engineAddress);
    }
    return startPlugin(pkg, host);
}

/** The port of a provider that already runs: `PULUMI_DEBUG_PROVIDERS=aws:12345,gcp:678`, as for the Pulumi CLI. */
function attachPort(pkg: string, env: NodeJS.ProcessEnv): string | undefined {
    const named = (env.PULUMI_DEBUG_PROVIDERS ?? "").split(",").map((entry) => entry.split(":"));
    return named.find(([name]) => name === pkg)?.[1];
}

async function startPlugin(pkg: string, host: PluginHost): Promise<Plugin> {
    const { command, args, shell } = commandFor(pkg, host);
    const output: string[] = [];
    let listening = false;
    let announce: (port: string) => void = () => undefined;
    const port = new Promise<string>((resolve) => (announce = resolve));
    const child = (host.startChild ?? startChild)({
        command,
        args: [...args, host.engineAddress],
        shell,
        cwd: host.programDirectory,
        env: { ...host.env, PULUMI_PROJECT: host.project, PULUMI_NODEJS_PROJECT: host.project },
        onLine: (line, stream) => {
            if (!listening && stream === "stdout") {
                listening = true;
                announce(line.trim());
                return;
            }
            output.push(line);
            if (line.trim() !== "") {
                host.log(pkg === dynamicPackage ? "info" : "debug", line);
            }
        },
    });
    const died = child.exited.then((code): never => {
        throw new Error(`The plugin for ${pkg} (${command}) ended with ${code}.\n${output.join("\n")}`);
    });
    died.catch(() => undefined);
    return Plugin.connect(`127.0.0.1:${await Promise.race([port, died])}`, host.engineAddress, child);
}

function commandFor(pkg: string, host: PluginHost): Command {
    if (pkg === dynamicPackage) {
        return dynamicHost(host);
    }
    const folder = host.packages?.[pkg];
    return folder === undefined ? executable(pkg, host.env) : pluginCommand(folder, host.node ?? process.execPath);
}

type Command = Pick<ChildOptions, "command" | "args" | "shell">;

/** What pulumi-resource-pulumi-nodejs does: the host comes from the program's own @pulumi/pulumi. */
function dynamicHost({ programDirectory, node = process.execPath }: PluginHost): Command {
    const script = createRequire(join(programDirectory, "index.js")).resolve("@pulumi/pulumi/cmd/dynamic-provider");
    return { command: node, args: [script] };
}

function executable(pkg: string, env: NodeJS.ProcessEnv): Command {
    const windows = process.platform === "win32";
    const name = `pulumi-resource-${pkg}`;
    const extensions = windows ? [".cmd", ".exe"] : [""];
    const path = (env.PATH ?? env.Path ?? "").split(delimiter).filter((folder) => folder !== "");
    for (const folder of path) {
        const found = extensions.map((extension) => join(folder, name + extension)).find(existsSync);
        if (found) {
            return { command: found, args: [], shell: windows };
        }
    }
    throw new Error(`There is no plugin for the package ${pkg}: no ${name} on PATH.`);
}
