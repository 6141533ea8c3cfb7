import { formatTimestamp } from "../../../providers/validation/timestamp";
import { lastBoundary, nextBoundary } from "../../time/calendar";
import { DEFAULT_TIME_ZONE, givenRanges, keptFrom, type RangeArgs, settledUntil } from "../plan";
import { LATEST, parseTimeRange, type TimeRange } from "../../time/timeRanges";

/** What a preview tells of an export's ranges that is no error. */
export interface RangeNotes {
    readonly infos: readonly string[];
    readonly warnings: readonly string[];
}

/** What follows from the arguments and the time alone. */
export function rangeNotes(args: RangeArgs, now: number): RangeNotes {
    const ranges = givenRanges(args).flatMap((given) => {
        const range = parseTimeRange("", given);
        return Array.isArray(range) ? [] : [range];
    });
    return {
        infos: [...ranges.flatMap((range) => noteNothingYet(range, args, now)), ...noteLeftOut(ranges, args, now)],
        warnings: args.timeRanges ? [] : ranges.flatMap((range) => warnOfShortEnds(range, args)),
    };
}

/** A range that goes on, and of which nothing is over. */
function noteNothingYet({ from, to }: TimeRange, args: RangeArgs, now: number): string[] {
    const { splitBy, timeZone = DEFAULT_TIME_ZONE } = args;
    if (to !== LATEST || splitBy === undefined) return [];
    const end = nextBoundary(from + 1, splitBy, timeZone);
    const settles = end + (now - settledUntil(args, now));
    if (settles <= now) return [];
    const first = `${formatTimestamp(from)} to ${formatTimestamp(end)}`;
    return [
        `Nothing to export yet: the first ${splitBy}, ${first}, can be exported from ${formatTimestamp(settles)} on.`,
    ];
}

function noteLeftOut(ranges: readonly TimeRange[], args: RangeArgs, now: number): string[] {
    const kept = keptFrom(args, now);
    const first = Math.min(...ranges.map(({ from }) => from));
    const { splitBy, timeZone = DEFAULT_TIME_ZONE } = args;
    const end = splitBy ? lastBoundary(kept, splitBy, timeZone) : kept;
    if (args.forgetAfterDays === undefined || first >= end) return [];
    return [
        `forgetAfterDays leaves out what ended by ${formatTimestamp(end)}: exports from ${formatTimestamp(first)} on that are in the ` +
            "state are taken out of it and their objects stay; what was not exported by now is not exported any more.",
    ];
}

/** Moving an end that is no boundary replaces a short range by a longer one, whose events are exported again. */
function warnOfShortEnds({ from, to }: TimeRange, { splitBy, timeZone = DEFAULT_TIME_ZONE }: RangeArgs): string[] {
    if (splitBy === undefined) return [];
    const isWithin = (time: number) => time !== LATEST && lastBoundary(time, splitBy, timeZone) !== time;
    const ends = [isWithin(from) && `from (${formatTimestamp(from)})`, isWithin(to) && `to (${formatTimestamp(to)})`];
    const within = ends.filter((end) => end !== false).join(" and ");
    if (within === "") return [];
    return [
        `${within} lies within a ${splitBy} of ${timeZone}. That is fine for good; but where it is moved later, the shorter ` +
            "range at that end becomes a longer one and its events are exported again. Add a range with timeRanges instead.",
    ];
}
