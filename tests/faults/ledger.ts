import type { ResourceState } from "../../sandbox/engine";

export const EXPORT_TASK = /:ExportTask::/;

/** What a state says of one export. */
export interface RecordedTask {
    readonly urn: string;
    readonly taskId: string;
    readonly status: string;
    readonly verified: boolean;
    readonly logGroupName: string;
    readonly logStreamNamePrefix?: string;
    readonly from: number;
    readonly to: number;
    readonly uri: string;
    readonly objectCount?: number;
    readonly deletesObjects: boolean;
    /** Replaced, and waiting to be deleted. */
    readonly isReplaced: boolean;
    readonly hasFailed: boolean;
}

export function recordedTasks(resources: readonly ResourceState[]): RecordedTask[] {
    return resources
        .filter(({ urn }) => EXPORT_TASK.test(urn))
        .map(({ urn, outputs = {}, delete: isReplaced, initErrors }) => ({
            ...(outputs as unknown as RecordedTask),
            urn,
            deletesObjects: outputs.removalPolicy === "delete",
            isReplaced: isReplaced === true,
            hasFailed: (initErrors ?? []).length > 0,
        }));
}

/** What the states said in the course of time, of every task that was ever in one. */
export class Ledger {
    readonly seen = new Map<string, RecordedTask>();

    note(tasks: readonly RecordedTask[]): void {
        for (const task of tasks) {
            // While a resource is replaced by one that goes on with its task, the one that stays counts.
            if (task.isReplaced && tasks.some((other) => other.taskId === task.taskId && !other.isReplaced)) continue;
            this.seen.set(task.taskId, task);
        }
    }
}
