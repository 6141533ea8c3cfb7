import type { MapState } from "./definition";
import { StateError, Stopped } from "./errors";
import { Frame } from "./frame";
import type { Json } from "./json";
import { runConcurrently } from "./runConcurrently";
import type { Visit } from "./visit";

/** The maximum number of concurrent iterations of an inline Map. */
const maximumConcurrency = 40;

export async function runInlineMap(visit: Visit, state: MapState): Promise<Json> {
    const { frame, runtime, execution } = visit;
    if (!frame.parts) {
        const items = await itemsOf(visit, state);
        visit.record("MapStateStarted", { length: items.length });
        frame.parts = await Promise.all(
            items.map(async (value, index) => {
                const item = { Index: index, Value: value };
                return new Frame(state.ItemProcessor, await selectItem(visit, state, item), frame.variables, item);
            }),
        );
    }
    const concurrency = Math.min((await concurrencyOf(visit, state)) || maximumConcurrency, maximumConcurrency);
    return runConcurrently(visit.cancellation, frame.parts, concurrency, async (part, index, cancellation) => {
        if (part.isDone) return part.input;
        visit.record("MapIterationStarted", { index });
        try {
            const output = await runtime.runFlow(execution, part, cancellation);
            visit.record("MapIterationSucceeded", { index });
            return output;
        } catch (error) {
            if (execution.status === "RUNNING") {
                visit.record(error instanceof Stopped ? "MapIterationAborted" : "MapIterationFailed", { index });
            }
            throw error;
        }
    });
}

export async function itemsOf(visit: Visit, state: MapState): Promise<readonly Json[]> {
    if (state.Items !== undefined) return (await visit.evaluate("Items", state.Items, {}, "array")) as readonly Json[];
    if (Array.isArray(visit.input)) return visit.input as readonly Json[];
    const cause = `Map state input must be an array but was: ${JSON.stringify(visit.input)}`;
    throw visit.withLocation(new StateError("States.QueryEvaluationError", cause));
}

export async function selectItem(visit: Visit, { ItemSelector }: MapState, item: Json & object): Promise<Json> {
    const value = (item as { Value: Json }).Value;
    return ItemSelector === undefined ? value : visit.evaluate("ItemSelector", ItemSelector, {}, "any", item);
}

/** 0 means the maximum. */
export async function concurrencyOf(visit: Visit, { MaxConcurrency = 0 }: MapState): Promise<number> {
    const most = (await visit.evaluate("MaxConcurrency", MaxConcurrency, {}, "integer")) as number;
    if (most >= 0) return most;
    const cause = `The value of the field 'MaxConcurrency' is ${most}; expected 0 or more.`;
    throw visit.withLocation(new StateError("States.QueryEvaluationError", cause), "MaxConcurrency");
}
