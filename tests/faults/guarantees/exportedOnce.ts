import { statusOf } from "../../../sandbox/aws/logs/exportTask";
import { HOUR } from "../../support/durations";
import { folderOf, messagesOf } from "../bucketView";
import { exportOf } from "../history/recordedExport";
import type { History } from "../history/history";
import type { KnownTask } from "../history/knownTask";
import type { Note } from "./note";

/** No event is exported twice under one prefix, unless triggers request it. */
export function checkExportedOnce(history: History, note: Note): string[] {
    const ofKind = new Map<string, KnownTask[]>();
    for (const known of history.knownTasks()) ofKind.set(known.kind, [...(ofKind.get(known.kind) ?? []), known]);
    const problems: string[] = [];
    for (const tasks of ofKind.values()) {
        for (const { first, second, count } of overlaps(history, tasks)) {
            const excuse = excuseFor(history, first, second);
            if (excuse) note(`events twice: ${excuse}`);
            else problems.push(problemOf(first, second, count));
        }
    }
    return problems;
}

interface Overlap {
    readonly first: KnownTask;
    readonly second: KnownTask;
    /** Events that both hold. */
    count: number;
}

function overlaps(history: History, tasks: readonly KnownTask[]): Overlap[] {
    const firstWith = new Map<string, KnownTask>();
    const found = new Map<string, Overlap>();
    for (const second of tasks) {
        for (const message of messagesOf(history.aws.world, folderOf(second.task))) {
            const first = firstWith.get(message);
            if (!first) firstWith.set(message, second);
            else if (first !== second) {
                const pair = `${first.task.taskId} ${second.task.taskId}`;
                if (!found.has(pair)) found.set(pair, { first, second, count: 0 });
                (found.get(pair) as Overlap).count += 1;
            }
        }
    }
    return [...found.values()];
}

function problemOf(first: KnownTask, second: KnownTask, count: number): string {
    const { taskId, logGroupName, destinationPrefix } = first.task;
    return (
        `${count} events of ${logGroupName} are twice under ${destinationPrefix}/: in task ${taskId} ` +
        `(${statusOf(first.task).code}) and in ${second.task.taskId} (${statusOf(second.task).code})`
    );
}

/** The reason why the provider could not find an earlier export. */
function excuseFor(history: History, first: KnownTask, second: KnownTask): string | undefined {
    const { taskId, logGroupName, destinationPrefix, creationTime, from, to } = first.task;
    const folder = `${destinationPrefix}/${taskId}`;
    if (history.deletedByHandAt(taskId) !== undefined) return "somebody had deleted a part";
    if (creationTime < to + second.settleHours * HOUR) return "the first was not settled";
    const isFailed = [first, second].some(({ task }) => ["FAILED", "CANCELLED"].includes(statusOf(task).code));
    const isHeld = [first, second].some(({ task }) =>
        history.liveRecords().some((one) => exportOf(one).taskId === task.taskId),
    );
    if (isFailed && !isHeld) return "nobody declares the export any more, which left a failed attempt";
    if (isFailed && from < history.oldestKept(logGroupName, second.task.creationTime)) {
        return "a failed attempt may hold what retention removed before the next, and is kept";
    }
    if (history.wasListingDenied(folder)) return "a listing was denied";
    if (history.wasDeletionRefused(folder)) return "a deletion was refused";
    if (history.deletedAt(taskId) !== undefined && history.hasLostState) {
        return "the state that knew of a deletion was lost";
    }
    return undefined;
}
