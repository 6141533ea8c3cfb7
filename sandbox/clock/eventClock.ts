import type { Clock } from "./clock";

interface Timer {
    readonly at: number;
    readonly order: number;
    readonly wake: () => void;
}

/**
 * Simulated time for concurrent work: the clock jumps to the next timer. Timers for the same time fire in the order in
 * which they were set, or in an order that `random` decides.
 */
export class EventClock implements Clock {
    private count = 0;
    /** Sorted; the next timer is the last element. */
    private readonly timers: Timer[] = [];

    constructor(
        private time = 0,
        private readonly random?: () => number,
    ) {}

    now(): number {
        return this.time;
    }

    sleep(milliseconds: number): Promise<void> {
        return new Promise((wake) => this.at(this.time + Math.max(0, milliseconds), wake));
    }

    /** Calls `wake` at that time. Returns a function that cancels the timer. */
    at(time: number, wake: () => void): () => void {
        const timer: Timer = { at: Math.max(time, this.time), order: this.random?.() ?? this.count++, wake };
        let [low, high] = [0, this.timers.length];
        while (low < high) {
            const middle = (low + high) >> 1;
            if (isLater(this.timers[middle], timer)) low = middle + 1;
            else high = middle;
        }
        this.timers.splice(low, 0, timer);
        return () => {
            const index = this.timers.indexOf(timer);
            if (index >= 0) this.timers.splice(index, 1);
        };
    }

    /** Advances time until the work is done. */
    async run<T>(work: Promise<T>): Promise<T> {
        let isDone = false;
        const finished = work.finally(() => (isDone = true));
        finished.catch(() => undefined); // rethrown to the caller below
        for (;;) {
            await quiet();
            if (isDone) return finished;
            const next = this.timers.pop();
            if (!next) throw new Error("The work waits, but no timer is set.");
            this.time = next.at;
            next.wake();
        }
    }

    /** Advances time to `time`. */
    async runUntil(time: number): Promise<void> {
        for (;;) {
            await quiet();
            const next = this.timers.at(-1);
            if (!next || next.at > time) break;
            this.timers.pop();
            this.time = next.at;
            next.wake();
        }
        this.time = Math.max(this.time, time);
    }
}

function isLater(a: Timer, b: Timer): boolean {
    return a.at > b.at || (a.at === b.at && a.order > b.order);
}

/** Waits until all work that needs no timer has run: it runs in microtasks, before this macrotask. */
function quiet(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
}
