import { DefinitionError } from "./errors";
import { isJsonObject, type Json, type JsonObject } from "./json";

/** A state machine in the Amazon States Language, with JSONata as its query language. */
export interface Definition extends Flow {
    readonly QueryLanguage: "JSONata";
    readonly Comment?: string;
    readonly Version?: string;
    readonly TimeoutSeconds?: number;
}

/** States that lead from one to the next: the whole machine, a branch of Parallel, or what Map does with an item. */
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

const onward = ["Next", "End"];
const common = ["Type", "Comment", "QueryLanguage"];
const data = ["Assign", "Output"];
const fallible = ["Retry", "Catch"];
const retrierFields = [
    "ErrorEquals",
    "IntervalSeconds",
    "BackoffRate",
    "MaxAttempts",
    "MaxDelaySeconds",
    "JitterStrategy",
    "Comment",
];
const catcherFields = ["ErrorEquals", "Next", "Assign", "Output", "Comment"];
const distributedOnly = ["ItemReader", "ItemBatcher", "ToleratedFailurePercentage", "ToleratedFailureCount", "Label"];

/** What the interpreter runs. Every other field is refused, so that nothing is ever silently left out. */
const fields: Readonly<Record<State["Type"], readonly string[]>> = {
    Task: [...common, ...data, ...onward, ...fallible, "Resource", "Arguments", "TimeoutSeconds"],
    Pass: [...common, ...data, ...onward],
    Wait: [...common, ...data, ...onward, "Seconds", "Timestamp"],
    Choice: [...common, ...data, "Choices", "Default"],
    Succeed: [...common, "Output"],
    Fail: [...common, "Error", "Cause"],
    Parallel: [...common, ...data, ...onward, ...fallible, "Branches", "Arguments"],
    Map: [
        ...common,
        ...data,
        ...onward,
        ...fallible,
        "ItemProcessor",
        "Items",
        "ItemSelector",
        "MaxConcurrency",
        ...distributedOnly,
    ],
};

/** Throws DefinitionError for what CreateStateMachine refuses, and for what is not emulated. */
export function parseDefinition(source: string | object): Definition {
    const definition: unknown = typeof source === "string" ? JSON.parse(source) : source;
    if (!isJsonObject(definition)) throw new DefinitionError("the definition", "not a JSON object");
    known("the definition", definition, ["Comment", "QueryLanguage", "StartAt", "States", "TimeoutSeconds", "Version"]);
    if (definition.QueryLanguage !== "JSONata") {
        throw new DefinitionError("QueryLanguage", "only JSONata is emulated, and it has to be said at the top");
    }
    const names = new Set<string>();
    checkFlow("the definition", definition, names, new Set());
    return definition as unknown as Definition;
}

function checkFlow(where: string, flow: JsonObject, names: Set<string>, outer: ReadonlySet<string>): void {
    const { StartAt, States } = flow;
    if (!isJsonObject(States)) throw new DefinitionError(where, "States is missing");
    if (typeof StartAt !== "string" || !(StartAt in States)) {
        throw new DefinitionError(where, `StartAt names no state: ${JSON.stringify(StartAt)}`);
    }
    const variables = new Set([...outer, ...Object.values(States).flatMap(assignedBy)]);
    const reached = new Set([StartAt]);
    for (const [name, state] of Object.entries(States)) {
        if (names.has(name)) throw new DefinitionError(name, "state names are unique in the whole state machine");
        if (name.length > 80) throw new DefinitionError(name, "a state's name has at most 80 characters");
        names.add(name);
        if (!isJsonObject(state)) throw new DefinitionError(name, "not a JSON object");
        checkState(name, state);
        for (const variable of assignedBy(state)) checkVariable(name, variable, outer);
        for (const next of nextOf(state)) {
            if (!(next in States))
                throw new DefinitionError(name, `leads to ${JSON.stringify(next)}, which is no state`);
            reached.add(next);
        }
        if (state.Type === "Map") {
            const distributed = isDistributed(state as unknown as MapState);
            checkFlow(name, state.ItemProcessor as JsonObject, names, distributed ? new Set() : variables);
        }
        if (state.Type === "Parallel") {
            for (const branch of state.Branches as readonly JsonObject[]) checkFlow(name, branch, names, variables);
        }
    }
    const lost = Object.keys(States).find((name) => !reached.has(name));
    if (lost !== undefined) throw new DefinitionError(lost, "no state leads to it");
}

