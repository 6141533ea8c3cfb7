import { DAY_MS, HOUR_MS } from "../../providers/durations";
import { DEFAULT_DESTINATION_PREFIX, DEFAULT_SETTLE_HOURS } from "../../providers/exportTask/inputs";
import { assertInputs } from "../../providers/validation/inputError";
import { type KeyedLogGroup, keyedLogGroups } from "../logGroups/logGroups";
import { lastBoundary, type SplitBy } from "../time/calendar";
import { LATEST, parseTimeRange, type TimeRange, type TimeRangeArgs } from "../time/timeRanges";
import { DEFAULT_TIME_ZONE } from "../time/timeZone";
import { type LogExportArgs } from "./args";
import { type ExportLayout } from "./layout";

/** The arguments that decide the ranges of an export. */
export type RangeArgs = Pick<
    LogExportArgs,
    "from" | "to" | "timeRanges" | "splitBy" | "timeZone" | "settleHours" | "forgetAfterDays" | "destinationPrefix"
>;

/** A range as declared; its end may be `LATEST`. */
export interface DeclaredRange extends TimeRange {
    readonly destinationPrefix: string;
}

/** The ranges of a LogExport as plain data, with every default filled in. */
export interface RangeSettings {
    readonly ranges: readonly DeclaredRange[];
    /** Whether the ranges were given as `timeRanges`, not as `from` and `to`. */
    readonly isList: boolean;
    readonly splitBy?: SplitBy;
    readonly timeZone: string;
    readonly settleHours: number;
    readonly forgetAfterDays?: number;
}

/** What a LogExport exports as plain data, with every default filled in. */
export interface ExportSettings extends RangeSettings {
    readonly groups: readonly KeyedLogGroup[];
    readonly layout: ExportLayout;
}

/** The settings of arguments that have been checked. */
export function exportSettings(args: LogExportArgs): ExportSettings {
    return { ...rangeSettings(args), groups: keyedLogGroups(args.logGroups), layout: args.layout ?? "hive" };
}

/** The ranges of arguments that have been checked. */
export function rangeSettings(args: RangeArgs): RangeSettings {
    const { splitBy, timeZone = DEFAULT_TIME_ZONE, settleHours, forgetAfterDays } = args;
    return {
        ranges: rangeArgsOf(args).map((given) => {
            const range = parseTimeRange("", given);
            if (Array.isArray(range)) return assertInputs("LogExport", range) as never;
            return { ...range, destinationPrefix: given.destinationPrefix ?? defaultPrefix(args) };
        }),
        isList: args.timeRanges !== undefined,
        splitBy,
        timeZone,
        settleHours: typeof settleHours === "number" ? settleHours : DEFAULT_SETTLE_HOURS,
        forgetAfterDays,
    };
}

const defaultPrefix = ({ destinationPrefix = DEFAULT_DESTINATION_PREFIX }: RangeArgs) => destinationPrefix;

/** The ranges as given, or `from` and `to` as the only one. */
export function rangeArgsOf(args: Pick<LogExportArgs, "from" | "to" | "timeRanges">): readonly TimeRangeArgs[] {
    return args.timeRanges ?? [{ from: args.from as TimeRangeArgs["from"], to: args.to as TimeRangeArgs["to"] }];
}

/** Whether one of the ranges has no end, so that an `up` may add exports. */
export function isOpenEnded({ ranges }: RangeSettings): boolean {
    return ranges.some(({ to }) => to === LATEST);
}

/** The time up to which log data is settled: a range that ends by then is complete. */
export function settledUntil({ settleHours }: RangeSettings, now: number): number {
    return now - settleHours * HOUR_MS;
}

/** The end of `to: "latest"`: the last beginning of an hour, day, week or month that is settled. */
export function latestEnd(settings: RangeSettings, now: number): number {
    const { splitBy, timeZone } = settings;
    const settled = settledUntil(settings, now);
    return splitBy ? lastBoundary(settled, splitBy, timeZone) : settled;
}

/** The time before which `forgetAfterDays` leaves ranges out: those that end by then. */
export function keptFrom(settings: RangeSettings, now: number): number {
    const { forgetAfterDays } = settings;
    return forgetAfterDays === undefined ? -Infinity : settledUntil(settings, now) - forgetAfterDays * DAY_MS;
}
