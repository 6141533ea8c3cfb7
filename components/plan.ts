import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_DESTINATION_PREFIX } from "../providers/exportTask/inputs";
import { destinationPrefixFor } from "./layout";
import type { LogExportArgs } from "./logExport";
import { keyedLogGroups } from "./logGroups";
import { countParts, parseTimeRange, rangeKey, splitTimeRange, TimeRange, TimeRangeArgs } from "./timeRanges";

/** One export of a LogExport: a log group and a range. */
export interface PlannedExport {
    /** What is behind the LogExport's name in the resource's: the group's key, then the range. Stable. */
    readonly key: string;
    readonly logGroupName: pulumi.Input<string>;
    readonly range: TimeRange;
    readonly destinationPrefix: pulumi.Input<string>;
}

/** Log groups × time ranges. The arguments have been checked. */
export function planExports(args: LogExportArgs): PlannedExport[] {
    const ranges = plannedRanges(args);
    const layout = args.layout ?? "hive";
    return keyedLogGroups(args.logGroups).flatMap(({ key, logGroupName }) =>
        ranges.map(({ range, destinationPrefix }) => {
            const prefixFor = (name: string) =>
                destinationPrefixFor(layout, { ...range, destinationPrefix, logGroupName: name });
            return {
                key: `${key}-${rangeKey(range)}`,
                logGroupName,
                range,
                destinationPrefix:
                    typeof logGroupName === "string"
                        ? prefixFor(logGroupName)
                        : pulumi.output(logGroupName).apply(prefixFor),
            };
        }),
    );
}

/** How many exports there would be: told at once, where planning them would take minutes. */
export function countExports(args: LogExportArgs): number {
    const counts = givenRanges(args).map((given) => {
        const range = parseTimeRange("", given);
        if (Array.isArray(range)) return 0; // refused by the check
        return args.splitBy ? countParts(range, args.splitBy) : 1;
    });
    return keyedLogGroups(args.logGroups).length * counts.reduce((sum, count) => sum + count, 0);
}

/** The ranges as given, or from and to as the only one. */
export function givenRanges(args: Pick<LogExportArgs, "from" | "to" | "timeRanges">): readonly TimeRangeArgs[] {
    return args.timeRanges ?? [{ from: args.from as TimeRangeArgs["from"], to: args.to as TimeRangeArgs["to"] }];
}

function plannedRanges(args: LogExportArgs): { range: TimeRange; destinationPrefix: string }[] {
    return givenRanges(args).flatMap((given) => {
        const range = parseTimeRange("", given);
        if (Array.isArray(range)) return []; // refused by the check
        const destinationPrefix = given.destinationPrefix ?? args.destinationPrefix ?? DEFAULT_DESTINATION_PREFIX;
        const parts = args.splitBy ? splitTimeRange(range, args.splitBy) : [range];
        return parts.map((part) => ({ range: part, destinationPrefix }));
    });
}
