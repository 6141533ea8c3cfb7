import { type TaskOverrides } from "./taskOverrides";

export type TaskStatus = "PENDING" | "RUNNING" | "PENDING_CANCEL" | "CANCELLED" | "COMPLETED" | "FAILED";

/** The state of an export task. All its future times are fixed, so it depends only on the clock. */
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
    /** When the first part of the data is in the bucket. Most of the data arrives at the end. */
    readonly partAt: number;
    endsAt: number;
    readonly timesOutAt: number;
    partWritten: boolean;
    /** The folders that were written so far. */
    readonly writtenStreams: string[];
    overrides: TaskOverrides;
    /** When the task was cancelled. */
    cancelledAt?: number;
    /** All statuses so far, the current one last. */
    readonly history: { readonly at: number; readonly code: TaskStatus; readonly message?: string }[];
    /** Started with `startForeignTask`. */
    readonly foreign: boolean;
}

export function statusOf(task: ExportTask, asOf = Infinity) {
    const past = task.history.filter((entry) => entry.at <= asOf);
    return past.at(-1) ?? task.history[0];
}

/** An account may have one active (PENDING or RUNNING) task per Region. */
export function isActive(task: ExportTask): boolean {
    const { code } = statusOf(task);
    return code === "PENDING" || code === "RUNNING";
}

export function isFinished(task: ExportTask): boolean {
    return isFinal(statusOf(task).code);
}

export function isFinal(code: TaskStatus): boolean {
    return code === "COMPLETED" || code === "CANCELLED" || code === "FAILED";
}
