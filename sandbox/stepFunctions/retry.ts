import type { Retrier } from "./definition";
import { matchesError, type StateError } from "./errors";

/**
 * The retriers of one visit to a state. Each counts its own attempts. The first that matches decides. If it has no
 * attempts left, Catch handles the error, even if another retrier matches.
 */
export class Retries {
    private readonly used = new Map<Retrier, number>();

    constructor(private readonly retriers: readonly Retrier[] = []) {}

    /** The seconds until the next attempt, or undefined if there is none. */
    next(error: StateError, random: () => number): number | undefined {
        const retrier = this.retriers.find((one) => matchesError(one.ErrorEquals, error));
        if (!retrier) return undefined;
        const { IntervalSeconds = 1, BackoffRate = 2, MaxAttempts = 3, MaxDelaySeconds, JitterStrategy } = retrier;
        const attempts = this.used.get(retrier) ?? 0;
        if (attempts >= MaxAttempts) return undefined;
        this.used.set(retrier, attempts + 1);
        const delay = Math.min(IntervalSeconds * BackoffRate ** attempts, MaxDelaySeconds ?? Infinity);
        return JitterStrategy === "FULL" ? random() * delay : delay;
    }
}
