import { type Clock, type ClockSettings, runningClock } from "../../sandbox/clock/clock";

/** A running clock that can be put forward. */
export class MovableClock implements Clock {
    /** What processes that start now go by. */
    settings: ClockSettings;

    constructor(
        start: number,
        private speed: number,
    ) {
        this.settings = { start, since: Date.now(), speed };
    }

    now(): number {
        return runningClock(this.settings).now();
    }

    sleep(milliseconds: number): Promise<void> {
        return runningClock(this.settings).sleep(milliseconds);
    }

    putForward(milliseconds: number): void {
        this.putForwardTo(this.now() + milliseconds);
    }

    putForwardTo(start: number): void {
        this.settings = { start, since: Date.now(), speed: this.speed };
    }

    goOnAt(speed: number): void {
        this.speed = speed;
        this.putForward(0);
    }
}
