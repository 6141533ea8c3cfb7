import { type SplitBy } from "../time/calendar";
import { offsetPeriodAt } from "../time/timeZone";
import { type TimeRange } from "../time/timeRanges";

/** One export, as a layout sees it. */
export interface ExportLayoutContext extends TimeRange {
    readonly destinationPrefix: string;
    readonly logGroupName: string;
    /** By what the range was split, if at all. */
    readonly splitBy?: SplitBy;
    /** Whose days and hours count; `"UTC"` where none was given. */
    readonly timeZone: string;
}

/**
 * Where under the destination prefix an export's objects lie; the service adds the task's ID and the stream's name.
 * - `"hive"`: `{destinationPrefix}/log_group=…/year=…/month=…/day=…`, of the range's start in `timeZone`, so that Athena
 *   and Spark can partition by it; with `splitBy: "hour"`, `/hour=…` follows.
 * - `"plain"`: the destination prefix alone; for a single log group.
 * - a function that gives the whole prefix; it keeps log groups apart.
 */
export type ExportLayout = "hive" | "plain" | ((place: ExportLayoutContext) => string);

export function destinationPrefixFor(layout: ExportLayout, place: ExportLayoutContext): string {
    if (typeof layout === "function") return layout(place);
    if (layout === "plain") return place.destinationPrefix;
    const { offset } = offsetPeriodAt(place.timeZone, place.from);
    const start = new Date(place.from + offset).toISOString(); // what the zone's clock shows, written as if it were UTC
    const date = `year=${start.slice(0, 4)}/month=${start.slice(5, 7)}/day=${start.slice(8, 10)}`;
    // In every hour or in none: partitions of two depths in one table are what Spark refuses.
    const hour = place.splitBy === "hour" ? `/hour=${start.slice(11, 13)}` : "";
    return `${groupPrefix(place.destinationPrefix, place.logGroupName)}/${date}${hour}`;
}

/** What all prefixes of a log group begin with in the layout "hive". */
export function groupPrefix(destinationPrefix: string, logGroupName: string): string {
    return `${destinationPrefix}/log_group=${escapeHive(logGroupName)}`;
}

/**
 * A log group's name as a partition's value, written as Hive writes it, so that Spark reads it back. No log group's name
 * holds a `%`, so no two groups collide.
 */
export function escapeHive(logGroupName: string): string {
    return logGroupName.replace(/[/#]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
