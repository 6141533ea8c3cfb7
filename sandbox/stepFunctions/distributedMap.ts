import { batchesOf } from "./batches";
import type { MapState } from "./definition";
import { StateError } from "./errors";
import type { MapRun } from "./frame";
import { concurrencyOf, itemsOf, selectItem } from "./inlineMap";
import { readItems } from "./itemReader";
import type { Json, JsonObject } from "./json";
import { runConcurrently } from "./runConcurrently";
import type { Visit } from "./visit";

/** The maximum number of concurrent executions of a distributed Map. */
const maximumConcurrency = 10_000;

/**
 * Each item, or batch of items, is an execution of its own, with its own history and without the variables outside. Its
 * failure counts towards the tolerated failures.
 */
export async function runDistributedMap(visit: Visit, state: MapState): Promise<Json> {
    const { frame, runtime, execution } = visit;
    const isRedriven = frame.mapRun !== undefined;
    const items = isRedriven || state.ItemReader ? [] : await itemsOf(visit, state);
    const label = state.Label ?? visit.name.replace(/[^\w-]/g, "").slice(0, 40);
    const arn = frame.mapRun?.arn ?? runtime.mapRunArn(execution, label);
    if (!isRedriven) visit.record("MapStateStarted", { length: items.length });
    visit.record(isRedriven ? "MapRunRedriven" : "MapRunStarted", { mapRunArn: arn });
    try {
        runtime.authorize(execution, "states:StartExecution", execution.machine.arn);
        const run = (frame.mapRun ??= { arn, batches: await batches(visit, state, items) });
        const output = await runAll(visit, state, run, label);
        visit.record("MapRunSucceeded");
        return output;
    } catch (error) {
        if (error instanceof StateError) visit.record("MapRunFailed", { error: error.error, cause: error.cause });
        throw error;
    }
}

async function batches(visit: Visit, state: MapState, given: readonly Json[]): Promise<MapRun["batches"]> {
    const items = state.ItemReader ? await readItems(visit, state.ItemReader) : given;
    const inputs: Json[] = [];
    for (const [index, value] of items.entries()) {
        inputs.push(await selectItem(visit, state, { Index: index, Value: value }));
    }
    if (!state.ItemBatcher) return inputs.map((input) => ({ input, items: 1 }));
    return batchesOf(inputs, (await visit.evaluate("ItemBatcher", state.ItemBatcher)) as JsonObject);
}

async function runAll(visit: Visit, state: MapState, run: MapRun, label: string): Promise<Json> {
    const { runtime, execution } = visit;
    const tolerated = await toleranceOf(
        visit,
        state,
        run.batches.reduce((sum, { items }) => sum + items, 0),
    );
    const concurrency = Math.min((await concurrencyOf(visit, state)) || maximumConcurrency, maximumConcurrency);
    let failed = 0;
    const outputs = await runConcurrently(
        visit.cancellation,
        run.batches,
        concurrency,
        async (batch, _, cancellation) => {
            if (batch.execution?.status === "SUCCEEDED") return batch.execution.output ?? null;
            if (batch.execution) {
                // https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html
                runtime.authorize(execution, "states:RedriveExecution", batch.execution.arn);
                runtime.redriveChild(batch.execution);
            } else batch.execution = runtime.startChild(execution, state, label, batch.input, run.arn);
            const child = batch.execution;
            const stop = (): void => child.end("ABORTED", {});
            await cancellation.race(child.finished, stop);
            if (child.status === "SUCCEEDED") return child.output ?? null;
            failed += batch.items;
            if (tolerated(failed)) return null;
            const cause = "The specified tolerated failure threshold was exceeded";
            throw new StateError("States.ExceedToleratedFailureThreshold", cause);
        },
    );
    // AWS does not document the result of a tolerated failure. It is left out here.
    return (outputs as readonly Json[]).filter((_, index) => run.batches[index].execution?.status === "SUCCEEDED");
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#maprun-fail-threshold */
async function toleranceOf(visit: Visit, state: MapState, total: number): Promise<(failed: number) => boolean> {
    const read = async (field: "ToleratedFailureCount" | "ToleratedFailurePercentage"): Promise<number | undefined> => {
        const template = state[field];
        return template === undefined ? undefined : ((await visit.evaluate(field, template, {}, "number")) as number);
    };
    const count = await read("ToleratedFailureCount");
    const percentage = await read("ToleratedFailurePercentage");
    if (count === undefined && percentage === undefined) return () => false;
    return (failed) => failed <= (count ?? Infinity) && (failed / total) * 100 <= (percentage ?? Infinity);
}
