import type * as pulumi from "@pulumi/pulumi";
import { formatSeries, type Series } from "../../providers/exportTask/series";
import { lastBoundary } from "../time/calendar";
import { destinationPrefixFor } from "./layout";
import { type KeyedLogGroup } from "../logGroups/logGroups";
import { prefixesOnceKnown } from "./prefixes";
import { type ExportSettings, keptFrom, latestEnd, type RangeSettings } from "./settings";
import { countParts, LATEST, rangeKeysOf, splitTimeRange, type TimeRange } from "../time/timeRanges";

/** A range that is exported of every log group. */
export interface PlannedRange extends TimeRange {
    readonly destinationPrefix: string;
    /** The declared ranges without a gap between them that it is a part of; see series.ts. */
    readonly series?: string;
}

interface RangeInSeries {
    readonly destinationPrefix: string;
    readonly series: Series;
}

/** One export of a LogExport: a log group and a range. */
export interface PlannedExport {
    /** What follows the LogExport's name in the resource's: the group's key, then the range. Stable. */
    readonly key: string;
    readonly groupKey: string;
    readonly logGroupName: pulumi.Input<string>;
    readonly range: PlannedRange;
    readonly destinationPrefix: pulumi.Input<string>;
}

/**
 * Log groups × ranges.
 * @param now what `to: "latest"` and `forgetAfterDays` count back from, in milliseconds since 1970.
 */
export function planExports(settings: ExportSettings, now: number): PlannedExport[] {
    const { groups, layout, splitBy, timeZone } = settings;
    const ranges = planRanges(settings, now);
    const rangeKeys = rangeKeysOf(ranges);
    const prefixOf = ({ from, to, destinationPrefix }: PlannedRange, logGroupName: string) =>
        destinationPrefixFor(layout, { from, to, destinationPrefix, logGroupName, splitBy, timeZone });
    const exportsOf = (group: KeyedLogGroup, prefixFor: (range: PlannedRange) => pulumi.Input<string>) =>
        ranges.map((range, index) => ({
            key: `${group.key}-${rangeKeys[index]}`,
            groupKey: group.key,
            logGroupName: group.logGroupName,
            range,
            destinationPrefix: prefixFor(range),
        }));
    if (layout === "plain" || groups.every(({ logGroupName }) => typeof logGroupName === "string")) {
        // "plain" does not depend on the name.
        return groups.flatMap((group) => exportsOf(group, (range) => prefixOf(range, group.logGroupName as string)));
    }
    const onceKnown = prefixesOnceKnown(groups, layout, (group, name) =>
        exportsOf(group, (range) => prefixOf(range, name)),
    );
    return groups.flatMap((group) => exportsOf(group, (range) => onceKnown(group, (name) => prefixOf(range, name))));
}

/** The ranges that are exported of every log group, in the order given: split, up to the latest, without what is old. */
export function planRanges(settings: RangeSettings, now: number): PlannedRange[] {
    const { splitBy, timeZone } = settings;
    return currentRanges(settings, now).flatMap(({ from, to, destinationPrefix, series }) => {
        const parts = splitBy ? splitTimeRange({ from, to }, splitBy, timeZone) : [{ from, to }];
        return parts.map((part) => ({ from: part.from, to: part.to, destinationPrefix, series: within(series, part) }));
    });
}

/** How many exports there would be: fast even if planning them would take long. */
export function countExports(settings: ExportSettings, now: number): number {
    const { groups, splitBy, timeZone } = settings;
    const counts = currentRanges(settings, now).map((range) => (splitBy ? countParts(range, splitBy, timeZone) : 1));
    return groups.length * counts.reduce((sum, count) => sum + count, 0);
}

/**
 * The declared ranges, with their end if that is "latest", and without what `forgetAfterDays` leaves out. The rest begins
 * at a boundary, so its parts are those of the whole.
 */
function currentRanges(settings: RangeSettings, now: number): (TimeRange & RangeInSeries)[] {
    const { splitBy, timeZone } = settings;
    const kept = keptFrom(settings, now);
    return settings.ranges.flatMap(({ destinationPrefix, ...range }) => {
        const to = range.to === LATEST ? latestEnd(settings, now) : range.to;
        const from = splitBy && range.from < kept ? lastBoundary(kept, splitBy, timeZone) : range.from;
        if (to <= Math.max(from, kept)) return [];
        const series = seriesOf(range, settings.ranges);
        return [{ from: Math.max(from, range.from), to, destinationPrefix, series }];
    });
}

/** The declared ranges without a gap between them that one is a part of. */
function seriesOf(range: TimeRange, ranges: RangeSettings["ranges"]): Series {
    let { from, to } = range;
    const before = () => ranges.find((other) => other.to === from);
    const after = () => ranges.find((other) => other.from === to);
    for (let one = before(); one; one = before()) from = one.from;
    for (let one = after(); one; one = after()) to = one.to;
    return { from, to };
}

/** What stands alone is in no series: whatever its log group holds, it is exported with it or not at all. */
function within(series: Series, { from, to }: Series): string | undefined {
    return series.from === from && series.to === to ? undefined : formatSeries(series);
}
