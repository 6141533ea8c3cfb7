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
    /** A UUID, by which this resource knows its own mark beside the objects; see run/manifest.ts. */
    owner: string;
    /** The account in which the task ran. */
    account: string;
    /** This resource could not mark that it relies on the objects, and somebody may delete them: the next `up` tries again. */
    unmarked?: true;
    /** IDs of earlier tasks of this export that did not complete, and may have left objects. */
    leftovers?: string[];
    /** Until this export is verified: those in whose place it comes, if their objects are to be deleted. */
    predecessors?: readonly Predecessor[];
}

/** A replaced export, as far as it matters to what replaces it. */
export type Predecessor = Pick<RecordedExport, (typeof PREDECESSOR)[number]>;

const PREDECESSOR = [
    "taskId",
    "status",
    "creationTime",
    "completionTime",
    "owner",
    "account",
    "region",
    "logGroupName",
    "logStreamNamePrefix",
    "from",
    "to",
    "destination",
    "destinationPrefix",
    "removalPolicy",
] as const;

/** The record that is replaced; one that was never verified may stand for others, which are not deleted yet. */
export function predecessorsOf(replaced: RecordedExport): Predecessor[] {
    const known = PREDECESSOR.filter((name) => replaced[name] !== undefined); // Pulumi cannot record undefined in a list
    const itself = Object.fromEntries(known.map((name) => [name, replaced[name]])) as unknown as Predecessor;
    return [itself, ...(replaced.predecessors ?? [])];
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
    owner: true,
    account: true,
    unmarked: true,
    leftovers: true,
    predecessors: true,
};

const OUTPUT_NAMES = Object.keys(NAMES) as (keyof ExportTaskOutputs)[];

/** Those that a program can use; the others are for the provider's own memory. */
export const PUBLIC_OUTPUT_NAMES = OUTPUT_NAMES.filter(
    (name) => !["owner", "account", "unmarked", "leftovers", "predecessors"].includes(name),
);

/** What an export's record adds to its inputs. */
export function outputsIn(record: Readonly<Record<string, unknown>>): ExportTaskOutputs {
    return Object.fromEntries(OUTPUT_NAMES.map((name) => [name, record[name]])) as unknown as ExportTaskOutputs;
}
