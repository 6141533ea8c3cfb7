import { formatTimestamp } from "../../../providers/validation/timestamp";
import { type PreviewMessages } from "../../previewLog";
import { lastBoundary, nextBoundary } from "../../time/calendar";
import { keptFrom, type RangeSettings, settledUntil } from "../settings";
import { LATEST, type TimeRange } from "../../time/timeRanges";

/** What follows from the settings and the time alone. */
export function rangeNotices(settings: RangeSettings, now: number): PreviewMessages {
    const { ranges, isList } = settings;
    return {
        infos: [...ranges.flatMap((range) => noticeNothingYet(range, settings, now)), ...noticeLeftOut(settings, now)],
        warnings: isList ? [] : ranges.flatMap((range) => warnOfShortEnds(range, settings)),
    };
}

/** A range that goes on, and of which nothing is over. */
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
        `forgetAfterDays leaves out what ended by ${formatTimestamp(end)}: exports from ${formatTimestamp(first)} on that are in the ` +
            "state are taken out of it and their objects stay; what was not exported by now is not exported any more.",
    ];
}

/** Moving an end that is no boundary replaces a short range by a longer one, whose events are exported again. */
function warnOfShortEnds({ from, to }: TimeRange, { splitBy, timeZone }: RangeSettings): string[] {
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
