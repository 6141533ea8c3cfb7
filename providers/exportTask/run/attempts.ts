import { type ExportTaskOutputs } from "../outputs";
import { assertEngineAlive, type ExportContext } from "./context";
import { UnfinishedExport } from "./unfinished";

const SHORTEST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 600_000;
/** So often a pause looks whether there is still somebody to record the result. */
const LOOK_MS = 15_000;

/** Before the second attempt half a minute, and before each other four times as long as before the last. */
export function pauseBefore(attempt: number): number {
    return Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 4 ** (attempt - 2));
}

/**
 * Runs an export again whose task the service failed for reasons of its own. The slot is free in the meantime, so that other
 * exports go on.
 * @param run gets what is recorded of the export: of an earlier `up`, then of the attempt before.
 */
export async function withAttempts(
    context: ExportContext,
    recorded: ExportTaskOutputs | undefined,
    run: (recorded: ExportTaskOutputs | undefined) => Promise<ExportTaskOutputs>,
): Promise<ExportTaskOutputs> {
    const { inputs, progress } = context;
    const { maxAttempts } = inputs;
    for (let attempt = 1; ; attempt++) {
        try {
            return await run(recorded);
        } catch (error) {
            if (!(error instanceof UnfinishedExport) || !error.isServiceFailure) throw error;
            const { taskId, statusMessage } = error.outputs;
            if (attempt >= maxAttempts) throw maxAttempts === 1 ? error : exhausted(error, maxAttempts);
            const pauseMs = pauseBefore(attempt + 1);
            const why = statusMessage ? ` (${statusMessage})` : "";
            const text = `task ${taskId} failed in the service${why}: attempt ${attempt + 1} of ${maxAttempts} in ${pauseMs / 1000} s`;
            progress.report({ phase: "note", text });
            await pause(context, pauseMs);
            recorded = error.outputs;
        }
    }
}

async function pause(context: ExportContext, milliseconds: number): Promise<void> {
    for (let left = milliseconds; left > 0; left -= LOOK_MS) {
        await assertEngineAlive(context);
        await context.clock.sleep(Math.min(left, LOOK_MS));
    }
    await assertEngineAlive(context);
}

function exhausted(error: UnfinishedExport, maxAttempts: number): UnfinishedExport {
    const { outputs, cause } = error;
    return new UnfinishedExport(`${error.message} ${maxAttempts} tasks failed (maxAttempts).`, outputs, { cause });
}
