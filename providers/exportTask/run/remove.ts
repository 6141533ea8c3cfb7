import { isClaimedByOther } from "./claim";
import { isAccessDenied } from "../../aws/errors";
import { folderOf, MARKER, type Place, uriOf } from "./objects";
import { NO_TASK, type RecordedExport } from "../outputs";
import { type ExportContext } from "./context";
import { phaseOf } from "../../aws/task";
import { waitForTask } from "./wait";

/** Cancelling takes the service seconds; after this the destroy gives up and says so. */
const CANCEL_TIMEOUT_MS = 30 * 60_000;

/**
 * Cancels the task if it is active, and removes the exported objects if that was asked for. Both can be repeated, and
 * neither touches a task that a live export has adopted.
 */
export async function removeExport(context: Omit<ExportContext, "inputs">, recorded: RecordedExport): Promise<void> {
    const { aws, progress } = context;
    if (recorded.taskId === NO_TASK) return; // without an ID the folder would be that of other exports
    const place: Place = recorded;
    const isActive = phaseOf(recorded.status) === "active";
    const removesObjects = recorded.removalPolicy === "delete";
    if (!isActive && !removesObjects) return;
    try {
        if (await isClaimedByOther(aws.s3, place, recorded.claim)) {
            progress.warn(`Task ${place.taskId} and its objects are left alone: another export has adopted them.`);
            return;
        }
        if (isActive) await cancel(context, place.taskId);
        if (removesObjects) {
            await aws.s3.removeAll(place.destination, folderOf(place));
            // Its marker must not vouch for objects that are gone (see adopt).
            await aws.s3.remove(place.destination, `${place.destinationPrefix}/${MARKER}`);
        }
    } catch (error) {
        if (error instanceof Error && error.name === "NoSuchBucket") return; // gone with everything in it
        throw explainFailure(error, place);
    }
}

async function cancel({ aws, clock, progress }: Omit<ExportContext, "inputs">, taskId: string): Promise<void> {
    try {
        await aws.logs.cancelTask(taskId);
    } catch (error) {
        const name = error instanceof Error ? error.name : "";
        // Unknown or already finished: nothing is left to cancel.
        if (name !== "ResourceNotFoundException" && name !== "InvalidOperationException") throw error;
    }
    const deadline = clock.now() + CANCEL_TIMEOUT_MS;
    const result = await waitForTask(taskId, {
        find: (id) => aws.logs.findTask(id),
        clock,
        timeoutMs: Infinity,
        onLook: (task) => {
            progress.report({ phase: "cancelling", taskId, status: task.status });
            if (clock.now() > deadline) {
                throw new Error(`Export task ${taskId} is still ${task.status} 30 minutes after it was cancelled.`);
            }
        },
    });
    if ("ended" in result) progress.report({ phase: "cancelling", taskId, status: result.ended.status });
}

function explainFailure(error: unknown, place: Place): Error {
    const { name = "Error", message = String(error) } = error instanceof Error ? error : {};
    const advice = isAccessDenied(error)
        ? "Under Object Lock objects cannot be deleted before their retention ends; otherwise grant s3:ListBucket, " +
          's3:ListBucketVersions, s3:GetObject, s3:DeleteObject and s3:DeleteObjectVersion, or set removalPolicy: "retain".'
        : "Run `pulumi destroy` again.";
    return new Error(`Could not remove the export ${uriOf(place)}: ${message} (${name}). ${advice}`, { cause: error });
}