function checkState(name: string, state: JsonObject): void {
    const type = state.Type as State["Type"];
    if (!Object.hasOwn(fields, type)) throw new DefinitionError(name, `unknown Type ${JSON.stringify(state.Type)}`);
    known(name, state, fields[type]);
    if (state.QueryLanguage !== undefined && state.QueryLanguage !== "JSONata") {
        throw new DefinitionError(name, "only JSONata is emulated");
    }
    if (fields[type].includes("Next") && (state.Next === undefined) === (state.End === undefined)) {
        throw new DefinitionError(name, "needs either Next or End");
    }
    if (state.End !== undefined && state.End !== true) throw new DefinitionError(name, "End can only be true");
    checkErrors(name, "Retry", state.Retry, retrierFields);
    checkErrors(name, "Catch", state.Catch, catcherFields);
    checks[type]?.(name, state);
}

const checks: Partial<Record<State["Type"], (name: string, state: JsonObject) => void>> = {
    Task(name, { Resource }) {
        if (typeof Resource !== "string") throw new DefinitionError(name, "Resource is missing");
    },
    Wait(name, { Seconds, Timestamp }) {
        if ((Seconds === undefined) === (Timestamp === undefined)) {
            throw new DefinitionError(name, "needs either Seconds or Timestamp");
        }
    },
    Choice(name, { Choices }) {
        if (!Array.isArray(Choices) || Choices.length === 0) throw new DefinitionError(name, "Choices is empty");
        for (const rule of Choices as readonly JsonObject[]) {
            known(`${name}.Choices`, rule, ["Condition", "Next", "Assign", "Output", "Comment"]);
            if (rule.Condition === undefined) throw new DefinitionError(name, "a choice has no Condition");
            if (typeof rule.Next !== "string") throw new DefinitionError(name, "a choice has no Next");
        }
    },
    Parallel(name, { Branches }) {
        if (!Array.isArray(Branches) || Branches.length === 0) throw new DefinitionError(name, "Branches is empty");
        for (const branch of Branches as readonly JsonObject[]) {
            known(`${name}.Branches`, branch, ["StartAt", "States", "Comment"]);
        }
    },
    Map(name, state) {
        const { ItemProcessor, ItemReader, ItemBatcher, Items } = state;
        if (!isJsonObject(ItemProcessor)) throw new DefinitionError(name, "ItemProcessor is missing");
        known(`${name}.ItemProcessor`, ItemProcessor, ["StartAt", "States", "ProcessorConfig", "Comment"]);
        const config = (ItemProcessor.ProcessorConfig ?? {}) as JsonObject;
        known(`${name}.ItemProcessor.ProcessorConfig`, config, ["Mode", "ExecutionType"]);
        oneOf(name, "Mode", config.Mode, ["INLINE", "DISTRIBUTED"]);
        oneOf(name, "ExecutionType", config.ExecutionType, ["STANDARD", "EXPRESS"]);
        const distributed = isDistributed(state as unknown as MapState);
        const misplaced = distributed ? undefined : distributedOnly.find((field) => state[field] !== undefined);
        if (misplaced) throw new DefinitionError(name, `${misplaced} is only for ProcessorConfig.Mode DISTRIBUTED`);
        if (distributed && config.ExecutionType === undefined) {
            throw new DefinitionError(name, "DISTRIBUTED needs an ExecutionType");
        }
        if (ItemReader !== undefined) {
            if (Items !== undefined) throw new DefinitionError(name, "takes either Items or ItemReader");
            known(`${name}.ItemReader`, ItemReader as JsonObject, ["Resource", "Arguments", "ReaderConfig"]);
        }
        if (ItemBatcher !== undefined) {
            const batcher = ItemBatcher as JsonObject;
            known(`${name}.ItemBatcher`, batcher, ["BatchInput", "MaxItemsPerBatch", "MaxInputBytesPerBatch"]);
        }
    },
};

