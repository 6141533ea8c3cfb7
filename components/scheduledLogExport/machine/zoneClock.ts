import { offsetPeriodAt } from "../../time/timeZone";

/** A time in which a zone's clock is ahead of UTC by the same `offset`. All in milliseconds, `end` excluded. */
export interface ClockPeriod {
    readonly start: number;
    readonly end: number;
    readonly offset: number;
    /** How far the clock had come when it was changed at `start`, written as if it were UTC. */
    readonly shown: number;
}

/** A time zone as plain data: the states language knows none. */
export interface ZoneClock {
    readonly timeZone: string;
    /** In order and without a gap; the first began long ago, and the last does not end. */
    readonly periods: readonly ClockPeriod[];
    /** From then on, changes of the clock are not known yet; milliseconds since 1970. Undefined: the clock never changes. */
    readonly knownUntil?: number;
}

/** No log group has older data: CloudWatch Logs began in July 2014. */
const FIRST_LOGS = Date.UTC(2014, 0);
/** The clock is known to the end of the tenth year after this one, so that what is written down changes once a year. */
const YEARS_AHEAD = 10;

/**
 * The clock of a zone from `from` on, or from before there was any log data.
 * @param now in milliseconds since 1970.
 */
export function zoneClock(timeZone: string, from: number, now: number): ZoneClock {
    const knownUntil = isFixed(timeZone) ? undefined : Date.UTC(new Date(now).getUTCFullYear() + YEARS_AHEAD + 1, 0);
    const periods: ClockPeriod[] = [];
    let time = Math.min(from, FIRST_LOGS);
    for (;;) {
        const { start, end, offset, offsetBefore } = offsetPeriodAt(timeZone, time);
        const isFirst = periods.length === 0;
        const isLast = end >= (knownUntil ?? Infinity);
        periods.push({
            start: isFirst ? Number.MIN_SAFE_INTEGER : start,
            end: isLast ? Number.MAX_SAFE_INTEGER : end,
            offset,
            shown: isFirst ? Number.MIN_SAFE_INTEGER : start + offsetBefore,
        });
        if (isLast) return { timeZone, periods, knownUntil };
        time = end;
    }
}

/** UTC and plain offsets, which no government changes. */
function isFixed(timeZone: string): boolean {
    return /^(UTC|[+-].*)$/i.test(timeZone);
}
