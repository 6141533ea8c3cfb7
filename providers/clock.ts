/**
 * How time passes for the provider; a test hands in one on which 24 hours take no time. It tells no dates: the clock of
 * the machine may be wrong, so those come from AWS (see aws/awsTime.ts).
 */
export interface Clock {
    /** Milliseconds that only ever grow, from an arbitrary start: for waits, rates and time limits. */
    now(): number;
    sleep(milliseconds: number): Promise<void>;
}

export const realClock: Clock = {
    now: () => performance.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
