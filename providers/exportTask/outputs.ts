import { ExportTaskInputs } from "./inputs";

export type RecordedExport = ExportTaskInputs & ExportTaskOutputs;

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
