import type { Json } from "./json";

/** One event of an execution's history. `details` holds what tests check; the service has a field per type. */
export interface HistoryEvent {
    readonly id: number;
    readonly timestamp: number;
    readonly type: string;
    readonly state?: string;
    readonly details?: Readonly<Record<string, Json | undefined>>;
}

/**
 * The quota of a Standard execution. Event number 25,000 is either ExecutionSucceeded, or ExecutionFailed with this error.
 * https://docs.aws.amazon.com/step-functions/latest/dg/bp-history-limit.html; error and cause as users report them.
 */
export const historyLimit = 25_000;
export const historyLimitCause = "The execution reached the maximum number of history events (25000).";
