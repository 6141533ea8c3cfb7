/**
 * The time that a sandbox goes by. One line in the environment, `SANDBOX_CLOCK`, is enough for the emulated AWS, the
 * Pulumi program and the provider host to agree on it, because all of them compute it from the same three numbers.
 */
export interface Clock {
    /** Milliseconds since 1970 in the sandbox's time. */
    now(): number;
    /** Waits so many milliseconds of the sandbox's time. */
    sleep(milliseconds: number): Promise<void>;
}

/** A clock that read `start` when the real one read `since`, and runs `speed` times as fast. */
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

/** Real time, unless SANDBOX_CLOCK says otherwise. */
export function clockFromEnvironment(env: NodeJS.ProcessEnv = process.env): Clock {
    return runningClock(env.SANDBOX_CLOCK ? parseClock(env.SANDBOX_CLOCK) : { start: 0, since: 0, speed: 1 });
}
