import { createRequire } from "node:module";
import { join } from "node:path";
import type { Project } from "../project";
import type { Child, StartChild } from "./children";

export interface ProgramOptions {
    readonly project: Project;
    readonly stack: string;
    readonly organization: string;
    readonly config: Readonly<Record<string, string>>;
    readonly secretKeys: readonly string[];
    readonly monitorAddress: string;
    readonly engineAddress: string;
    readonly preview: boolean;
    readonly parallel: number;
    readonly env: NodeJS.ProcessEnv;
    readonly node: string;
    readonly startChild: StartChild;
    readonly log: (message: string) => void;
}

const yamlRunner = join(__dirname, "..", "yaml", "main.cjs");

/** The exit code of a program that has already reported its error. */
export const alreadyReported = 32;

/** Runs the program with its own @pulumi/pulumi, as sdk/nodejs/cmd/pulumi-language-nodejs/main.go does. */
export function startProgram(options: ProgramOptions): Child {
    const { project } = options;
    const isYaml = project.runtime === "yaml";
    const sdk = isYaml ? __filename : join(project.programDirectory, "index.js");
    const runner = createRequire(sdk).resolve("@pulumi/pulumi/cmd/run");
    const flags: Record<string, string> = {
        monitor: options.monitorAddress,
        engine: options.engineAddress,
        organization: options.organization,
        project: project.name,
        "root-directory": project.rootDirectory,
        stack: options.stack,
        pwd: project.programDirectory,
        parallel: String(options.parallel),
    };
    return options.startChild({
        command: options.node,
        args: [
            ...project.nodeArguments,
            runner,
            ...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]),
            ...(options.preview ? ["--dry-run"] : []),
            isYaml ? yamlRunner : project.entryPoint,
        ],
        cwd: project.programDirectory,
        env: {
            ...options.env,
            PULUMI_CONFIG: JSON.stringify(oldStyleKeys(options.config)),
            PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(options.secretKeys),
            PULUMI_NODEJS_TRANSPILE_ONLY: "true",
            ...(project.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
        },
        onLine: (line) => line.trim() !== "" && options.log(line),
    });
}

/** Keys in the form that old versions of the SDK also accept, as the language host passes them. */
function oldStyleKeys(config: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
        Object.entries(config).map(([key, value]) => [key.replace(/^([^:]*):(?:config:)?/, "$1:config:"), value]),
    );
}
