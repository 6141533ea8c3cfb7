import type { ExportedState } from "./state";
import type { PropertyMap, PropertyValue } from "./values";

/** Types that both engines share. */
export type Operation = "preview" | "up" | "refresh" | "destroy";
export type EngineName = "embedded" | "pulumi";

export type StepOp =
    | "same"
    | "create"
    | "update"
    | "delete"
    | "replace"
    | "create-replacement"
    | "delete-replaced"
    | "read"
    | "read-replacement"
    | "discard"
    | "discard-replaced"
    | "refresh"
    | "remove-pending-replace";

export interface Step {
    readonly op: StepOp;
    readonly urn: string;
}

export interface Diagnostic {
    readonly severity: "debug" | "info" | "warning" | "error";
    readonly message: string;
    readonly urn?: string;
}

export interface ResourceSummary {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    readonly inputs?: PropertyMap;
    readonly outputs?: PropertyMap;
    readonly [more: string]: unknown;
}

export interface OperationResult {
    readonly engine: EngineName;
    readonly operation: Operation;
    readonly result: "succeeded" | "failed";
    /** The number of resources by operation, in the engine's words: create, update, delete, replace, same, read. */
    readonly changes: Readonly<Record<string, number>>;
    /** The stack's outputs; a secret reads `[secret]`. */
    readonly outputs: Readonly<Record<string, PropertyValue>>;
    readonly resources: readonly ResourceSummary[];
    /** In the order in which they started. */
    readonly steps: readonly Step[];
    readonly diagnostics: readonly Diagnostic[];
    readonly error?: string;
    readonly durationMilliseconds: number;
}

export type EngineEvent =
    | {
          readonly kind: "step";
          readonly phase: "started" | "done" | "failed";
          readonly op: StepOp;
          readonly urn: string;
      }
    | ({ readonly kind: "log"; readonly ephemeral: boolean } & Diagnostic)
    | { readonly kind: "summary"; readonly result: OperationResult };

export interface OperationOptions {
    /** Continue after a failed resource with everything that does not depend on it. */
    readonly continueOnError?: boolean;
    /** Replace these resources, without asking their providers for a diff. */
    readonly replace?: readonly string[];
    /** @default as the Pulumi CLI's: the variable PULUMI_PARALLEL, or four times the number of CPUs */
    readonly parallel?: number;
}

export interface Stack {
    preview(options?: OperationOptions): Promise<OperationResult>;
    up(options?: OperationOptions): Promise<OperationResult>;
    refresh(options?: OperationOptions): Promise<OperationResult>;
    destroy(options?: OperationOptions): Promise<OperationResult>;
    /** The state as `pulumi stack export` prints it. */
    exportState(): Promise<ExportedState>;
    /** Like Ctrl-C: running operations end, no new ones start. */
    cancel(): Promise<void>;
}
