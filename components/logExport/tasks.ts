import type * as pulumi from "@pulumi/pulumi";
import { ExportTask, type ExportTaskArgs } from "../../providers/exportTask/resource";
import { withoutDependencies } from "../../providers/outputs";
import { type InputFailure, refuse } from "../../providers/validation/failure";
import { assertInputs } from "../../providers/validation/inputError";
import { type ExportBucket } from "../exportBucket/exportBucket";
import { originsOf } from "../logGroups/origin";
import { applyTransform } from "../transform";
import { type LogExportArgs } from "./args";
import { checkTransformed, type LogExportPlan } from "./checks";
import { checkChildName } from "./childNames";
import { exportOptions } from "./exportOptions";
import { type PlannedExport } from "./plan";
import { checkUnprotected } from "./rangeChecks";
import { placeCheck, policyOf, type TaskPlace } from "./taskPlace";

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
    const policy = policyOf(bucket);
    const { bucketName } = bucket;
    const destination = givenName(args) ?? (policy ? withoutDependencies(bucketName) : bucketName);
    const origins = originsByGroup(args, plan);
    const checkedPlace = placeCheck(`LogExport "${name}"`, bucket);
    return plan.exports.map((planned) => {
        const { logGroupName, range, destinationPrefix } = planned;
        const { from, to } = range;
        const data = { logGroupName, from, to, destination, destinationPrefix };
        const [taskName, taskArgs, taskOpts] = applyTransform<ExportTaskArgs>(
            args.transform?.exportTask,
            `${name}-${planned.key}`,
            { ...exportOptions(args), ...data, region, profile } as ExportTaskArgs,
            // Pulumi does not remove what is protected, and of these exports each is removed from the program one day.
            { parent, dependsOn: policy, ...(args.forgetAfterDays !== undefined && { protect: false }) },
        );
        assertInputs(`LogExport "${name}"`, [
            ...checkTransformed(plan, planned, taskArgs),
            ...checkChildName(parent, name, taskName),
        ]);
        assertInputs(`LogExport "${name}"`, checkNoProvider(taskOpts));
        const origin = taskArgs.logGroupName === logGroupName ? origins.get(planned.groupKey) : undefined;
        const helpers = {
            ...checkedPlace(taskArgs, origin),
            series: isRangeOf(taskArgs, planned) ? range.series : undefined,
        };
        const task = new ExportTask(taskName, { ...taskArgs, ...helpers } as ExportTaskArgs, taskOpts);
        if (args.forgetAfterDays !== undefined) assertInputs(`LogExport "${name}"`, checkUnprotected(task));
        return task;
    });
}

/** A plain text costs an export none of an output's promises. */
function givenName({ bucket }: LogExportArgs): string | undefined {
    const existing = bucket && "existing" in bucket ? bucket.existing : undefined;
    return typeof existing === "string" ? existing : undefined;
}

function checkNoProvider({ provider }: pulumi.CustomResourceOptions): InputFailure[] {
    if (provider === undefined) return [];
    const next = "Give the LogExport the provider, or change region, profile and assumeRoleArn of the export.";
    return [refuse("provider", provider, "absent from the options that transform.exportTask changes", next)];
}

function originsByGroup({ logGroups }: LogExportArgs, { settings }: LogExportPlan) {
    const origins = originsOf(logGroups);
    return new Map(settings.groups.map(({ key }, index) => [key, origins[index]]));
}

/** Whether the range is still the planned one; one that a transform gave is part of no series. */
function isRangeOf({ from, to }: ExportTaskArgs, { range }: PlannedExport): boolean {
    return from === range.from && to === range.to;
}
