import * as pulumi from "@pulumi/pulumi";
import { assertInputs } from "../providers/exportTask/inputError";
import { ExportTask, ExportTaskArgs } from "../providers/exportTask/resource";
import { settled, withoutDependencies } from "../providers/exportTask/settledOutput";
import { Timestamp } from "../providers/exportTask/timestamp";
import { awsSettings } from "./awsProvider";
import { SplitBy } from "./calendar";
import { ExportBucket } from "./exportBucket";
import { providerOf } from "./exportBucketArgs";
import { forecast } from "./forecast/forecast";
import { throughGate } from "./gate";
import { isExportBucket } from "./isExportBucket";
import { Layout } from "./layout";
import { checkedPlan } from "./logExportArgs";
import { checkKept } from "./rangeArgs";
import { rangeNotes } from "./rangeNotes";
import { LogGroups } from "./logGroups";
import { bucketArgsOf, checkCovered, OwnBucketArgs, ownGrant } from "./ownGrant";
import { givenRanges, PlannedExport } from "./plan";
import { tallyOn } from "./tally";
import { TimeRangeArgs } from "./timeRanges";
import { applyTransform, Transform } from "./transform";

export const LOG_EXPORT_TYPE = "cloudwatch-logs-export:index:LogExport";

/** How each of the exports is run; see the same properties of `ExportTask`. */
export type ExportOptions = Pick<
    ExportTaskArgs,
    | "logStreamNamePrefix"
    | "taskName"
    | "region"
    | "profile"
    | "assumeRoleArn"
    | "triggers"
    | "waitForCompletion"
    | "timeoutSeconds"
    | "settleHours"
    | "allowUnsettled"
>;

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
    readonly from?: Timestamp;
    /**
     * Log data before then is exported. Required unless `timeRanges` is given. `"latest"`, with `splitBy`, means up to the
     * last day (hour, week, month) that is over and has been for `settleHours`: every `up` of the same program adds
     * what is new and touches nothing else. `from` is then a time at which such a day begins.
     * @example "2026-11-01T00:00:00Z"
     */
    readonly to?: Timestamp | "latest";
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
     * Leaves exports out of the program, and so out of the state, `days` days after they could first be run; their
     * objects stay in the bucket. It keeps a program that runs every night small. What has not been exported by
     * then is not exported any more, so run `up` more often than that, and put data that is older into a LogExport of its
     * own. Needs `onDestroy: "keepObjects"`, with which every export must have been recorded: after a change from
     * `"deleteObjects"` run `up` once before you add it.
     * @default every export stays in the program
     * @example { days: 90 }
     */
    readonly keep?: { readonly days: number };
    /**
     * The beginning of every exported object's key; what follows is said by `layout`.
     * @default "exportedlogs", as the service does
     */
    readonly destinationPrefix?: string;
    /**
     * How the keys go on after the destination prefix.
     * @default "hive": `log_group=…/year=…/month=…/day=…`
     */
    readonly layout?: Layout;
    /**
     * The bucket: the arguments of an `ExportBucket` that is made for this export, or one that several share.
     * @default a bucket of its own, into which every log group of the account may be exported
     * @example { sourceLogGroups: "own", destinationPrefixes: "own" }
     */
    readonly bucket?: ExportBucket | OwnBucketArgs;
    /**
     * What becomes of the exported objects when an export is removed or replaced.
     * @default "keepObjects"
     */
    readonly onDestroy?: pulumi.Input<"keepObjects" | "deleteObjects">;
    /** Changes the arguments of inner resources. */
    readonly transform?: { readonly exportTask?: Transform<ExportTaskArgs> };
}

/**
 * Exports of several log groups and time ranges into one bucket, each an `ExportTask` with a prefix of its own.
 *
 * The service runs one export at a time in an account and Region, so they run one after the other; the rest of the
 * program is not held up.
 *
 * @example
 * ```ts
 * const audit = new LogExport("audit", {
 *     logGroups: ["/aws/lambda/payments", "/aws/lambda/checkout"],
 *     from: "2026-10-01T00:00:00Z",
 *     to: "2026-11-01T00:00:00Z",
 *     destinationPrefix: "audit",
 * });
 * export const exports = audit.tasks.map((task) => task.uri);
 * ```
 */
