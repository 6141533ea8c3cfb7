import { AsyncLocalStorage } from "node:async_hooks";
import { EventClock } from "../../../sandbox/clock/eventClock";

/** A machine's clock. */
export interface Machine {
    /** By how much its wall clock is ahead. */
    readonly clockAheadMs: number;
}

const RealDate = Date;
const REAL = { Date, setTimeout, clearTimeout, random: Math.random, now: performance.now.bind(performance) };

/**
 * Time that passes only when everything waits for it: `Date`, `setTimeout`, `performance.now` and the dice of
 * `Math.random` belong to a play while it lasts. The AWS SDK's back-off and timeouts take no real time, and the same seed gives the same run.
 */
export class VirtualTime {
    private readonly machines = new AsyncLocalStorage<Machine>();
    private isInstalled = false;

    private constructor(
        readonly clock: EventClock,
        private readonly random: () => number,
    ) {}

    /** Runs `play` in virtual time, and restores real time afterwards. */
    static async run<T>(start: number, random: () => number, play: (time: VirtualTime) => Promise<T>): Promise<T> {
        const time = new VirtualTime(new EventClock(start), random);
        time.install();
        try {
            return await time.clock.run(play(time));
        } finally {
            time.uninstall();
        }
    }

    /** Runs `work` and everything that it causes on that machine's clock. */
    on<T>(machine: Machine, work: () => T): T {
        return this.machines.run(machine, work);
    }

    /** The machine of the calling code. */
    get machine(): Machine | undefined {
        return this.machines.getStore();
    }

    /** What that machine's wall clock shows. */
    wallTime(): number {
        return Math.floor(this.clock.now()) + (this.machines.getStore()?.clockAheadMs ?? 0);
    }

    /** Waits as `setTimeout` does. */
    sleep(milliseconds: number): Promise<void> {
        return this.clock.sleep(wholeMilliseconds(milliseconds));
    }

    private install(): void {
        this.isInstalled = true;
        const wallTime = () => this.wallTime();
        class VirtualDate extends RealDate {
            constructor(...given: unknown[]) {
                super(...((given.length === 0 ? [wallTime()] : given) as [number]));
            }
            static override now(): number {
                return wallTime();
            }
            static override [Symbol.hasInstance](value: unknown): boolean {
                return value instanceof RealDate;
            }
        }
        const start = this.clock.now();
        const later = (call: (...args: unknown[]) => void, milliseconds = 0, ...args: unknown[]) => {
            const machine = this.machines.getStore();
            const run = () => (machine ? this.machines.run(machine, call, ...args) : call(...args));
            return new Timer(this.clock.at(this.clock.now() + wholeMilliseconds(milliseconds), run));
        };
        const cancel = (timer: unknown) =>
            timer instanceof Timer ? timer.cancel() : REAL.clearTimeout(timer as never);
        Object.assign(globalThis, { Date: VirtualDate, setTimeout: later, clearTimeout: cancel });
        Math.random = this.random;
        performance.now = () => this.clock.now() - start;
    }

    private uninstall(): void {
        if (!this.isInstalled) return;
        this.isInstalled = false;
        const { Date, setTimeout, clearTimeout } = REAL;
        Object.assign(globalThis, { Date, setTimeout, clearTimeout });
        Math.random = REAL.random;
        performance.now = REAL.now;
        this.machines.disable();
    }
}

/** Node.js sleeps whole milliseconds, and at least one, so that very short waits advance the time. */
const wholeMilliseconds = (milliseconds: number) => Math.max(1, Math.trunc(milliseconds) || 0);

/** The part of Node.js's Timeout that is used. */
class Timer {
    constructor(readonly cancel: () => void) {}
    ref(): this {
        return this;
    }
    unref(): this {
        return this;
    }
    hasRef(): boolean {
        return true;
    }
}
