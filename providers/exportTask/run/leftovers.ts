import { explained } from "../../aws/denial";
import { phaseOf } from "../../aws/task";
import { comparisonWith, type Held } from "./comparison";
import { contentsOf } from "./contents";
import { type ExportContext } from "./context";
import { deleteFolder } from "./deleteFolder";
import { uriOf } from "./objects";

/**
 * Removes what earlier tasks of an export wrote before they failed, once the export is in the bucket: it would be there
 * twice. Never before, because a partial export may hold what a new one no longer can.
 * @returns IDs of the tasks whose objects are still there, for the record.
 */
export async function removeLeftovers(
    context: ExportContext,
    taskIds: readonly string[],
    whole: Held,
): Promise<string[]> {
    const { inputs, progress } = context;
    const left: string[] = [];
    for (const taskId of taskIds) {
        const place = { ...inputs, taskId };
        try {
            const { objectCount, owners } = await contentsOf(context.aws.s3, place);
            if (objectCount === 0 && owners.length === 0) continue;
            const task = context.tasks.get(taskId);
            const earlier = { ...whole, creationTime: task?.creationTime };
            const deletion = await deleteFolder(context, place, {
                mayGo: await comparisonWith(context.aws, whole, earlier),
                isFailed: phaseOf(task?.status ?? "unknown") === "ended",
            });
            if (deletion !== "kept") continue;
            progress.warn(
                `The objects under ${uriOf(place)} are of an earlier attempt, and the export may not hold all of it, so they are kept. ` +
                    "Compare the two, and delete the ones that you do not need.",
            );
        } catch (error) {
            progress.warn(
                `The objects under ${uriOf(place)}, of an earlier attempt, could not be removed: ${explained(error)} ` +
                    'They are removed with the export (removalPolicy: "delete"); until then some events are there twice.',
            );
        }
        left.push(taskId);
    }
    return left;
}
