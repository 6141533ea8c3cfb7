/** One request, as the sandbox saw it. */
export interface RequestRecord {
    /** In the sandbox's time. */
    readonly time: number;
    readonly service: string;
    readonly operation: string;
    readonly accountId: string;
    readonly region: string;
    readonly accessKeyId: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    /** "OK", the code of the error, or "dropped" and "hung" where a fault kept the answer back. */
    readonly outcome: string;
    readonly status: number;
}
