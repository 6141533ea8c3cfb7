import { resolve } from "node:path";
import type { ClockSettings } from "../clock/clock";
import { fullKey } from "./config";
import { startChild, type StartChild } from "./embedded/children";
import { EmbeddedStack } from "./embedded/embeddedStack";
import { childEnvironment } from "./environment";
import { openPulumiStack } from "./pulumi/pulumiStack";
import { readProject } from "./project";
import type { EngineEvent, EngineName, Stack } from "./result";
import type { StackOptions } from "./stackOptions";

export type * from "./result";
export type { ExportedState, ResourceState } from "./state";

export interface OpenStackOptions {
    readonly engine: EngineName;
    /** The folder with Pulumi.yaml. */
    readonly program: string;
    /** The folder for the stack's state. The two engines keep separate states in it. */
    readonly state: string;
    /** @default "sandbox" */
    readonly stack?: string;
    /** `key`, for `<project>:key`, or `namespace:key`. @default what Pulumi.yaml declares */
    readonly config?: Readonly<Record<string, string>>;
    /** Which keys of `config` are secret. */
    readonly secretKeys?: readonly string[];
    /** Environment variables for the program and the plugins, added to those of this process. */
    readonly env?: NodeJS.ProcessEnv;
    /** The endpoint of AWS. Without it, the program and the plugins use their default. */
    readonly awsEndpoint?: string;
    /** The time of the program and the provider host. @default real time */
    readonly clock?: ClockSettings;
    /** A folder of real plugins, which take precedence over the sandbox's stand-ins. */
    readonly plugins?: string;
    /** The Node.js that runs the program and the provider host, on the embedded engine. @default this process's */
    readonly node?: string;
    /** Starts the program and the plugins, on the embedded engine. @default as processes */
    readonly startChild?: StartChild;
    readonly onEvent?: (event: EngineEvent) => void;
}

/** Opens a stack of a program on either engine. The first `up` creates it. */
export async function openStack(options: OpenStackOptions): Promise<Stack> {
    const project = readProject(options.program);
    const config = Object.fromEntries(
        Object.entries(options.config ?? {}).map(([key, value]) => [fullKey(project.name, key), value]),
    );
    const stackOptions: StackOptions = {
        program: resolve(options.program),
        state: resolve(options.state),
        stack: options.stack ?? "sandbox",
        config,
        secretKeys: (options.secretKeys ?? []).map((key) => fullKey(project.name, key)),
        env: childEnvironment({
            base: { ...process.env, ...options.env },
            config,
            awsEndpoint: options.awsEndpoint,
            clock: options.clock,
            plugins: options.plugins,
            embedded: options.engine === "embedded",
        }),
        node: options.node ?? process.execPath,
        startChild: options.startChild ?? startChild,
        onEvent: options.onEvent,
    };
    if (options.engine === "pulumi") {
        return openPulumiStack(stackOptions);
    }
    return new EmbeddedStack(stackOptions);
}
