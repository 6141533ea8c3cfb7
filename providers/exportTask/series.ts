import { DAY_MS } from "../durations";
import { formatTimestamp } from "../validation/timestamp";

/**
 * PutLogEvents takes events that are up to 14 days old, so a new log group may hold some from before its creation.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
const OLDEST_EVENT_MS = 14 * DAY_MS;

const OPEN = "..";

interface Range {
    readonly from: number;
    readonly to: number;
}

/** Ranges without a gap between them, of which each is exported on its own; `to` is Infinity where more will follow. */
export type Series = Range;

/** As an ISO 8601 interval, open at its end with `..`, which is how an export's record names the series it is part of. */
export function formatSeries({ from, to }: Series): string {
    return `${shortTimestamp(from)}/${to === Infinity ? OPEN : shortTimestamp(to)}`;
}

/** A day's beginning in UTC is its date. */
const shortTimestamp = (time: number) => formatTimestamp(time).replace(/T00:00:00Z$/, "");

function parseSeries(text: string): Series | undefined {
    const [from, to] = text.split("/").map((time) => (time === OPEN ? Infinity : Date.parse(time))); // as written above
    return Number.isNaN(from) || Number.isNaN(to ?? NaN) ? undefined : { from, to };
}

/**
 * What is exported for a range that is part of a series. The service refuses a range that ends before its log group was
 * created, although the group may hold older events; so these are left to the range in which it was created.
 *
 * | the log group was created     | then                                                             |
 * |-------------------------------|------------------------------------------------------------------|
 * | before the range              | the range                                                        |
 * | in the range                  | the range and what is before it: in the series, at most 14 days  |
 * | after it, within the series   | nothing                                                          |
 * | after the series              | the range, which the service refuses                             |
 */
export function partOfSeries(
    { from, to }: Range,
    series: string | undefined,
    created: number | undefined,
): { readonly from: number } | "nothing yet" {
    const whole = series === undefined ? undefined : parseSeries(series);
    if (!whole || created === undefined || created <= from || created > whole.to) return { from };
    if (created > to) return "nothing yet";
    return { from: Math.min(from, Math.max(whole.from, created - OLDEST_EVENT_MS)) };
}
