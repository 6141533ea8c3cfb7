import { TimeRange } from "./timeRanges";

/** One export, as a layout sees it. */
export interface ExportPlace extends TimeRange {
    readonly destinationPrefix: string;
    readonly logGroupName: string;
}

/**
 * Where under the destination prefix an export's objects lie; the service adds the task's ID and the stream's name.
 * - `"hive"`: `{destinationPrefix}/log_group=…/year=…/month=…/day=…`, of the range's start in UTC, so that Athena and
 *   Spark can partition by it; `/hour=…` follows where the range does not start at midnight.
 * - `"plain"`: the destination prefix alone.
 * - a function that gives the whole prefix.
 */
export type Layout = "hive" | "plain" | ((place: ExportPlace) => string);

export function destinationPrefixFor(layout: Layout, place: ExportPlace): string {
    if (typeof layout === "function") return layout(place);
    if (layout === "plain") return place.destinationPrefix;
    const start = new Date(place.from).toISOString();
    const [year, month, day] = start.slice(0, 10).split("-");
    const parts = [`log_group=${escapeHive(place.logGroupName)}`, `year=${year}`, `month=${month}`, `day=${day}`];
    if (place.from % 86_400_000 !== 0) parts.push(`hour=${start.slice(11, 13)}`);
    return [place.destinationPrefix, ...parts].join("/");
}

/**
 * A log group's name as a partition's value, written as Hive writes it, so that Spark reads it back. No log group's name
 * holds a `%`, so no two groups collide.
 */
export function escapeHive(logGroupName: string): string {
    return logGroupName.replace(/[/#]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
