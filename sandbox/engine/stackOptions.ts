import type { Config } from "./config";
import type { StartChild } from "./embedded/children";
import type { EngineEvent } from "./result";

/** The options of a stack with all defaults applied. */
export interface StackOptions {
    /** The folder with Pulumi.yaml. */
    readonly program: string;
    /** The folder for the stack's state. */
    readonly state: string;
    readonly stack: string;
    readonly config: Config;
    readonly secretKeys: readonly string[];
    /** The whole environment of the program and the plugins. */
    readonly env: NodeJS.ProcessEnv;
    /** The Node.js that runs the program and the provider host, on the embedded engine. */
    readonly node: string;
    /** Starts the program and the plugins, on the embedded engine. */
    readonly startChild: StartChild;
    readonly onEvent?: (event: EngineEvent) => void;
}
