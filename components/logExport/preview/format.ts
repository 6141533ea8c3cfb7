import { formatBytes } from "../../../providers/formatBytes";
import { formatCount } from "../../../providers/formatCount";
import { DAY_MS, HOUR_MS } from "../../../providers/durations";
import { type SplitBy } from "../../time/calendar";
import { formatTimestamp } from "../../../providers/validation/timestamp";
import { type Retention } from "../../logGroups/retention";
import { type TimeRange } from "../../time/timeRanges";

const [HOUR_SECONDS, DAY_SECONDS] = [HOUR_MS / 1000, DAY_MS / 1000];

/** One export, as it is counted. */
export interface CountedExport {
    /** Identifies its log group. */
    readonly group: number;
    readonly range: TimeRange;
}

/** `62 exports: 2 log groups × 31 days, 2026-10-01 to 2026-11-01`. */
export function showExports(counted: readonly CountedExport[], splitBy: SplitBy | undefined): string {
    const groups = new Set(counted.map(({ group }) => group)).size;
    const ranges = new Set(counted.map(({ range }) => `${range.from} ${range.to}`)).size;
    const isWhole = counted.length === groups * ranges;
    const from = counted.reduce((least, { range }) => Math.min(least, range.from), Infinity);
    const to = counted.reduce((most, { range }) => Math.max(most, range.to), -Infinity);
    const one = splitBy ?? "range";
    const times = isWhole && (splitBy || ranges > 1) ? ` × ${formatCount(ranges, one)}` : "";
    const of = `${isWhole ? ":" : " of"} ${formatCount(groups, "log group")}${times}`;
    return `${formatCount(counted.length, "export")}${of}, ${showTimes(from, to)}`;
}

/** As dates if both are midnight UTC. */
function showTimes(from: number, to: number): string {
    const texts = [from, to].map((time) => new Date(time).toISOString());
    const areDates = texts.every((text) => text.endsWith("T00:00:00.000Z"));
    return texts.map((text) => (areDates ? text.slice(0, 10) : text.replace(/(:00)?\.000Z$/, "Z"))).join(" to ");
}

/** `about 25 min`: in one unit and rounded, as exact as an estimate is. For progress see formatDuration. */
export function showDuration(seconds: number): string {
    const units = [
        { most: 90, each: 1, name: "s" },
        { most: 90 * 60, each: 60, name: "min" },
        { most: 2 * DAY_SECONDS, each: HOUR_SECONDS, name: "h" },
        { most: Infinity, each: DAY_SECONDS, name: "days" },
    ];
    const { each, name } = units.find(({ most }) => seconds < most) ?? units[3];
    return `about ${Math.max(1, Math.round(seconds / each)).toLocaleString("en-GB")} ${name}`;
}

/** `12 GB`, `1.5 GB`, `500 bytes`: two digits, for an estimate. */
export function showBytes(bytes: number): string {
    return formatBytes(bytes, 2);
}

/** `keeps 30 days`, `keeps 30 days by the account's policy baseline from 2026-11-21T00:00:00Z on`. */
export function showRetention({ days, policyName, from }: Retention): string {
    const by = policyName === undefined ? "" : ` by the account's policy ${policyName}`;
    return `keeps ${formatCount(days, "day")}${by}${from === undefined ? "" : ` from ${formatTimestamp(from)} on`}`;
}
