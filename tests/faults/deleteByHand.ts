import { statusOf } from "../../sandbox/aws/logs/exportTask";
import { currentKeys, folderOf, isData, isOwnersMark, messagesOf, removeKeys } from "./bucketView";
import type { History } from "./history/history";
import { exportOf } from "./history/recordedExport";
import type { Incident } from "./scenario";

/** Within this time after a task's end a provider that watches it has looked into the bucket. */
const FIRST_LOOK_MS = 15 * 60_000;

/**
 * Somebody deletes objects of a completed task.
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
        // Nobody can tell what is deleted in the moment between the task's end and the first look.
        const isSeen = keys.some(isOwnersMark) || now - at > FIRST_LOOK_MS;
        return code === "COMPLETED" && isSeen && keys.some(isData);
    });
    if (completed.length === 0) return false;
    const { task } = completed[which % completed.length];
    const folder = folderOf(task);
    const keys = currentKeys(world, folder);
    const data = keys.filter(isData);
    // Whether a part is missing can be told where the evidence says what there was, and not otherwise.
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

/** Not if the play has planted a provider that leaves no marks. */
function writesMarks({ aws }: History): boolean {
    return aws.requests.some(({ parameters }) => /\/_export-/.test(String(parameters.Key ?? "")));
}
