import { Clock } from "../providers/exportTask/clock";

/**
 * Simulated time for any number of things that go on at once: it jumps to the next moment at which one of them wakes.
 */
export class EventClock implements Clock {
    private time = 0;
    private count = 0;
    private sleepers: { readonly at: number; readonly order: number; readonly wake: () => void }[] = [];

    now(): number {
        return this.time;
    }

    sleep(milliseconds: number): Promise<void> {
        return new Promise((wake) => {
            this.sleepers.push({ at: this.time + Math.max(0, milliseconds), order: this.count++, wake });
        });
    }

    /** Lets time pass until the work is done. */
    async run<T>(work: Promise<T>): Promise<T> {
        let isDone = false;
        const finished = work.finally(() => (isDone = true));
        finished.catch(() => undefined); // the caller hears of it below
        for (;;) {
            // Everything that can go on without time passing does so in microtasks, before this macrotask.
            await new Promise((resolve) => setImmediate(resolve));
            if (isDone) return finished;
            this.sleepers.sort((a, b) => a.at - b.at || a.order - b.order);
            const next = this.sleepers.shift();
            if (!next) throw new Error("The work waits for something that no clock brings about.");
            this.time = next.at;
            next.wake();
        }
    }
}
