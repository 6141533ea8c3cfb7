import type { Cancellation } from "./cancellation";
import type { Catcher, ChoiceState, FailState, MapState, ParallelState, State, TaskState } from "./definition";
import { isDistributed } from "./definition";
import { runDistributedMap } from "./distributedMap";
import { isTerminal, matchesError, StateError } from "./errors";
import type { Execution } from "./execution";
import { checkSize, payloadLimit } from "./expressions";
import { Frame } from "./frame";
import { runInlineMap } from "./inlineMap";
import { bytesOf, type Json, type JsonObject } from "./json";
import { Retries } from "./retry";
import { type Runtime } from "./runtime";
import { runTask } from "./task";
import { runConcurrently } from "./runConcurrently";
import { Visit } from "./visit";
import { waitUntil } from "./wait";

/** The limit for all variables of an execution together. */
const variablesLimit = 10 * 1024 * 1024;

/** Runs a flow to its end, from its frame's state. Returns the output. */
export async function runFlow(
    runtime: Runtime,
    execution: Execution,
    frame: Frame,
    cancellation: Cancellation,
): Promise<Json> {
    while (!frame.isDone) {
        const name = frame.state;
        const state = frame.flow.States[name];
        const now = runtime.clock.now();
        const entered = execution.record(`${state.Type}StateEntered`, name, { input: frame.input });
        const visit = new Visit(runtime, execution, frame, name, cancellation, now, entered);
        const { output, next } = await runState(visit, state);
        frame.parts = undefined;
        frame.mapRun = undefined;
        frame.input = output;
        if (next === undefined) frame.isDone = true;
        else frame.state = next;
    }
    return frame.input;
}

interface Transition {
    readonly output: Json;
    readonly next?: string;
}

async function runState(visit: Visit, state: State): Promise<Transition> {
    switch (state.Type) {
        case "Fail":
            return runFail(visit, state);
        case "Choice":
            return runChoice(visit, state);
        case "Task":
        case "Parallel":
        case "Map":
            return runWithRetries(visit, state);
        case "Wait":
            await waitUntil(visit, state);
    }
    return exitState(visit, state.Type, state, undefined, "Next" in state ? state.Next : undefined);
}

/**
 * Assign and Output are evaluated with the variables as they were when the state was entered.
 * https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
 */
async function exitState(
    visit: Visit,
    type: State["Type"],
    { Assign, Output }: { readonly Assign?: JsonObject; readonly Output?: Json },
    more: JsonObject | undefined,
    next: string | undefined,
    fallback: Json = visit.input,
): Promise<Transition> {
    const assigned = Assign && ((await visit.evaluate("Assign", Assign, more)) as JsonObject);
    const output = Output === undefined ? fallback : await visit.evaluate("Output", Output, more);
    try {
        checkSize(output, "The state's output");
    } catch (error) {
        throw error instanceof StateError ? visit.withLocation(error) : error;
    }
    if (assigned) {
        visit.frame.assign(assigned);
        if (bytesOf(assigned) > payloadLimit / 4 && bytesOf(visit.frame.variables) > variablesLimit) {
            throw visit.withLocation(new StateError("States.DataLimitExceeded", "The variables exceed 10 MiB."));
        }
    }
    visit.record(`${type}StateExited`, { output, ...(assigned && { assignedVariables: assigned }) });
    return { output, next };
}

async function runFail(visit: Visit, { Error: error, Cause: cause }: FailState): Promise<never> {
    const text = async (field: string, template: string | undefined): Promise<string> =>
        template === undefined ? "" : ((await visit.evaluate(field, template, {}, "string")) as string);
    throw new StateError(await text("Error", error), await text("Cause", cause));
}

async function runChoice(visit: Visit, state: ChoiceState): Promise<Transition> {
    for (const [index, rule] of state.Choices.entries()) {
        const holds = await visit.evaluate(`Choices[${index}]/Condition`, rule.Condition, {}, "boolean");
        if (holds) return exitState(visit, "Choice", rule, {}, rule.Next);
    }
    if (state.Default === undefined) {
        throw visit.withLocation(
            new StateError("States.NoChoiceMatched", "Failed to transition out of the state: no choice matched."),
        );
    }
    return exitState(visit, "Choice", state, {}, state.Default);
}

/** Runs a state that can fail, with its Retry and Catch. */
async function runWithRetries(visit: Visit, state: TaskState | ParallelState | MapState): Promise<Transition> {
    const retries = new Retries(state.Retry);
    let result: Json;
    for (;;) {
        try {
            result = await resultOf(visit, state);
            break;
        } catch (error) {
            if (!(error instanceof StateError)) throw error;
            const delay = isTerminal(error) ? undefined : retries.next(error, visit.runtime.random);
            if (delay === undefined) return catchError(visit, state, error);
            await visit.sleep(delay * 1000);
            visit.retryCount += 1;
            visit.frame.parts = undefined;
            visit.frame.mapRun = undefined;
        }
    }
    if (state.Type === "Map") visit.record("MapStateSucceeded");
    if (state.Type === "Parallel") visit.record("ParallelStateSucceeded");
    return exitState(visit, state.Type, state, { result }, state.Next, result);
}

function resultOf(visit: Visit, state: TaskState | ParallelState | MapState): Promise<Json> {
    if (state.Type === "Task") return runTask(visit, state);
    if (state.Type === "Parallel") return runParallel(visit, state);
    return isDistributed(state) ? runDistributedMap(visit, state) : runInlineMap(visit, state);
}

async function catchError(
    visit: Visit,
    state: TaskState | ParallelState | MapState,
    error: StateError,
): Promise<Transition> {
    if (state.Type !== "Task") visit.record(`${state.Type}StateFailed`);
    const catcher: Catcher | undefined = state.Catch?.find((one) => matchesError(one.ErrorEquals, error));
    if (!catcher) throw error;
    const errorOutput = { Error: error.error, Cause: error.cause };
    return exitState(visit, state.Type, catcher, { errorOutput }, catcher.Next, errorOutput);
}

async function runParallel(visit: Visit, state: ParallelState): Promise<Json> {
    const { frame } = visit;
    if (!frame.parts) {
        const input = state.Arguments === undefined ? visit.input : await visit.evaluate("Arguments", state.Arguments);
        visit.record("ParallelStateStarted");
        frame.parts = state.Branches.map((flow) => new Frame(flow, input, frame.variables, frame.item));
    }
    return runConcurrently(visit.cancellation, frame.parts, frame.parts.length, (part, _index, cancellation) =>
        runFlow(visit.runtime, visit.execution, part, cancellation),
    );
}
