/**
 * The sandbox's time. The emulated AWS, the Pulumi program and the provider host agree on it, because each computes it
 * from the three numbers in the environment variable `SANDBOX_CLOCK`.
 */
export interface Clock {
    /** Milliseconds since 1970 in the sandbox's time. */
    now(): number;
    /** Waits this many milliseconds of the sandbox's time. */
    sleep(milliseconds: number): Promise<void>;
}

/** A clock that showed `start` at the real time `since`, and runs `speed` times as fast. */
export interface ClockSettings {
    readonly start: number;
    readonly since: number;
    readonly speed: number;
}

export function runningClock({ start, since, speed }: ClockSettings): Clock {
    return {
        now: () => Math.floor(start + (Date.now() - since) * speed),
        sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds) / speed)),
    };
}

export function formatClock({ start, since, speed }: ClockSettings): string {
    return `${start}|${since}|${speed}`;
}

export function parseClock(text: string): ClockSettings {
    const [start, since, speed, ...rest] = text.split("|").map(Number);
    if (rest.length > 0 || ![start, since, speed].every(Number.isFinite) || speed <= 0) {
        throw new Error(
            `SANDBOX_CLOCK is ${JSON.stringify(text)}; expected start|since|speed, three numbers, speed > 0.`,
        );
    }
    return { start, since, speed };
}

/** The clock that SANDBOX_CLOCK describes, or real time. */
export function clockFromEnvironment(env: NodeJS.ProcessEnv = process.env): Clock {
    return runningClock(env.SANDBOX_CLOCK ? parseClock(env.SANDBOX_CLOCK) : { start: 0, since: 0, speed: 1 });
}
