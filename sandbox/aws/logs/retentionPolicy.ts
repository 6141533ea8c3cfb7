/** A retention policy of the account. Only seeds create them. */
export interface RetentionPolicyState {
    readonly name: string;
    readonly retentionInDays: number | "NEVER_EXPIRE";
    readonly enforcementMode: "NEW_ONLY" | "RETROACTIVE";
    /** Undefined: it applies to all log groups. */
    readonly prefixes?: readonly string[];
    readonly lastUpdatedTime: number;
}
