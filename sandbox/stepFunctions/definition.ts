import type { Json, JsonObject } from "./json";

/** A state machine in the Amazon States Language, with JSONata as its query language. */
export interface Definition extends Flow {
    readonly QueryLanguage: "JSONata";
    readonly Comment?: string;
    readonly Version?: string;
    readonly TimeoutSeconds?: number;
}

/** Connected states: the whole machine, a branch of Parallel, or the processor of Map. */
export interface Flow {
    readonly StartAt: string;
    readonly States: Readonly<Record<string, State>>;
}

interface Common {
    readonly Comment?: string;
    readonly QueryLanguage?: "JSONata";
    readonly Assign?: JsonObject;
    readonly Output?: Json;
    readonly Next?: string;
    readonly End?: true;
}

interface Fallible {
    readonly Retry?: readonly Retrier[];
    readonly Catch?: readonly Catcher[];
}

export interface Retrier {
    readonly ErrorEquals: readonly string[];
    readonly IntervalSeconds?: number;
    readonly BackoffRate?: number;
    readonly MaxAttempts?: number;
    readonly MaxDelaySeconds?: number;
    readonly JitterStrategy?: "FULL" | "NONE";
    readonly Comment?: string;
}

export interface Catcher {
    readonly ErrorEquals: readonly string[];
    readonly Next: string;
    readonly Assign?: JsonObject;
    readonly Output?: Json;
    readonly Comment?: string;
}

export interface TaskState extends Common, Fallible {
    readonly Type: "Task";
    readonly Resource: string;
    readonly Arguments?: Json;
    readonly TimeoutSeconds?: Json;
}
export interface PassState extends Common {
    readonly Type: "Pass";
}
export interface WaitState extends Common {
    readonly Type: "Wait";
    readonly Seconds?: Json;
    readonly Timestamp?: string;
}
export interface ChoiceState extends Common {
    readonly Type: "Choice";
    readonly Choices: readonly (Pick<Common, "Assign" | "Output" | "Comment"> & {
        readonly Condition: Json;
        readonly Next: string;
    })[];
    readonly Default?: string;
}
export interface SucceedState extends Common {
    readonly Type: "Succeed";
}
export interface FailState extends Common {
    readonly Type: "Fail";
    readonly Error?: string;
    readonly Cause?: string;
}
export interface ParallelState extends Common, Fallible {
    readonly Type: "Parallel";
    readonly Branches: readonly Flow[];
    readonly Arguments?: Json;
}
export interface MapState extends Common, Fallible {
    readonly Type: "Map";
    readonly ItemProcessor: Flow & {
        readonly ProcessorConfig?: {
            readonly Mode?: "INLINE" | "DISTRIBUTED";
            readonly ExecutionType?: "STANDARD" | "EXPRESS";
        };
    };
    readonly Items?: Json;
    readonly ItemSelector?: Json;
    readonly MaxConcurrency?: Json;
    readonly ItemReader?: ItemReader;
    readonly ItemBatcher?: JsonObject;
    readonly ToleratedFailurePercentage?: Json;
    readonly ToleratedFailureCount?: Json;
    readonly Label?: string;
}
export interface ItemReader {
    readonly Resource: string;
    readonly Arguments?: Json;
    readonly ReaderConfig?: JsonObject;
}

export type State =
    TaskState | PassState | WaitState | ChoiceState | SucceedState | FailState | ParallelState | MapState;

export function isDistributed(state: MapState): boolean {
    return state.ItemProcessor.ProcessorConfig?.Mode === "DISTRIBUTED";
}
