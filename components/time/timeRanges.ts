import { type InputFailure, refuse } from "../../providers/validation/failure";
import {
    basicTimestamp,
    formatTimestamp,
    parseTimestamp,
    type TimestampInput,
} from "../../providers/validation/timestamp";
import { boundaries, type SplitBy } from "./calendar";

/** Log data from `from` on and before `to`, in milliseconds since 1970. */
export interface TimeRange {
    readonly from: number;
    readonly to: number;
}

/** The end of a range without an end: `to: "latest"`. */
export const LATEST = Infinity;

/** A time range of a `LogExport`. */
export interface TimeRangeArgs {
    /** The start of the range, inclusive: ISO 8601 with an offset, a `Date`, or milliseconds since 1970. */
    readonly from: TimestampInput;
    /** The end of the range, exclusive; `"latest"` (with `splitBy`) for everything that is over and settled by now. */
    readonly to: TimestampInput | "latest";
    /**
     * The destination prefix of this range; `layout` decides what follows.
     * @default the `destinationPrefix` of the `LogExport`
     */
    readonly destinationPrefix?: string;
}

/** A range's times, or the errors in them. */
export function parseTimeRange(at: string, { from, to }: TimeRangeArgs): TimeRange | InputFailure[] {
    const start = parseTimestamp(`${at}from`, from);
    const end = to === "latest" ? LATEST : parseTimestamp(`${at}to`, to);
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
 * Splits a range at the beginning of each hour, day, week (from Monday) or month in a time zone. The parts share their
 * boundaries, so nothing is lost. The first and the last part are shorter if the range does not begin or end at a boundary.
 */
export function splitTimeRange({ from, to }: TimeRange, splitBy: SplitBy, timeZone: string): TimeRange[] {
    const parts: TimeRange[] = [];
    let start = from;
    for (const boundary of boundaries(from, to, splitBy, timeZone)) {
        parts.push({ from: start, to: boundary });
        start = boundary;
    }
    parts.push({ from: start, to });
    return parts;
}

/** How many parts there would be, without creating them. */
export function countParts({ from, to }: TimeRange, splitBy: SplitBy, timeZone: string): number {
    let count = 1;
    const all = boundaries(from, to, splitBy, timeZone);
    while (!all.next().done) count += 1;
    return count;
}

/** A range as it is shown to users. */
export function showRange({ from, to }: TimeRange): string {
    return `${formatTimestamp(from)} to ${formatTimestamp(to)}`;
}

/** Ranges as parts of resources' names: `20261001T000000Z-20261101T000000Z`. */
export function rangeKeysOf(ranges: readonly TimeRange[]): string[] {
    let end = NaN;
    let shownEnd = "";
    return ranges.map(({ from, to }) => {
        const start = from === end ? shownEnd : basicTimestamp(from); // most begin where the one before ends
        [end, shownEnd] = [to, basicTimestamp(to)];
        return `${start}-${shownEnd}`;
    });
}
