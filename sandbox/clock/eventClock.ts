import type { Clock } from "./clock";

interface Timer {
    readonly at: number;
    readonly order: number;
    readonly wake: () => void;
}

/**
 * Simulated time for any number of things that go on at once: it jumps to the next moment at which one of them wakes.
 * What is due at the same moment goes on in the order in which it fell asleep, or in an order that `random` decides.
 */
export class EventClock implements Clock {
    private count = 0;
    /** Sorted, the next one last. */
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

    /** Calls back at that time; what it returns takes that back. */
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

    /** Lets time pass until the work is done. */
    async run<T>(work: Promise<T>): Promise<T> {
        let isDone = false;
        const finished = work.finally(() => (isDone = true));
        finished.catch(() => undefined); // the caller hears of it below
        for (;;) {
            await quiet();
            if (isDone) return finished;
            const next = this.timers.pop();
            if (!next) throw new Error("The work waits for something that no clock brings about.");
            this.time = next.at;
            next.wake();
        }
    }

    /** Lets time pass until then, whatever goes on meanwhile. */
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

/** Everything that can go on without time passing does so in microtasks, before this macrotask. */
function quiet(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
}
