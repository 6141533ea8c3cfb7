import { createRequire } from "node:module";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { load } from "js-yaml";

/** What the engine needs from a Pulumi.yaml. */
export interface Project {
    readonly name: string;
    readonly runtime: Runtime;
    /** The folder with Pulumi.yaml. */
    readonly rootDirectory: string;
    /** Where the program runs: the folder of `main`. */
    readonly programDirectory: string;
    /** `.`, or the file that `main` names. */
    readonly entryPoint: string;
    readonly typescript: boolean;
    readonly nodeArguments: readonly string[];
    readonly config: Readonly<Record<string, ConfigDeclaration>>;
    /** The folders of plugins by package. */
    readonly packages: Readonly<Record<string, string>>;
    /** Settings of which only the Pulumi CLI knows what to do. */
    readonly onlyForCli: readonly string[];
}

/** The embedded engine runs `nodejs` and `yaml`. */
const RUNTIMES = ["nodejs", "bun", "yaml", "python", "go"] as const;
export type Runtime = (typeof RUNTIMES)[number];

export interface ConfigDeclaration {
    readonly type?: ConfigType;
    readonly default?: unknown;
    readonly value?: unknown;
    readonly secret?: boolean;
}

export const configTypes = ["string", "integer", "boolean", "array", "object"] as const;
export type ConfigType = (typeof configTypes)[number];

interface ProjectFile {
    readonly name?: string;
    readonly runtime?: string | { readonly name?: string; readonly options?: Readonly<Record<string, unknown>> };
    readonly main?: string;
    readonly packages?: Readonly<Record<string, unknown>>;
    readonly config?: Readonly<Record<string, unknown>>;
    readonly plugins?: unknown;
    readonly requiredPulumiVersion?: unknown;
    readonly options?: { readonly refresh?: unknown };
}

export function readProject(directory: string): Project {
    const rootDirectory = resolve(directory);
    const path = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(rootDirectory, name)).find(existsSync);
    if (!path) {
        throw new Error(`There is no Pulumi.yaml in ${rootDirectory}. Name the folder of a Pulumi program.`);
    }
    const file = load(readFileSync(path, "utf8")) as ProjectFile | undefined;
    if (!file?.name) {
        throw new Error(`${path} has no name.`);
    }
    const runtime = typeof file.runtime === "object" ? file.runtime : { name: file.runtime };
    const known = RUNTIMES.find((one) => one === runtime.name);
    if (!known) {
        throw new Error(
            `${path} has the runtime ${JSON.stringify(runtime.name)}; the sandbox runs nodejs, yaml and, on the Pulumi CLI, ` +
                "bun, python and go.",
        );
    }
    const options = runtime.options ?? {};
    const place = resolveMain(rootDirectory, file.main ?? ".");
    if (known === "nodejs" || known === "bun") assertRunnable(rootDirectory, place.programDirectory);
    return {
        name: file.name,
        rootDirectory,
        runtime: known,
        ...place,
        typescript: options.typescript !== false,
        nodeArguments: String(options.nodeargs ?? "")
            .split(/\s+/)
            .filter((argument) => argument !== ""),
        packages: Object.fromEntries(
            Object.entries(file.packages ?? {}).flatMap(([name, source]) =>
                typeof source === "string" && /^[./]/.test(source) ? [[name, resolve(rootDirectory, source)]] : [],
            ),
        ),
        onlyForCli: [
            ...(file.options?.refresh === undefined ? [] : ["options.refresh"]),
            ...(file.plugins === undefined ? [] : ["plugins"]),
            ...(file.requiredPulumiVersion === undefined ? [] : ["requiredPulumiVersion"]),
        ],
        config: Object.fromEntries(Object.entries(file.config ?? {}).map(([key, value]) => [key, declaration(value)])),
    };
}

/** Refuses a folder in which Pulumi would run another program, or would fail with an unclear error. */
function assertRunnable(root: string, directory: string): void {
    if (![directory, root].some((folder) => existsSync(join(folder, "package.json")))) {
        throw new Error(
            `There is no package.json in ${directory}, so Pulumi would run the package that it is a part of, if any. ` +
                "Make one: npm init --yes, and then npm install @pulumi/pulumi.",
        );
    }
    try {
        createRequire(join(directory, "index.js")).resolve("@pulumi/pulumi/cmd/run");
    } catch {
        throw new Error(`@pulumi/pulumi is not installed for the program in ${directory}. Run npm install there.`);
    }
}

/** `main` is a folder, or a file whose folder is where the program runs. */
function resolveMain(root: string, main: string): Pick<Project, "programDirectory" | "entryPoint"> {
    const place = join(root, main);
    if (isAbsolute(main) || relative(root, place).startsWith("..")) {
        throw new Error(`main is ${JSON.stringify(main)}; it must be a place below the folder of Pulumi.yaml.`);
    }
    if (!existsSync(place)) {
        throw new Error(`main is ${JSON.stringify(main)}; there is nothing at ${place}.`);
    }
    return statSync(place).isDirectory()
        ? { programDirectory: place, entryPoint: "." }
        : { programDirectory: dirname(place), entryPoint: basename(place) };
}

/** `key: { type, default }`, or just `key: value`. */
function declaration(value: unknown): ConfigDeclaration {
    const declares =
        typeof value === "object" && value !== null && ("type" in value || "default" in value || "value" in value);
    return declares ? (value as ConfigDeclaration) : { value };
}
