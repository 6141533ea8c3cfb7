import { type TaskFate } from "./taskFate";

export type TaskStatus = "PENDING" | "RUNNING" | "PENDING_CANCEL" | "CANCELLED" | "COMPLETED" | "FAILED";

/** An export task as the state keeps it: all its future instants are known, so that time alone moves it on. */
export interface ExportTask {
    readonly taskId: string;
    readonly taskName?: string;
    readonly accountId: string;
    readonly region: string;
    readonly logGroupName: string;
    readonly logStreamNamePrefix?: string;
    readonly from: number;
    readonly to: number;
    readonly destination: string;
    readonly destinationPrefix: string;
    readonly creationTime: number;
    readonly runsAt: number;
    /** When the first part of the data is in the bucket; most of it comes at the end. */
    readonly partAt: number;
    endsAt: number;
    readonly timesOutAt: number;
    partWritten: boolean;
    /** Where the data has gone so far. */
    readonly writtenStreams: string[];
    fate: TaskFate;
    /** Set once somebody has cancelled it. */
    cancelledAt?: number;
    /** All statuses that it has had, the present one last. */
    readonly history: { readonly at: number; readonly code: TaskStatus; readonly message?: string }[];
    /** Started by somebody else, as far as a test is concerned. */
    readonly foreign: boolean;
}

export function statusOf(task: ExportTask, asOf = Infinity) {
    const past = task.history.filter((entry) => entry.at <= asOf);
    return past.at(-1) ?? task.history[0];
}

/** PENDING and RUNNING tasks occupy the one place of their account and Region. */
export function isActive(task: ExportTask): boolean {
    const { code } = statusOf(task);
    return code === "PENDING" || code === "RUNNING";
}

export function isFinished(task: ExportTask): boolean {
    const { code } = statusOf(task);
    return code === "COMPLETED" || code === "CANCELLED" || code === "FAILED";
}
