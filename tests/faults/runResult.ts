/** An operation of a program's engine. */
export type Operation = "up" | "refresh" | "destroy";

export interface Step {
    readonly op: "same" | "create" | "update" | "replace" | "delete" | "refresh";
    readonly urn: string;
}

export interface RunResult {
    readonly errors: readonly string[];
    /** Those that were done, in the order in which they ended. */
    readonly steps: readonly Step[];
}
