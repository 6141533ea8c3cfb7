import { type Clock } from "../../providers/clock";

/** A clock on which sleeping takes no time. It records the sleeps. */
export function simulatedClock(start = 0): Clock & { readonly slept: number[] } {
    let time = start;
    const slept: number[] = [];
    return {
        slept,
        now: () => time,
        sleep: (milliseconds) => {
            slept.push(milliseconds);
            time += milliseconds;
            return Promise.resolve();
        },
    };
}
