import type { ExportTask } from "../../../sandbox/aws/logs/exportTask";

export const DEFAULT_SETTLE_HOURS = 12;

/** An export task, and the resource for which the provider started it. */
export interface KnownTask {
    readonly task: ExportTask;
    /** Everything that decides what an export holds and where it lies, triggers included: two tasks of one kind repeat each other. */
    readonly kind: string;
    readonly settleHours: number;
}

interface TaskInputs {
    readonly from: number;
    readonly to: number;
    readonly triggers?: string;
    readonly settleHours?: number;
}

/** @param inputs of the resource that started the task, where they are known. */
export function knownTask(task: ExportTask, inputs?: Readonly<Record<string, unknown>>): KnownTask {
    // Without the inputs, the hash in the task's name tells one set of triggers from another.
    const asked = { from: task.from, to: task.to, triggers: task.taskName?.slice(-32), ...inputs } as TaskInputs;
    const { from, to, triggers, settleHours = DEFAULT_SETTLE_HOURS } = asked;
    const { region, logGroupName, logStreamNamePrefix, destination, destinationPrefix } = task;
    const kind = [region, logGroupName, logStreamNamePrefix, from, to, destination, destinationPrefix, triggers];
    return { task, kind: JSON.stringify(kind), settleHours };
}
