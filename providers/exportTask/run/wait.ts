import { type Clock } from "../../clock";
import { phaseOf, type Task } from "../../aws/task";

/** A listing may lag behind: for so long a task may be missing from it before it counts as gone. */
const LISTING_LAG_MS = 120_000;

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
    /** Give up at this age of the task; the task itself goes on. */
    readonly timeoutMs: number;
    /** Hears of every look; may throw to stop the wait. */
    readonly onLook: (task: Task, ageMs: number) => void | Promise<void>;
}

export type WaitResult =
    | { readonly ended: Task }
    | { readonly timedOut: Task }
    /** The service does not list the task (any more). */
    | { readonly lost: true };

/** Looks at a task until it ends. */
export async function waitForTask(taskId: string, { find, clock, timeoutMs, onLook }: Wait): Promise<WaitResult> {
    const began = clock.now();
    let last: Task | undefined;
    let lastSeen = began;
    for (;;) {
        const task = await find(taskId);
        if (task) [last, lastSeen] = [task, clock.now()];
        if (task && phaseOf(task.status) !== "active") return { ended: task };
        const age = clock.now() - (last?.creationTime ?? began);
        if (!task && clock.now() - lastSeen > LISTING_LAG_MS) return { lost: true };
        if (last && age >= timeoutMs) return { timedOut: last };
        if (task) await onLook(task, age);
        await clock.sleep(pollInterval(age));
    }
}
