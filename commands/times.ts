import { formatTimestamp, parseTimestamp } from "../providers/validation/timestamp";
import { UsageError } from "./usageError";

/** A point in time of the command line, in milliseconds since 1970: a day of UTC, or ISO 8601 with an offset. */
export function parseTime(option: string, text: string): number {
    const time = parseTimestamp(option, /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
    if (typeof time === "number") return time;
    throw new UsageError(
        `${option} is "${text}", but must be a day (2026-10-01, which begins at 00:00 UTC) or ISO 8601 with an offset ` +
            "(2026-10-01T06:30:00+02:00).",
    );
}

/** The options --from and --to, as far as they are given. */
export function parseWindow({ from, to }: { readonly from?: string; readonly to?: string }): {
    readonly from?: number;
    readonly to?: number;
} {
    const window = {
        from: from === undefined ? undefined : parseTime("--from", from),
        to: to === undefined ? undefined : parseTime("--to", to),
    };
    if (window.from !== undefined && window.to !== undefined && window.from >= window.to) {
        const [start, end] = [formatTimestamp(window.from), formatTimestamp(window.to)];
        throw new UsageError(`--from is ${start}, but must be before --to, which is ${end}: --to is exclusive.`);
    }
    return window;
}
