import * as pulumi from "@pulumi/pulumi";
import { assertInputs } from "../../providers/validation/inputError";
import { ExportTask, type ExportTaskArgs } from "../../providers/exportTask/resource";
import { withoutDependencies } from "../../providers/outputs";
import { awsSettings } from "../awsSettings";
import { ExportBucket } from "../exportBucket/exportBucket";
import { LOG_EXPORT_TYPE } from "../resourceTypes";
import { providerOf } from "../exportBucket/args";
import { type LogExportArgs } from "./args";
import { forecast } from "./preview/forecast";
import { checkedPlan } from "./checks";
import { checkRetained } from "./rangeChecks";
import { rangeNotes } from "./preview/rangeNotices";
import { withOwnGrant, checkCovered, ownGrant } from "./ownGrant";
import { givenRanges, type PlannedExport } from "./plan";
import { reportEndedExports } from "./progressLine";
import { applyTransform } from "../transform";

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
    /** The bucket's ARN, for policies that name it. */
    readonly bucketArn: pulumi.Output<string>;
    /** The bucket, created by this component or given. */
    readonly bucket: ExportBucket;
    /** The exports, by log group and then by range, in the order given. */
    readonly tasks: ExportTask[];
    /** Whether one of its ranges has no end (`to: "latest"`), so that an `up` may add exports. */
    readonly isOpenEnded: boolean;

    /** @throws {InputError} where an argument is wrong. */
    constructor(name: string, args: LogExportArgs, opts?: pulumi.ComponentResourceOptions) {
        const now = Date.now();
        const plan = checkedPlan(`LogExport "${name}"`, args ?? {}, now); // a JavaScript program may leave them out
        super(LOG_EXPORT_TYPE, name, {}, opts);
        this.bucket = ExportBucket.isInstance(args.bucket)
            ? args.bucket
            : new ExportBucket(`${name}-bucket`, withOwnGrant(args), { parent: this });
        this.bucketName = this.bucket.bucketName;
        this.bucketArn = this.bucket.bucketArn;
        this.isOpenEnded = givenRanges(args).some(({ to }) => to === "latest");
        this.tasks = this.exportAll(name, args, plan);
        reportEndedExports(this, this.tasks);
        if (pulumi.runtime.isDryRun()) this.tellOfRanges(args, now);
        const { bucketName, bucketArn } = this;
        this.registerOutputs({ bucketName, bucketArn, uris: this.tasks.map((task) => task.uri) });
    }

    private tellOfRanges(args: LogExportArgs, now: number): void {
        const { infos, warnings } = rangeNotes(args, now);
        for (const info of infos) void pulumi.log.info(info, this);
        for (const warning of warnings) void pulumi.log.warn(warning, this);
    }

    private exportAll(name: string, args: LogExportArgs, plan: readonly PlannedExport[]): ExportTask[] {
        const aws = awsSettings(this, ExportBucket.isInstance(args.bucket) ? "aws" : providerOf(withOwnGrant(args)));
        // The values alone: a dependency on the provider would be written into the state of every export.
        const region = args.region ?? withoutDependencies(aws.region);
        const profile = args.profile ?? withoutDependencies(aws.profile);
        // For the same reason the bucket policy is named once, in dependsOn, and not again as the destination's dependency.
        const policy = this.bucket.nodes.policy ?? this.bucket.nodes.awsNativePolicy;
        const destination = policy ? withoutDependencies(this.bucketName) : this.bucketName;
        const own = ownGrant(args);
        const tasks = plan.map((planned) => {
            const taskArgs = { ...argsOf(args, planned), region, profile, destination } as ExportTaskArgs;
            const { sourceAccounts } = this.bucket;
            const childName = `${name}-${planned.key}`;
            const [taskName, transformed, taskOpts] = applyTransform<ExportTaskArgs>(
                args.transform?.exportTask,
                childName,
                taskArgs,
                { parent: this, dependsOn: policy },
            );
            if (args.forgetAfterDays !== undefined) assertInputs(`LogExport "${name}"`, checkRetained(transformed));
            assertInputs(`LogExport "${name}"`, checkCovered(own, planned, transformed, args.layout));
            const series = isRangeOf(transformed, planned) ? planned.range.series : undefined;
            return new ExportTask(taskName, { ...transformed, ...{ sourceAccounts, series } }, taskOpts);
        });
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
    const { logStreamNamePrefix, taskNamePrefix, assumeRoleArn, triggers } = args;
    const { waitForCompletion, timeoutSeconds, settleHours, removalPolicy } = args;
    return {
        logGroupName,
        logStreamNamePrefix,
        from: range.from,
        to: range.to,
        destinationPrefix,
        taskNamePrefix,
        assumeRoleArn,
        triggers,
        waitForCompletion,
        timeoutSeconds,
        settleHours,
        removalPolicy,
    };
}
