/** One request to the sandbox. */
export interface RequestRecord {
    /** In the sandbox's time. */
    readonly time: number;
    readonly service: string;
    readonly operation: string;
    readonly accountId: string;
    readonly region: string;
    readonly accessKeyId: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    /** "OK", the error's code, or "dropped" or "hung" if a fault suppressed the answer. */
    readonly outcome: string;
    readonly status: number;
}
