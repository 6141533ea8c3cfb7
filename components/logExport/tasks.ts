import type * as pulumi from "@pulumi/pulumi";
import { ExportTask, type ExportTaskArgs } from "../../providers/exportTask/resource";
import { withoutDependencies } from "../../providers/outputs";
import { assertInputs } from "../../providers/validation/inputError";
import { awsSettings } from "../awsSettings";
import { providerOf } from "../exportBucket/args";
import { ExportBucket } from "../exportBucket/exportBucket";
import { applyTransform } from "../transform";
import { type LogExportArgs } from "./args";
import { checkTransformed, type LogExportPlan } from "./checks";
import { checkChildName } from "./childNames";
import { exportOptions } from "./exportOptions";
import { type PlannedExport } from "./plan";

/** Where a LogExport's tasks run, and as whom. */
export interface TaskPlace {
    readonly region: pulumi.Input<string | undefined>;
    readonly profile: pulumi.Input<string | undefined>;
    readonly assumeRoleArn: pulumi.Input<string | undefined>;
}

/** The place of the arguments, else that of the component's provider. */
export function taskPlace(args: LogExportArgs, component: pulumi.Resource): TaskPlace {
    const { bucket, assumeRoleArn } = args;
    const provider = bucket === undefined || ExportBucket.isInstance(bucket) ? "aws" : providerOf(bucket);
    const aws = awsSettings(component, provider);
    return {
        // The values alone: a dependency on the provider would be written into the state of every export.
        region: args.region ?? withoutDependencies(aws.region),
        profile: args.profile ?? withoutDependencies(aws.profile),
        assumeRoleArn,
    };
}

/** Declares an ExportTask for each planned export. */
export function makeTasks(
    name: string,
    args: LogExportArgs,
    plan: LogExportPlan,
    place: TaskPlace,
    bucket: ExportBucket,
    parent: pulumi.Resource,
): ExportTask[] {
    const { region, profile } = place;
    // The bucket policy is a dependency once, in dependsOn. As the destination's dependency it would be written into the
    // state of every export again.
    const policy = bucket.nodes.policy ?? bucket.nodes.awsNativePolicy;
    const destination = policy ? withoutDependencies(bucket.bucketName) : bucket.bucketName;
    return plan.exports.map((planned) => {
        const { logGroupName, range, destinationPrefix } = planned;
        const { from, to } = range;
        const data = { logGroupName, from, to, destination, destinationPrefix };
        const [taskName, taskArgs, taskOpts] = applyTransform<ExportTaskArgs>(
            args.transform?.exportTask,
            `${name}-${planned.key}`,
            { ...exportOptions(args), ...data, region, profile } as ExportTaskArgs,
            { parent, dependsOn: policy },
        );
        assertInputs(`LogExport "${name}"`, [
            ...checkTransformed(plan, planned, taskArgs),
            ...checkChildName(parent, name, taskName),
        ]);
        const { sourceAccounts } = bucket;
        const series = isRangeOf(taskArgs, planned) ? range.series : undefined;
        return new ExportTask(taskName, { ...taskArgs, ...{ sourceAccounts, series } }, taskOpts);
    });
}

/** Whether the range is still the planned one; one that a transform gave is part of no series. */
function isRangeOf({ from, to }: ExportTaskArgs, { range }: PlannedExport): boolean {
    return from === range.from && to === range.to;
}
