import { DAY_MS, HOUR_MS } from "../../providers/durations";
import { offsetPeriodAt } from "./timeZone";

/** What ranges are split by. */
export type SplitBy = "hour" | "day" | "week" | "month";
export const SPLITS: readonly SplitBy[] = ["hour", "day", "week", "month"];

const MONDAY = 4 * DAY_MS; // 1970 began on a Thursday
/** No unit lasts longer, whatever the clock does. */
const LONGEST: Readonly<Record<SplitBy, number>> = {
    hour: DAY_MS,
    day: 3 * DAY_MS,
    week: 9 * DAY_MS,
    month: 33 * DAY_MS,
};

/**
 * The times after `after` and before `before` at which an hour, day, week (from Monday) or month begins in a time zone, in
 * order. They depend only on the zone, so ranges that are split at them fit together wherever they begin.
 *
 * | the clock                                         | what happens                                                 |
 * |---------------------------------------------------|--------------------------------------------------------------|
 * | is put forward or back                            | the day has 23 or 25 hours                                   |
 * | passes 02:00 twice                                | two hours begin at 02:00, one after the other                |
 * | passes midnight twice                             | the day begins at the first                                  |
 * | is put forward past midnight or a full hour       | day or hour begin at that moment                             |
 * | is put back by half an hour                       | that hour lasts 90 minutes                                   |
 *
 * It calculates with whole numbers, and asks the zone only for the times at which its offset changes.
 */
export function* boundaries(after: number, before: number, splitBy: SplitBy, timeZone: string): Generator<number> {
    let from = after + 1;
    while (from < before) {
        const { start, end, offset, offsetBefore } = offsetPeriodAt(timeZone, from);
        // Local times are written as if they were UTC.
        const shown = start + offsetBefore; // the local time just before the change
        const first = from + offset;
        const last = Math.min(before, end) + offset;
        if (from === start && isSkipped(shown, first, splitBy)) yield start;
        for (let at = ceiling(first, splitBy); at < last; at = ceiling(at + 1, splitBy)) {
            if (at >= shown || splitBy === "hour") yield at - offset;
        }
        from = end;
    }
}

/** The last time up to and including `time` at which an hour, day, week or month begins. */
export function lastBoundary(time: number, splitBy: SplitBy, timeZone: string): number {
    let last = time;
    for (const boundary of boundaries(time - LONGEST[splitBy], time + 1, splitBy, timeZone)) last = boundary;
    return last;
}

/** The first time from `time` on at which an hour, day, week or month begins. */
export function nextBoundary(time: number, splitBy: SplitBy, timeZone: string): number {
    for (const boundary of boundaries(time - 1, time + LONGEST[splitBy], splitBy, timeZone)) return boundary;
    return time;
}

/** Whether a clock that is put forward to a reading skips a beginning and does not show another at that moment. */
function isSkipped(shown: number, reading: number, splitBy: SplitBy): boolean {
    return ceiling(shown, splitBy) < reading && ceiling(reading, splitBy) !== reading;
}

/** The first reading from `reading` on at which an hour, day, week or month begins. */
function ceiling(reading: number, splitBy: SplitBy): number {
    switch (splitBy) {
        case "hour":
            return Math.ceil(reading / HOUR_MS) * HOUR_MS;
        case "day":
            return Math.ceil(reading / DAY_MS) * DAY_MS;
        case "week":
            return Math.ceil((reading - MONDAY) / (7 * DAY_MS)) * 7 * DAY_MS + MONDAY;
        case "month": {
            const date = new Date(reading - 1); // of which the month has begun, so the next is meant
            return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
        }
    }
}
