/** The result of a seed. */
export interface Outcome {
    readonly seed: number;
    readonly violations: readonly string[];
    readonly operations: number;
    /** How often each kind of fault occurred. */
    readonly faults: Readonly<Record<string, number>>;
    readonly kills: Readonly<Record<string, number>>;
    /** Observations that are counted but are no violations. */
    readonly notes: Readonly<Record<string, number>>;
    readonly milliseconds: number;
}
