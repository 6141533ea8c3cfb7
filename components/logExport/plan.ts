import type * as pulumi from "@pulumi/pulumi";
import { DAY_MS, HOUR_MS } from "../../providers/durations";
import { DEFAULT_DESTINATION_PREFIX, DEFAULT_SETTLE_HOURS } from "../../providers/exportTask/inputs";
import { formatSeries } from "../../providers/exportTask/series";
import { lastBoundary } from "../time/calendar";
import { destinationPrefixFor } from "./layout";
import { type LogExportArgs } from "./args";
import { type KeyedLogGroup, keyedLogGroups } from "../logGroups/logGroups";
import { prefixesOnceKnown } from "./prefixes";
import {
    countParts,
    LATEST,
    parseTimeRange,
    rangeKeysOf,
    splitTimeRange,
    type TimeRange,
    type TimeRangeArgs,
} from "../time/timeRanges";

/** Without a `timeZone` days begin at midnight UTC. */
export const DEFAULT_TIME_ZONE = "UTC";

/** What decides the ranges of an export. */
export type RangeArgs = Pick<
    LogExportArgs,
    "from" | "to" | "timeRanges" | "splitBy" | "timeZone" | "settleHours" | "forgetAfterDays" | "destinationPrefix"
>;

/** A range that is exported of every log group. */
export interface PlannedRange extends TimeRange {
    readonly destinationPrefix: string;
    /** The given range that it is a part of, where that is split or goes on. */
    readonly series?: string;
}

/** One export of a LogExport: a log group and a range. */
export interface PlannedExport {
    /** What is behind the LogExport's name in the resource's: the group's key, then the range. Stable. */
    readonly key: string;
    readonly groupKey: string;
    readonly logGroupName: pulumi.Input<string>;
    readonly range: PlannedRange;
    readonly destinationPrefix: pulumi.Input<string>;
}

/**
 * Log groups × ranges. The arguments have been checked.
 * @param now what `to: "latest"` and `forgetAfterDays` count back from, in milliseconds since 1970.
 */
export function planExports(args: LogExportArgs, now: number): PlannedExport[] {
    const { splitBy, timeZone = DEFAULT_TIME_ZONE, layout = "hive" } = args;
    const ranges = planRanges(args, now);
    const rangeKeys = rangeKeysOf(ranges);
    const groups = keyedLogGroups(args.logGroups);
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
        // "plain" does not look at the name.
        return groups.flatMap((group) => exportsOf(group, (range) => prefixOf(range, group.logGroupName as string)));
    }
    const onceKnown = prefixesOnceKnown(groups, layout, (group, name) =>
        exportsOf(group, (range) => prefixOf(range, name)),
    );
    return groups.flatMap((group) => exportsOf(group, (range) => onceKnown(group, (name) => prefixOf(range, name))));
}

/** The ranges that are exported of every log group, in the order given: split, up to the latest, without what is old. */
export function planRanges(args: RangeArgs, now: number): PlannedRange[] {
    const { splitBy, timeZone = DEFAULT_TIME_ZONE } = args;
    return currentRanges(args, now).flatMap(({ from, to, destinationPrefix, series }) => {
        const parts = splitBy ? splitTimeRange({ from, to }, splitBy, timeZone) : [{ from, to }];
        return parts.map((part) => ({ from: part.from, to: part.to, destinationPrefix, series }));
    });
}

/** How many exports there would be: told at once, where planning them would take long. */
export function countExports(args: LogExportArgs, now: number): number {
    const { splitBy, timeZone = DEFAULT_TIME_ZONE } = args;
    const counts = currentRanges(args, now).map((range) => (splitBy ? countParts(range, splitBy, timeZone) : 1));
    return keyedLogGroups(args.logGroups).length * counts.reduce((sum, count) => sum + count, 0);
}

/** The ranges as given, or from and to as the only one. */
export function givenRanges(args: Pick<LogExportArgs, "from" | "to" | "timeRanges">): readonly TimeRangeArgs[] {
    return args.timeRanges ?? [{ from: args.from as TimeRangeArgs["from"], to: args.to as TimeRangeArgs["to"] }];
}

/** Up to when log data is settled, so that a range which ends by then is complete. */
export function settledUntil({ settleHours }: Pick<LogExportArgs, "settleHours">, now: number): number {
    return now - (typeof settleHours === "number" ? settleHours : DEFAULT_SETTLE_HOURS) * HOUR_MS;
}

/** The end of `to: "latest"`: the last beginning of an hour, day, week or month that is settled. */
export function latestEnd(args: RangeArgs, now: number): number {
    const { splitBy, timeZone = DEFAULT_TIME_ZONE } = args;
    const settled = settledUntil(args, now);
    return splitBy ? lastBoundary(settled, splitBy, timeZone) : settled;
}

/** The time up to which `forgetAfterDays` leaves ranges out: those that end by then. */
export function keptFrom(args: RangeArgs, now: number): number {
    return args.forgetAfterDays === undefined ? -Infinity : settledUntil(args, now) - args.forgetAfterDays * DAY_MS;
}

/**
 * The given ranges, with their end where that is "latest", and without what `forgetAfterDays` leaves out. What is left begins at a
 * boundary, so its parts are those of the whole.
 */
function currentRanges(args: RangeArgs, now: number): PlannedRange[] {
    const { splitBy, timeZone = DEFAULT_TIME_ZONE, destinationPrefix = DEFAULT_DESTINATION_PREFIX } = args;
    const kept = keptFrom(args, now);
    return givenRanges(args).flatMap((given) => {
        const range = parseTimeRange("", given);
        if (Array.isArray(range)) return []; // refused by the check
        const to = range.to === LATEST ? latestEnd(args, now) : range.to;
        const from = splitBy && range.from < kept ? lastBoundary(kept, splitBy, timeZone) : range.from;
        if (to <= Math.max(from, kept)) return [];
        return [
            {
                from: Math.max(from, range.from),
                to,
                destinationPrefix: given.destinationPrefix ?? destinationPrefix,
                series: splitBy && formatSeries(range),
            },
        ];
    });
}
