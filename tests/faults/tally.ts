import type { Outcome } from "./outcome";

/** Counts what happens in a play, and collects what violates the guarantees. */
export class Tally {
    operations = 0;
    private readonly violations: string[] = [];
    private readonly faults: Record<string, number> = {};
    private readonly kills: Record<string, number> = {};
    private readonly notes: Record<string, number> = {};

    /** @param onViolation called with each violation immediately. */
    constructor(private readonly onViolation: (text: string) => void) {}

    violate(...texts: readonly string[]): void {
        this.violations.push(...texts);
        texts.forEach((text) => this.onViolation(text));
    }

    /** The player itself failed. */
    crashed(error: unknown): void {
        this.violate(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }

    /** A fault occurred. */
    fault(kind: string, times = 1): void {
        if (times > 0) add(this.faults, kind, times);
    }

    kill(victim: string): void {
        add(this.kills, victim, 1);
    }

    note(what: string): void {
        add(this.notes, what, 1);
    }

    outcome(seed: number, milliseconds: number): Outcome {
        const { operations, faults, kills, notes } = this;
        return { seed, violations: [...new Set(this.violations)], operations, faults, kills, notes, milliseconds };
    }
}

function add(counts: Record<string, number>, key: string, times: number): void {
    counts[key] = (counts[key] ?? 0) + times;
}
