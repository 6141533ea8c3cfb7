import { type Clock } from "../clock";

/** The service allows five requests a second of each operation in an account and Region; others want some too. */
const SHORTEST_INTERVAL_MS = 1_000;

/** Waits until another request of an operation may be sent: one a second, a fifth of the service's rate. */
export type Pace = (operation: string) => Promise<void>;

export function newPace(clock: Clock): Pace {
    const earliest = new Map<string, number>();
    return async (operation) => {
        const now = clock.now();
        const at = Math.max(now, earliest.get(operation) ?? now);
        earliest.set(operation, at + SHORTEST_INTERVAL_MS);
        if (at > now) await clock.sleep(at - now);
    };
}
