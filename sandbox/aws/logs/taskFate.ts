/** What a test can decide about an export task beforehand. */
export interface TaskFate {
    /** The task ends like this instead of COMPLETED. `"HANG"`: it stays RUNNING until its timeout. */
    readonly outcome?: "FAILED" | "CANCELLED" | "HANG";
    readonly message?: string;
    /** How long it runs, instead of what its size says. */
    readonly runMilliseconds?: number;
    readonly pendingMilliseconds?: number;
}
