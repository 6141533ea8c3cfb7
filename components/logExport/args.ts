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

/** What the bucket of a `LogExport` may be limited to, beside what an `ExportBucket` may. */
export interface LogExportBucketAccessArgs {
    /**
     * As of an `ExportBucket`; or `"own"`: the log groups of this LogExport alone. Where a policy cannot hold them all,
     * their common beginnings are named. An export of other log groups into the bucket is then refused.
     * @default all of the accounts
     * @example "own"
     */
    readonly sourceLogGroups?: BucketAccessArgs["sourceLogGroups"] | "own";
    /**
     * As of an `ExportBucket`; or `"own"`: the prefixes of this LogExport alone, as far as the log group and without the
     * day, so that the policy stays the same from night to night. With many log groups, and with a `layout` function,
     * these are the destination prefixes alone. An export to another prefix of the bucket is then refused.
     * @default the whole bucket
     * @example "own"
     */
    readonly destinationPrefixes?: BucketAccessArgs["destinationPrefixes"] | "own";
}

type Own<Args> = Omit<Args, keyof LogExportBucketAccessArgs> & LogExportBucketAccessArgs;

/** The arguments of the `ExportBucket` that is made for a `LogExport`. */
export type LogExportBucketArgs = Own<NewBucketArgs> | Own<ExistingBucketArgs>;

/** The arguments of a LogExport. */
export interface LogExportArgs extends ExportOptions {
    /**
     * The log groups: names, ARNs and log group resources, or a map from a key to any of these or to an Output.
     * @example ["/aws/lambda/payments", checkoutLogGroup]
     */
    readonly logGroups: LogGroups;
    /**
     * Log data from then on is exported: ISO 8601 with an offset, a `Date`, or milliseconds since 1970. Required
     * unless `timeRanges` is given.
     * @example "2026-10-01T00:00:00Z"
     */
    readonly from?: TimestampInput;
    /**
     * Log data before then is exported. Required unless `timeRanges` is given. `"latest"`, with `splitBy`, means up to the
     * last day (hour, week, month) that is over and has been for `settleHours`: every `up` of the same program adds
     * what is new and touches nothing else. `from` is then a time at which such a day begins.
     * @example "2026-11-01T00:00:00Z"
     */
    readonly to?: TimestampInput | "latest";
    /** Several ranges, in place of `from` and `to`. */
    readonly timeRanges?: readonly TimeRangeArgs[];
    /**
     * Cuts the ranges into exports of their own where an hour, day, week (from Monday) or month begins in `timeZone`. They
     * share their boundaries. Changing it later exports everything again, under new names.
     * @default one export a range
     */
    readonly splitBy?: SplitBy;
    /**
     * Whose hours and days `splitBy` and the `"hive"` layout go by: a name of the IANA time zone database, or a fixed
     * offset. Where clocks change, a day has 23 or 25 hours. Changing it later exports everything again, under new names.
     * @default "UTC"
     * @example "Europe/Berlin"
     */
    readonly timeZone?: string;
    /**
     * Days after which an export leaves the program, and so the state, counted from when it could first run; its objects
     * stay in the bucket. This keeps a program that runs every night small. What has not been exported by then is not
     * exported any more: run `up` more often than that, and put older data into a LogExport of its own. Needs `removalPolicy: "retain"`, with which every export must have been recorded: after a change from
     * `"delete"` run `up` once before you add it.
     * @default every export stays in the program
     * @example 90
     */
    readonly forgetAfterDays?: number;
    /**
     * The beginning of every exported object's key; what follows is said by `layout`.
     * @default "exportedlogs", as the service does
     */
    readonly destinationPrefix?: string;
    /**
     * How the keys go on after the destination prefix.
     * @default "hive": `log_group=…/year=…/month=…/day=…`
     */
    readonly layout?: ExportLayout;
    /**
     * The bucket: the arguments of an `ExportBucket` that is made for this export, or one that several share.
     * @default a bucket of its own, into which every log group of the account may be exported
     * @example { sourceLogGroups: "own", destinationPrefixes: "own" }
     */
    readonly bucket?: ExportBucket | LogExportBucketArgs;
    /**
     * What becomes of the exported objects when an export is removed or replaced.
     * @default "retain"
     */
    readonly removalPolicy?: pulumi.Input<"retain" | "delete">;
    /** Changes the arguments of inner resources. */
    readonly transform?: { readonly exportTask?: ResourceTransform<ExportTaskArgs> };
}
