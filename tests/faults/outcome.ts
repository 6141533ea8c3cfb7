/** What came of a seed. */
export interface Outcome {
    readonly seed: number;
    readonly violations: readonly string[];
    readonly operations: number;
    /** How often each kind of fault struck. */
    readonly faults: Readonly<Record<string, number>>;
    readonly kills: Readonly<Record<string, number>>;
    /** What is no violation, but worth a figure. */
    readonly notes: Readonly<Record<string, number>>;
    readonly milliseconds: number;
}
