import { offsetPeriodAt } from "../../time/timeZone";

/** A period in which a time zone has one offset from UTC. All values are in milliseconds; `end` is exclusive. */
export interface ClockPeriod {
    readonly start: number;
    readonly end: number;
    readonly offset: number;
    /** The local time at which the clock was changed, at `start`, written as if it were UTC. */
    readonly changedAt: number;
}

/** A time zone as plain data, because the states language has no time zones. */
export interface ZoneClock {
    readonly timeZone: string;
    /** In order and without gaps. The first has no start, and the last has no end. */
    readonly periods: readonly ClockPeriod[];
    /** Clock changes are known up to then; milliseconds since 1970. Undefined if the clock is never changed. */
    readonly knownUntil?: number;
}

/** CloudWatch Logs was launched in July 2014, so no log group has older data. */
const FIRST_LOGS = Date.UTC(2014, 0);
/** Clock changes are included up to the end of the tenth year after this one, so the state machine changes once a year. */
const YEARS_AHEAD = 10;

/**
 * The clock of a time zone since `from` or the first log data, whichever is earlier.
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
            changedAt: isFirst ? Number.MIN_SAFE_INTEGER : start + offsetBefore,
        });
        if (isLast) return { timeZone, periods, knownUntil };
        time = end;
    }
}

/** Whether the zone is UTC or a fixed offset, which no government changes. */
function isFixed(timeZone: string): boolean {
    return /^(UTC|[+-].*)$/i.test(timeZone);
}
