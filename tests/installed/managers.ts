import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentOf, npm } from "./nodes";

/** The package managers, in versions that run on every supported Node.js. */
const TOOLS = { pnpm: "pnpm@10", yarn1: "npm:yarn@1", yarn4: "npm:@yarnpkg/cli-dist@4" };

export const MANAGERS = ["npm", "pnpm", "yarn 1", "yarn 4"] as const;
export type Manager = (typeof MANAGERS)[number];

/** Installs the managers that are not part of Node.js into a folder. */
export function fetchManagers(work: string): void {
    const folder = join(work, "managers");
    mkdirSync(folder, { recursive: true });
    const dependencies = { pnpm: "10", yarn1: TOOLS.yarn1, yarn4: TOOLS.yarn4 };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
    npm(folder, "install", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts");
}

export interface Installed {
    readonly succeeded: boolean;
    /** The manager's complete output. */
    readonly said: string;
}

/** Installs the dependencies of a folder's package.json, with the manager's strictest options. */
export function install(manager: Manager, folder: string, node: string, work: string): Installed {
    const registry = npm(work, "config", "get", "registry");
    const tool = (name: string, file: string) => [node, join(work, "managers", "node_modules", name, "bin", file)];
    const cache = join(work, `cache-${manager.replace(" ", "")}`);
    // With CI set, managers refuse to write a lock file.
    const env: NodeJS.ProcessEnv = { ...environmentOf(node), CI: undefined };
    switch (manager) {
        case "npm":
            return run(["npm", "install", "--no-audit", "--no-fund", "--prefer-offline"], folder, env);
        case "pnpm":
            // Nothing is hoisted: each package sees what it declares and nothing else.
            writeFileSync(join(folder, ".npmrc"), `hoist=false\nauto-install-peers=false\nstore-dir=${cache}\n`);
            return run([...tool("pnpm", "pnpm.cjs"), "install", "--prefer-offline"], folder, env);
        case "yarn 1": {
            const options = ["--non-interactive", "--prefer-offline", "--cache-folder", cache];
            const yarn = { ...env, npm_config_registry: registry, YARN_REGISTRY: registry };
            return run([...tool("yarn1", "yarn.js"), "install", ...options], folder, yarn);
        }
        case "yarn 4":
            // Pulumi needs a node_modules folder.
            writeFileSync(join(folder, ".yarnrc.yml"), "nodeLinker: node-modules\nenableTelemetry: false\n");
            return run([...tool("yarn4", "yarn.js"), "install"], folder, {
                ...env,
                YARN_NPM_REGISTRY_SERVER: registry,
                YARN_CACHE_FOLDER: cache,
                YARN_ENABLE_GLOBAL_CACHE: "false",
                YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
            });
    }
}

function run([command, ...args]: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Installed {
    const shell = process.platform === "win32" && command === "npm";
    const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: "utf8", shell });
    return { succeeded: status === 0, said: `${stdout ?? ""}${stderr ?? ""}${error ? error.message : ""}` };
}
