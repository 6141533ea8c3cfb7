import { statusOf } from "../../sandbox/aws/logs/exportTask";
import { currentKeys, folderOf, isData, isOwnersMark, messagesOf, removeKeys } from "./bucketView";
import type { History } from "./history/history";
import { exportOf } from "./history/recordedExport";
import type { Incident } from "./scenario";

/** A provider that waits for a task checks the bucket within this time after its end. */
const FIRST_LOOK_MS = 15 * 60_000;

/**
 * A user deletes objects of a completed task.
 * @returns whether there was anything to delete.
 */
export function deleteByHand(
    history: History,
    { what, which }: Extract<Incident, { kind: "objects deleted by hand" }>,
    now: number,
): boolean {
    const { world } = history.aws;
    const completed = history.knownTasks().filter(({ task }) => {
        const { code, at } = statusOf(task);
        const keys = currentKeys(world, folderOf(task));
        // A deletion between the task's end and the provider's first check cannot be detected.
        const isSeen = keys.some(isOwnersMark) || now - at > FIRST_LOOK_MS;
        return code === "COMPLETED" && isSeen && keys.some(isData);
    });
    if (completed.length === 0) return false;
    const { task } = completed[which % completed.length];
    const folder = folderOf(task);
    const keys = currentKeys(world, folder);
    const data = keys.filter(isData);
    // A missing part can be detected only if the evidence lists the objects.
    const isTelling = history
        .liveRecords()
        .some((record) => exportOf(record).taskId === task.taskId && exportOf(record).verified);
    const isMarked = keys.some(isOwnersMark) || !writesMarks(history);
    const part = what === "some data" && isTelling && isMarked ? data.slice(0, Math.max(1, data.length >> 1)) : data;
    const before = messagesOf(world, folder);
    removeKeys(world, folder.bucket, what === "everything" ? keys : part, now);
    const left = new Set(messagesOf(world, folder));
    const gone = before.filter((message) => !left.has(message));
    history.objectsDeletedByHand(task.taskId, gone, now);
    return true;
}

/** Whether the provider writes marks. In some tests it does not. */
function writesMarks({ aws }: History): boolean {
    return aws.requests.some(({ parameters }) => /\/_export-/.test(String(parameters.Key ?? "")));
}
