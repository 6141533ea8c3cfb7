import { type Clock } from "../../clock";
import { phaseOf, type Task } from "../../aws/task";
import { LISTING_LAG_MS } from "../../aws/taskList";

const SHORTEST_INTERVAL_MS = 1_000;
const LONGEST_INTERVAL_MS = 15_000;

/**
 * How long to wait before looking again. A two-hundredth of the task's age so far, so that on average a quarter
 * of a percent is lost whatever the length; never under a second, a fifth of the rate that the service allows; never over 15 s.
 */
export function pollInterval(ageMs: number): number {
    return Math.min(LONGEST_INTERVAL_MS, Math.max(SHORTEST_INTERVAL_MS, ageMs / 200));
}

export interface Wait {
    readonly find: (taskId: string) => Promise<Task | undefined>;
    readonly clock: Clock;
    /** AWS's own time, in milliseconds since 1970, by which the task's age is counted. */
    readonly time: () => number;
    /** Give up at this age of the task, which continues to run. */
    readonly timeoutMs: number;
    /** Hears of every check; may throw to stop the wait. */
    readonly onLook: (task: Task, ageMs: number) => void | Promise<void>;
}

export type WaitResult =
    | { readonly ended: Task }
    | { readonly timedOut: Task }
    /** The service does not list the task (any more). */
    | { readonly lost: true };

/** Checks a task until it ends. */
export async function waitForTask(taskId: string, { find, clock, time, timeoutMs, onLook }: Wait): Promise<WaitResult> {
    const began = time();
    let last: Task | undefined;
    let lastSeen = clock.now();
    for (;;) {
        const task = await find(taskId);
        if (task) [last, lastSeen] = [task, clock.now()];
        if (task && phaseOf(task.status) !== "active") return { ended: task };
        const age = Math.max(0, time() - (last?.creationTime ?? began));
        if (!task && clock.now() - lastSeen > LISTING_LAG_MS) return { lost: true };
        if (last && age >= timeoutMs) return { timedOut: last };
        if (task) await onLook(task, age);
        await clock.sleep(pollInterval(age));
    }
}
