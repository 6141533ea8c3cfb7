import type * as pulumi from "@pulumi/pulumi";
import { type ExportTaskArgs } from "../../providers/exportTask/resource";
import { type TimestampInput } from "../../providers/validation/timestamp";
import { type BucketAccessArgs } from "../exportBucket/access";
import { type ExistingBucketArgs, type NewBucketArgs } from "../exportBucket/args";
import { type ExportBucket } from "../exportBucket/exportBucket";
import { type LogGroups } from "../logGroups/logGroups";
import { type SplitBy } from "../time/calendar";
import { type TimeRangeArgs } from "../time/timeRanges";
import { type ResourceTransform } from "../transform";
import { type ExportOptions } from "./exportOptions";
import { type ExportLayout } from "./layout";

/** The restrictions of a `LogExport`'s bucket: those of an `ExportBucket`, or `"own"`. */
export interface LogExportBucketAccessArgs {
    /**
     * As for an `ExportBucket`; or `"own"`: only the log groups of this LogExport. If they do not all fit into a policy, it
     * contains their common beginnings. Exports of other log groups into the bucket are refused.
     * @default all log groups of the accounts
     * @example "own"
     */
    readonly sourceLogGroups?: BucketAccessArgs["sourceLogGroups"] | "own";
    /**
     * As for an `ExportBucket`; or `"own"`: only the prefixes of this LogExport, up to the log group and without the day, so
     * that the policy does not change from day to day. With many log groups or a `layout` function, only the destination
     * prefixes. Exports to other prefixes of the bucket are refused.
     * @default the whole bucket
     * @example "own"
     */
    readonly destinationPrefixes?: BucketAccessArgs["destinationPrefixes"] | "own";
}

type Own<Args> = Omit<Args, keyof LogExportBucketAccessArgs> & LogExportBucketAccessArgs;

/** The arguments of the `ExportBucket` that a `LogExport` creates. */
export type LogExportBucketArgs = Own<NewBucketArgs> | Own<ExistingBucketArgs>;

/** The arguments of a LogExport. */
export interface LogExportArgs extends ExportOptions {
    /**
     * The log groups: names, ARNs and log group resources, or a map from a key to any of these or to an Output.
     * @example ["/aws/lambda/payments", checkoutLogGroup]
     */
    readonly logGroups: LogGroups;
    /**
     * The start of the range, inclusive: ISO 8601 with an offset, a `Date`, or milliseconds since 1970. Required unless
     * `timeRanges` is given.
     * @example "2026-10-01T00:00:00Z"
     */
    readonly from?: TimestampInput;
    /**
     * The end of the range, exclusive. Required unless `timeRanges` is given. `"latest"`, with `splitBy`, means the end of the
     * last day (hour, week, month) that has been over for `settleHours`: every `up` of the same program adds what is new and
     * changes nothing else. `from` must then be a time at which such a day begins.
     * @example "2026-11-01T00:00:00Z"
     */
    readonly to?: TimestampInput | "latest";
    /** Several ranges, instead of `from` and `to`. */
    readonly timeRanges?: readonly TimeRangeArgs[];
    /**
     * Splits the ranges into separate exports at the beginning of each hour, day, week (from Monday) or month in `timeZone`.
     * Changing it later exports everything again, under new names.
     * @default one export for each range
     */
    readonly splitBy?: SplitBy;
    /**
     * The time zone of the hours and days of `splitBy` and the `"hive"` layout: a name of the IANA time zone database, or a
     * fixed offset. When clocks change, a day has 23 or 25 hours. Changing it later exports everything again, under new names.
     * @default "UTC"
     * @example "Europe/Berlin"
     */
    readonly timeZone?: string;
    /**
     * Days after which an export is removed from the program and the state, counted from when it could first run; its objects
     * stay in the bucket. This keeps a program that runs every day small. Data that has not been exported by then will not be
     * exported: run `up` more often than that, and use a separate LogExport for older data. It requires
     * `removalPolicy: "retain"` for every recorded export: after a change from `"delete"` run `up` once before you add it.
     * `protect` of the LogExport protects its bucket and not these exports, because Pulumi never removes what is protected; if
     * they were protected before you add it, run `pulumi state unprotect` for them first.
     * @default every export stays in the program and the state
     * @example 90
     */
    readonly forgetAfterDays?: number;
    /**
     * The beginning of every exported object's key; `layout` decides what follows.
     * @default "exportedlogs", as the service does
     */
    readonly destinationPrefix?: string;
    /**
     * How keys continue after the destination prefix.
     * @default "hive": `log_group=…/year=…/month=…/day=…`
     */
    readonly layout?: ExportLayout;
    /**
     * The bucket: the arguments of an `ExportBucket` to create, or an `ExportBucket` that several exports share.
     * @default a new bucket, into which every log group of the account may be exported
     * @example { sourceLogGroups: "own", destinationPrefixes: "own" }
     */
    readonly bucket?: ExportBucket | LogExportBucketArgs;
    /**
     * What happens to the exported objects when an export is removed or replaced.
     * @default "retain"
     */
    readonly removalPolicy?: pulumi.Input<"retain" | "delete">;
    /** Changes the arguments of inner resources. */
    readonly transform?: { readonly exportTask?: ResourceTransform<ExportTaskArgs> };
}
