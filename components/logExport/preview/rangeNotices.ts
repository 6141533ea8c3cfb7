import { formatTimestamp } from "../../../providers/validation/timestamp";
import { type PreviewMessages } from "../../previewLog";
import { lastBoundary, nextBoundary } from "../../time/calendar";
import { keptFrom, type RangeSettings, settledUntil } from "../settings";
import { LATEST, type TimeRange } from "../../time/timeRanges";

/** What a preview says of the ranges, by the settings and the time alone. */
export function rangeNotices(settings: RangeSettings, now: number): PreviewMessages {
    const { ranges, isList } = settings;
    return {
        infos: [...ranges.flatMap((range) => noticeNothingYet(range, settings, now)), ...noticeLeftOut(settings, now)],
        warnings: isList ? [] : ranges.flatMap((range) => warnOfShortEnds(range, settings)),
    };
}

/** For a range without an end of which nothing is over yet. */
function noticeNothingYet({ from, to }: TimeRange, settings: RangeSettings, now: number): string[] {
    const { splitBy, timeZone } = settings;
    if (to !== LATEST || splitBy === undefined) return [];
    const end = nextBoundary(from + 1, splitBy, timeZone);
    const settles = end + (now - settledUntil(settings, now));
    if (settles <= now) return [];
    const first = `${formatTimestamp(from)} to ${formatTimestamp(end)}`;
    return [
        `Nothing to export yet: the first ${splitBy}, ${first}, can be exported from ${formatTimestamp(settles)} on.`,
    ];
}

function noticeLeftOut(settings: RangeSettings, now: number): string[] {
    const { ranges, splitBy, timeZone, forgetAfterDays } = settings;
    const kept = keptFrom(settings, now);
    const first = Math.min(...ranges.map(({ from }) => from));
    const end = splitBy ? lastBoundary(kept, splitBy, timeZone) : kept;
    if (forgetAfterDays === undefined || first >= end) return [];
    return [
        `forgetAfterDays leaves out what ended by ${formatTimestamp(end)}: exports from ${formatTimestamp(first)} on ` +
            "are removed from the state and their objects stay. What has not been exported by now will not be exported.",
    ];
}

/** Moving an end that is not at a boundary replaces a short range with a longer one, whose events are exported again. */
function warnOfShortEnds({ from, to }: TimeRange, { splitBy, timeZone }: RangeSettings): string[] {
    if (splitBy === undefined) return [];
    const isWithin = (time: number) => time !== LATEST && lastBoundary(time, splitBy, timeZone) !== time;
    const ends = [isWithin(from) && `from (${formatTimestamp(from)})`, isWithin(to) && `to (${formatTimestamp(to)})`];
    const within = ends.filter((end) => end !== false).join(" and ");
    if (within === "") return [];
    return [
        `${within} lies within a ${splitBy} of ${timeZone}. That is fine if it never changes. If you move it later, ` +
            "the shorter range at that end becomes longer and its events are exported again: add a range with timeRanges instead.",
    ];
}
