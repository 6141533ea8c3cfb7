import { Temporal } from "@js-temporal/polyfill";
import { Failure, refuse } from "../providers/exportTask/failure";
import { parseTimestamp, Timestamp } from "../providers/exportTask/timestamp";

export type SplitBy = "hour" | "day" | "week" | "month";
export const SPLITS: readonly SplitBy[] = ["hour", "day", "week", "month"];

/** Log data from `from` on and before `to`, in milliseconds since 1970. */
export interface TimeRange {
    readonly from: number;
    readonly to: number;
}

export interface TimeRangeArgs {
    /** Log data from then on is exported: ISO 8601 with an offset, a `Date`, or milliseconds since 1970. */
    readonly from: Timestamp;
    /** Log data before then is exported. */
    readonly to: Timestamp;
    /**
     * The destination prefix of this range; log group and date follow as `layout` says.
     * @default the `destinationPrefix` of the `LogExport`
     */
    readonly destinationPrefix?: string;
}

/** A range's times, or what is wrong with them. */
export function parseTimeRange(at: string, { from, to }: TimeRangeArgs): TimeRange | Failure[] {
    const [start, end] = [parseTimestamp(`${at}from`, from), parseTimestamp(`${at}to`, to)];
    if (typeof start !== "number" || typeof end !== "number") {
        return [start, end].filter((time) => typeof time !== "number");
    }
    if (end <= start) {
        const [first, last] = [start, end].map((time) => new Date(time).toISOString());
        return [
            refuse(
                `${at}to`,
                last,
                `later than ${at}from (${first})`,
                "Swap or correct the two; an empty range exports nothing.",
            ),
        ];
    }
    return { from: start, to: end };
}

/**
 * Cuts a range at the UTC boundaries of hours, days, weeks (from Monday) or months. The parts share their boundaries, so
 * that nothing is lost; the first and the last are shorter where the range does not begin or end at one.
 */
export function splitTimeRange({ from, to }: TimeRange, splitBy: SplitBy): TimeRange[] {
    const parts: TimeRange[] = [];
    let start = from;
    let boundary = floor(from, splitBy);
    while (start < to) {
        boundary = boundary.add({ [`${splitBy}s`]: 1 });
        const end = Math.min(boundary.epochMilliseconds, to);
        parts.push({ from: start, to: end });
        start = end;
    }
    return parts;
}

/** How many parts there would be, without making them. */
export function countParts({ from, to }: TimeRange, splitBy: SplitBy): number {
    return boundariesUpTo(to - 1, splitBy) - boundariesUpTo(from, splitBy) + 1;
}

/** How many boundaries lie between 1970 and a time, that time included. */
function boundariesUpTo(time: number, splitBy: SplitBy): number {
    const days = Math.floor(time / 86_400_000);
    const date = new Date(time);
    switch (splitBy) {
        case "hour":
            return Math.floor(time / 3_600_000);
        case "day":
            return days;
        case "week":
            return Math.floor((days + 3) / 7); // 1970 began on a Thursday
        case "month":
            return date.getUTCFullYear() * 12 + date.getUTCMonth();
    }
}

function floor(time: number, splitBy: SplitBy): Temporal.ZonedDateTime {
    const at = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO("UTC");
    switch (splitBy) {
        case "hour":
            return at.round({ smallestUnit: "hour", roundingMode: "floor" });
        case "day":
            return at.startOfDay();
        case "week":
            return at.startOfDay().subtract({ days: at.dayOfWeek - 1 });
        case "month":
            return at.startOfDay().with({ day: 1 });
    }
}

/** A range as part of a resource's name: `20261001T000000Z-20261101T000000Z`. */
export function rangeKey({ from, to }: TimeRange): string {
    return [from, to].map(basicFormat).join("-");
}

function basicFormat(time: number): string {
    return new Date(time).toISOString().replace(/[-:]|\.000/g, "");
}
