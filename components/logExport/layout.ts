import { type SplitBy } from "../time/calendar";
import { offsetPeriodAt } from "../time/timeZone";
import { type TimeRange } from "../time/timeRanges";

/** The export that a layout function returns the prefix of. */
export interface ExportLayoutContext extends TimeRange {
    readonly destinationPrefix: string;
    readonly logGroupName: string;
    /** How the range was split; undefined if it was not. */
    readonly splitBy?: SplitBy;
    /** The time zone of the range's days and hours. */
    readonly timeZone: string;
}

/**
 * The prefix of an export's objects; the service appends the task's ID and the stream's name.
 * - `"hive"`: `{destinationPrefix}/log_group=…/year=…/month=…/day=…`, by the range's start in `timeZone`, so that Athena and
 *   Spark can partition by it; with `splitBy: "hour"` followed by `/hour=…`.
 * - `"plain"`: only the destination prefix; for a single log group.
 * - a function that returns the whole prefix. Different log groups need different prefixes.
 */
export type ExportLayout = "hive" | "plain" | ((place: ExportLayoutContext) => string);

export function destinationPrefixFor(layout: ExportLayout, place: ExportLayoutContext): string {
    if (typeof layout === "function") return layout(place);
    if (layout === "plain") return place.destinationPrefix;
    const { offset } = offsetPeriodAt(place.timeZone, place.from);
    const start = new Date(place.from + offset).toISOString(); // the zone's local time, written as if it were UTC
    const date = `year=${start.slice(0, 4)}/month=${start.slice(5, 7)}/day=${start.slice(8, 10)}`;
    // For every export or for none: Spark refuses a table with partitions of two depths.
    const hour = place.splitBy === "hour" ? `/hour=${start.slice(11, 13)}` : "";
    return `${groupPrefix(place.destinationPrefix, place.logGroupName)}/${date}${hour}`;
}

/** The beginning of all prefixes of a log group in the layout "hive". */
export function groupPrefix(destinationPrefix: string, logGroupName: string): string {
    return `${destinationPrefix}/log_group=${escapeHive(logGroupName)}`;
}

/**
 * A log group's name as a partition value, escaped as Hive does it, so that Spark can read it. No log group's name contains
 * a `%`, so no two groups collide.
 */
export function escapeHive(logGroupName: string): string {
    return logGroupName.replace(/[/#]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
