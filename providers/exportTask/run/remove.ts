import { adviceOnRemoval } from "../../aws/denial";
import { isAccessDenied, nameOf, said } from "../../aws/errors";
import { phaseOf } from "../../aws/task";
import { formatTimestamp } from "../../validation/timestamp";
import { NO_TASK, type RecordedExport } from "../outputs";
import { cancelTask } from "./cancel";
import { comparisonWith } from "./comparison";
import { type Contents, contentsOf } from "./contents";
import { type ExportContext } from "./context";
import { deleteFolder } from "./deleteFolder";
import { type Place, uriOf } from "./objects";
import { type Replacement } from "./replacements";

type Removing = Pick<ExportContext, "aws" | "clock" | "tasks" | "progress" | "owner" | "unmarkedOwners">;

/**
 * Cancels the task if it is active, and removes the exported objects if that was asked for. Both can be repeated, and
 * neither touches what another resource relies on. With "retain" the manifest stays too: the objects are still relied on.
 * @param replacement what was exported in its place in this run.
 */
export async function removeExport(
    context: Removing,
    recorded: RecordedExport,
    replacement?: Replacement,
): Promise<void> {
    const { progress } = context;
    const place: Place = recorded;
    try {
        // Without an ID the folder would be that of other exports.
        if (recorded.taskId !== NO_TASK && phaseOf(recorded.status) === "active")
            await cancelUnlessOwned(context, place);
        if (recorded.removalPolicy !== "delete") return;
        const taskIds = [recorded.taskId, ...(recorded.leftovers ?? [])].filter((taskId) => taskId !== NO_TASK);
        if (taskIds.length === 0) return;
        const why = await whyLastCopy(context, recorded);
        if (why !== undefined) {
            progress.warn(
                `The objects under ${uriOf(place)} are kept, although removalPolicy is "delete": ${why}, so they may be the last ` +
                    `copy. Delete them yourself if you do not need them: aws s3 rm --recursive ${uriOf(place)}`,
            );
            return;
        }
        for (const taskId of taskIds) {
            const isCopy = taskId === recorded.taskId && recorded.status === "COMPLETED";
            const mayGo = isCopy && replacement ? await heldBy(context, replacement, recorded) : undefined;
            const deletion = await deleteFolder(context, { ...place, taskId }, { mayGo });
            const uri = uriOf({ ...place, taskId });
            if (deletion === "owned by others") {
                progress.warn(`The objects under ${uri} stay: another export relies on them.`);
            } else if (deletion === "kept") {
                progress.warn(
                    `The objects under ${uri} are kept, although removalPolicy is "delete": the export that replaces them is not ` +
                        "known to hold as much, so they may be the last copy of some events. Delete them yourself if you do not need " +
                        `them: aws s3 rm --recursive ${uri}`,
                );
            }
        }
    } catch (error) {
        if (nameOf(error) === "NoSuchBucket") return; // gone with everything in it
        throw explainFailure(error, place);
    }
}

/** A replacement that is not verified holds nothing yet. */
async function heldBy({ aws }: Removing, replacement: Replacement, recorded: RecordedExport) {
    const { verified, objectCount = 0, byteCount = 0 } = replacement;
    const isHeld = verified
        ? await comparisonWith(aws, { ...replacement, objectCount, byteCount }, recorded)
        : () => false;
    return (contents: Pick<Contents, "objectCount" | "byteCount">) => contents.objectCount === 0 || isHeld(contents);
}

/** A log group that disappears does not take its archive along, nor does one that was created again in its place. */
async function whyLastCopy({ aws }: Removing, { logGroupName, to }: RecordedExport): Promise<string | undefined> {
    const created = await aws.logs.creationTimeOf(logGroupName);
    if (created === undefined) return `the log group ${logGroupName} no longer exists`;
    if (created >= to) return `the log group ${logGroupName} was created again at ${formatTimestamp(created)}`;
    return undefined;
}

async function cancelUnlessOwned(context: Removing, place: Place): Promise<void> {
    const { aws, owner, progress } = context;
    const { owners } = await contentsOf(aws.s3, place).catch((error: unknown) => {
        if (isAccessDenied(error)) return { owners: [] };
        throw error;
    });
    if (owners.some((one) => one !== owner)) {
        progress.warn(`Task ${place.taskId} is not cancelled: another export relies on it.`);
        return;
    }
    await cancelTask(context, place.taskId);
}

const NEEDED =
    "s3:ListBucket, s3:ListBucketVersions, s3:PutObject (for the mark that the deletion has begun), s3:DeleteObject, " +
    "s3:DeleteObjectVersion, logs:DescribeLogGroups and logs:CancelExportTask";

function explainFailure(error: unknown, place: Place): Error {
    const advice = adviceOnRemoval(error, NEEDED) ?? "Run `pulumi destroy` (or `pulumi up`) again.";
    return new Error(`Could not remove the export ${uriOf(place)}: ${said(error)}. ${advice}`, { cause: error });
}