function checkErrors(name: string, field: string, entries: Json | undefined, allowed: readonly string[]): void {
    if (entries === undefined) return;
    for (const [index, entry] of (entries as readonly JsonObject[]).entries()) {
        known(`${name}.${field}`, entry, allowed);
        const errors = entry.ErrorEquals;
        if (!Array.isArray(errors) || errors.length === 0)
            throw new DefinitionError(name, `${field} has no ErrorEquals`);
        if (errors.includes("States.ALL") && (errors.length > 1 || index < (entries as readonly Json[]).length - 1)) {
            throw new DefinitionError(name, `States.ALL stands alone, in the last entry of ${field}`);
        }
        const reserved = errors.find((one) => /^States\./.test(String(one)) && !statesErrors.includes(String(one)));
        if (reserved !== undefined) throw new DefinitionError(name, `${field}: there is no error ${String(reserved)}`);
        if (field === "Catch" && typeof entry.Next !== "string") throw new DefinitionError(name, "Catch has no Next");
        if (field === "Retry") checkRetrier(name, entry);
    }
}

function checkRetrier(name: string, retrier: JsonObject): void {
    const { IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds } = retrier as unknown as Retrier;
    const outside =
        (IntervalSeconds !== undefined && !(Number.isInteger(IntervalSeconds) && IntervalSeconds >= 1)) ||
        (MaxAttempts !== undefined && !(Number.isInteger(MaxAttempts) && MaxAttempts >= 0 && MaxAttempts < 1e8)) ||
        (BackoffRate !== undefined && !(BackoffRate >= 1)) ||
        (MaxDelaySeconds !== undefined && !(MaxDelaySeconds > (IntervalSeconds ?? 1) && MaxDelaySeconds < 31_622_400));
    if (outside) throw new DefinitionError(name, `Retry has a value out of range: ${JSON.stringify(retrier)}`);
    oneOf(name, "JitterStrategy", retrier.JitterStrategy, ["FULL", "NONE"]);
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const statesErrors = [
    "States.ALL",
    "States.BranchFailed",
    "States.DataLimitExceeded",
    "States.ExceedToleratedFailureThreshold",
    "States.HeartbeatTimeout",
    "States.Http.Socket",
    "States.IntrinsicFailure",
    "States.ItemReaderFailed",
    "States.NoChoiceMatched",
    "States.ParameterPathFailure",
    "States.Permissions",
    "States.QueryEvaluationError",
    "States.ResultPathMatchFailure",
    "States.ResultWriterFailed",
    "States.Runtime",
    "States.TaskFailed",
    "States.Timeout",
];

function nextOf(state: JsonObject): string[] {
    const within = [...((state.Choices ?? []) as JsonObject[]), ...((state.Catch ?? []) as JsonObject[])];
    return [state.Next, state.Default, ...within.map((one) => one.Next)].filter((next) => typeof next === "string");
}

/** The variables that a state assigns in its own scope. */
function assignedBy(state: Json): string[] {
    if (!isJsonObject(state)) return [];
    const within = [...((state.Choices ?? []) as JsonObject[]), ...((state.Catch ?? []) as JsonObject[])];
    return [state, ...within].flatMap((one) => Object.keys((one.Assign ?? {}) as JsonObject));
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
function checkVariable(state: string, name: string, outer: ReadonlySet<string>): void {
    if (name === "states" || name.length > 80 || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) {
        throw new DefinitionError(state, `${JSON.stringify(name)} cannot be the name of a variable`);
    }
    if (outer.has(name)) {
        throw new DefinitionError(state, `an inner scope cannot assign $${name}, which an outer one assigns`);
    }
}

export function isDistributed(state: MapState): boolean {
    return state.ItemProcessor.ProcessorConfig?.Mode === "DISTRIBUTED";
}

function known(where: string, object: JsonObject, allowed: readonly string[]): void {
    const field = Object.keys(object).find((one) => !allowed.includes(one));
    if (field !== undefined) {
        throw new DefinitionError(where, `the field ${field} is unknown here, or is not emulated`);
    }
}

function oneOf(where: string, field: string, value: Json | undefined, allowed: readonly string[]): void {
    if (value !== undefined && !allowed.includes(String(value))) {
        throw new DefinitionError(where, `${field} is ${JSON.stringify(value)}; allowed: ${allowed.join(", ")}`);
    }
}
