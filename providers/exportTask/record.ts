import { type ExportTaskInputs } from "./inputs";
import { type ExportTaskOutputs, type RecordedExport } from "./outputs";
import { withoutPlace } from "./recordedPlace";
import { UnfinishedExport } from "./run/unfinished";

/**
 * Makes an unfinished export a resource that is in the state but failed to initialise, which is how Pulumi comes back
 * to it. The inputs are among its properties, because without them destroy could not find the task.
 */
export async function recordFailure(
    inputs: ExportTaskInputs,
    id: string | undefined,
    run: () => Promise<ExportTaskOutputs>,
): Promise<ExportTaskOutputs> {
    try {
        return await run();
    } catch (error) {
        if (!(error instanceof UnfinishedExport)) throw error;
        throw Object.assign(new Error(error.message, { cause: error }), {
            id: id ?? error.outputs.taskId,
            reasons: [error.message],
            properties: recordOf(inputs, error.outputs),
        });
    }
}

/** The outputs that the state keeps of an export: all that is known of it, but for what only the inputs' own copy is asked for. */
export function recordOf(inputs: ExportTaskInputs, outputs: ExportTaskOutputs): RecordedExport {
    const all = { ...inputs, ...outputs, shortUrn: undefined, accounts: undefined, series: undefined };
    return recordedOutputs(all) as unknown as RecordedExport;
}

export const recordedOutputs = (all: object): Record<string, unknown> => definedOf(withoutPlace({ ...all }));

/** Undefined values have no place in Pulumi's wire format. */
export function definedOf(value: object): Record<string, unknown> {
    return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));
}
