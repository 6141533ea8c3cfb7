import fc from "fast-check";
import { firstDifference, type Arena, type Difference } from "./compare";
import { parametersOf, sequences } from "./generate";
import type { Sequence } from "./sequence";

/** The result of a seed's sequence on both engines. */
export interface Outcome {
    readonly seed: number;
    readonly operations: number;
    readonly difference?: Difference;
    /** The smallest sequence found that still differs, and how. */
    readonly minimal?: { readonly sequence: Sequence; readonly difference: Difference };
}

/** Plays a seed. If the engines differ, looks for a smaller sequence in which they do, for a limited time. */
export async function play(arena: Arena, seed: number, minimiseSeconds: number): Promise<Outcome> {
    let first: Omit<Outcome, "seed"> | undefined;
    let minimal: Outcome["minimal"];
    const until = Date.now() + minimiseSeconds * 1000;
    const property = fc.asyncProperty(sequences, async (sequence) => {
        if (first && Date.now() > until) return true;
        const cli = await arena.runCli(sequence);
        const difference = firstDifference(cli, await arena.runEmbedded(sequence));
        first ??= { operations: sequence.operations.length, difference };
        if (difference) minimal = { sequence, difference };
        return difference === undefined;
    });
    await fc.check(property, parametersOf(seed));
    if (!first) throw new Error(`Seed ${seed} was not played.`);
    return { seed, ...first, minimal };
}
