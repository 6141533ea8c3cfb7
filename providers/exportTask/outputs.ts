import { type ExportTaskInputs } from "./inputs";

export type RecordedExport = ExportTaskInputs & ExportTaskOutputs;

/** The taskId of an export for which there was nothing to start. */
export const NO_TASK = "";

/** What an export adds to its inputs in the state. */
export interface ExportTaskOutputs {
    taskId: string;
    status: string;
    statusMessage?: string;
    creationTime?: number;
    completionTime?: number;
    uri: string;
    objectCount?: number;
    byteCount?: number;
    verified: boolean;
    /** By which this resource knows its own claim on the objects. */
    claim: string;
}

const NAMES: Readonly<Record<keyof ExportTaskOutputs, true>> = {
    taskId: true,
    status: true,
    statusMessage: true,
    creationTime: true,
    completionTime: true,
    uri: true,
    objectCount: true,
    byteCount: true,
    verified: true,
    claim: true,
};

export const OUTPUT_NAMES = Object.keys(NAMES) as (keyof ExportTaskOutputs)[];

/** What an export's record adds to its inputs. */
export function outputsIn(record: Readonly<Record<string, unknown>>): ExportTaskOutputs {
    return Object.fromEntries(OUTPUT_NAMES.map((name) => [name, record[name]])) as unknown as ExportTaskOutputs;
}