export class LogExport extends pulumi.ComponentResource {
    /** The name of the bucket that receives the exports. */
    readonly bucketName: pulumi.Output<string>;
    /** The bucket, made here or given. */
    readonly bucket: ExportBucket;
    /** The exports, by log group and then by range, in the order given. */
    readonly tasks: ExportTask[];
    /** Whether a range of it goes on (`to: "latest"`), so that an `up` may add exports. */
    readonly goesOn: boolean;

    /** @throws {InputError} where an argument is wrong. */
    constructor(name: string, args: LogExportArgs, opts?: pulumi.ComponentResourceOptions) {
        const now = Date.now();
        const plan = checkedPlan(`LogExport "${name}"`, args ?? {}, now); // a JavaScript program may leave them out
        super(LOG_EXPORT_TYPE, name, {}, opts);
        this.bucket = isExportBucket(args.bucket)
            ? args.bucket
            : new ExportBucket(`${name}-bucket`, bucketArgsOf(args), { parent: this });
        this.bucketName = this.bucket.bucketName;
        this.goesOn = givenRanges(args).some(({ to }) => to === "latest");
        this.tasks = this.exportAll(name, args, plan);
        tallyOn(this, this.tasks);
        if (pulumi.runtime.isDryRun()) this.tellOfRanges(args, now);
        this.registerOutputs({ bucketName: this.bucketName, uris: this.tasks.map((task) => task.uri) });
    }

    private tellOfRanges(args: LogExportArgs, now: number): void {
        const { infos, warnings } = rangeNotes(args, now);
        for (const info of infos) void pulumi.log.info(info, this);
        for (const warning of warnings) void pulumi.log.warn(warning, this);
    }

    private exportAll(name: string, args: LogExportArgs, plan: readonly PlannedExport[]): ExportTask[] {
        const aws = awsSettings(this, isExportBucket(args.bucket) ? "aws" : providerOf(bucketArgsOf(args)));
        // The values alone: a dependency on the provider would be written into the state of every export.
        const region = args.region ?? withoutDependencies(aws.region);
        const profile = args.profile ?? withoutDependencies(aws.profile);
        const slot = settled(pulumi.all([region, profile, args.assumeRoleArn])).then((parts) =>
            JSON.stringify(parts ?? []),
        );
        // For the same reason the bucket policy is named once, in dependsOn, and not again as the destination's dependency.
        const policy = this.bucket.nodes.policy ?? this.bucket.nodes.awsNativePolicy;
        const bucketName = policy ? withoutDependencies(this.bucketName) : this.bucketName;
        const own = ownGrant(args);
        const tasks = plan.map((planned) =>
            throughGate(slot, (turn) => {
                const destination = pulumi.all([bucketName, turn]).apply(([value]) => value);
                const taskArgs = { ...argsOf(args, planned), region, profile, destination } as ExportTaskArgs;
                const { sourceAccounts } = this.bucket;
                const childName = `${name}-${planned.key}`;
                const [taskName, transformed, taskOpts] = applyTransform<ExportTaskArgs>(
                    args.transform?.exportTask,
                    childName,
                    taskArgs,
                    { parent: this, dependsOn: policy },
                );
                if (args.keep) assertInputs(`LogExport "${name}"`, checkKept(transformed));
                assertInputs(`LogExport "${name}"`, checkCovered(own, planned, transformed, args.layout));
                const series = isRangeOf(transformed, planned) ? planned.range.series : undefined;
                return new ExportTask(taskName, { ...transformed, ...{ sourceAccounts, series } }, taskOpts);
            }),
        );
        const { splitBy, assumeRoleArn } = args;
        forecast(this, { plan, tasks, splitBy, region, profile, assumeRoleArn });
        return tasks;
    }
}

/** Whether the range is still the planned one; one that a transform gave is part of no series. */
function isRangeOf({ from, to }: ExportTaskArgs, { range }: PlannedExport): boolean {
    return from === range.from && to === range.to;
}

function argsOf(args: LogExportArgs, { logGroupName, range, destinationPrefix }: PlannedExport) {
    const { logStreamNamePrefix, taskName, assumeRoleArn, triggers } = args;
    const { waitForCompletion, timeoutSeconds, settleHours, allowUnsettled, onDestroy } = args;
    return {
        logGroupName,
        logStreamNamePrefix,
        from: range.from,
        to: range.to,
        destinationPrefix,
        taskName,
        assumeRoleArn,
        triggers,
        waitForCompletion,
        timeoutSeconds,
        settleHours,
        allowUnsettled,
        onDestroy,
    };
}
