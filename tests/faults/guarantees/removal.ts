import { statusOf } from "../../../sandbox/aws/logs/exportTask";
import { nameOf } from "../../../sandbox/engine/urn";
import { allKeys, folderAt, isOwnersMark, messagesOf } from "../bucketView";
import type { History } from "../history/history";
import { exportOf } from "../history/recordedExport";
import type { StateRecord } from "../stateRecord";
import type { Note } from "./note";
import { missingEverywhere } from "./nothingLost";

/** A record that left the state under this URN. */
export interface Removal {
    readonly record: StateRecord;
    readonly urn: string;
    readonly program: number;
    /** Whether it was deleted before its replacement was made. */
    readonly isDeletedFirst: boolean;
    readonly now: number;
}

/** The objects of a record that left the state are kept or deleted, as declared, unless others own them. */
export function checkRemoval(history: History, removal: Removal, note: Note): string[] {
    const { taskId, removalPolicy } = exportOf(removal.record);
    if (!taskId) return [];
    const problems =
        removalPolicy === "delete"
            ? [leftBehind(history, removal, note), lastCopyGone(history, removal, note)]
            : [notRetained(history, removal, note)];
    return problems
        .filter((problem) => problem !== undefined)
        .map((problem) => `${nameOf(removal.urn)} (task ${taskId}) left the state: ${problem}`);
}

/** What a replaced export held, and its log group has lost since, is still somewhere. */
function lastCopyGone(history: History, { record, urn, program, now }: Removal, note: Note): string | undefined {
    const { taskId, logGroupName, verified } = exportOf(record);
    const successor = history.recordsOf(program).find((one) => one.urn === urn);
    const group = history.group(logGroupName);
    if (!successor || !group || !verified || history.deletedByHandAt(taskId) !== undefined) return undefined;
    const oldest = history.oldestKept(logGroupName, now);
    const expired = new Set(
        [...group.events, ...group.late].filter((event) => event.timestamp < oldest).map(({ message }) => message),
    );
    const lost = missingEverywhere(history, new Set(history.found(record).filter((message) => expired.has(message))));
    if (lost.length === 0) return undefined;
    if (history.isMarkRefused(successor)) {
        note("objects lost by an owner whose mark was refused");
        return undefined;
    }
    return `${lost.length} events of the export that was replaced are nowhere any more, nor in the log group`;
}

function notRetained(history: History, { record }: Removal, note: Note): string | undefined {
    const { taskId, uri } = exportOf(record);
    const present = new Set(messagesOf(history.aws.world, folderAt(uri)));
    const lost = history.found(record).filter((message) => !present.has(message));
    if (lost.length === 0) return undefined;
    if (history.isMarkRefused(record)) {
        note("objects lost by an owner whose mark was refused");
        return undefined;
    }
    // The objects of a failed task are deleted once another owner of the same export has all events.
    const task = history.tasks().find((one) => one.taskId === taskId);
    const isComplete = task !== undefined && statusOf(task).code === "COMPLETED";
    const isExcused = !isComplete || history.deletedByHandAt(taskId) !== undefined;
    return isExcused ? undefined : `${lost.length} events that it was to retain are gone`;
}

function leftBehind(history: History, removal: Removal, note: Note): string | undefined {
    const { record, urn, program, isDeletedFirst } = removal;
    const { taskId, uri, status } = exportOf(record);
    const keys = allKeys(history.aws.world, folderAt(uri));
    const isOwned = keys.some(isOwnersMark) || history.liveRecords().some((one) => exportOf(one).taskId === taskId);
    if (keys.length === 0 || isOwned) return undefined;
    if (isDeletedFirst && status === "COMPLETED") {
        note("objects kept because they were to be deleted before their replacement was made");
        return undefined;
    }
    const successor = history.recordsOf(program).find((one) => one.urn === urn);
    const holds = new Set(successor && history.found(successor));
    if (successor && history.found(record).some((message) => !holds.has(message))) {
        note("objects kept that a replacement does not hold");
        return undefined;
    }
    return `${keys.length} objects should be gone: ${keys[0]}`;
}
