/** What a test can decide about an export task in advance. */
export interface TaskOverrides {
    /** The task ends like this instead of COMPLETED. `"HANG"`: it stays RUNNING until its timeout. */
    readonly outcome?: "FAILED" | "CANCELLED" | "HANG";
    readonly message?: string;
    /** How long it runs. @default depends on its size */
    readonly runMilliseconds?: number;
    readonly pendingMilliseconds?: number;
}
