import { statusOf } from "../../../sandbox/aws/logs/exportTask";
import { nameOf } from "../../../sandbox/engine/urn";
import { isData } from "../bucketView";
import { deletedOf, type History } from "../history/history";
import type { KnownTask } from "../history/knownTask";
import { exportOf } from "../history/recordedExport";
import type { StateRecord } from "../stateRecord";
import type { Note } from "./note";

/** A request of the provider that deleted something. */
export interface Deletion {
    readonly keys: readonly string[];
    readonly bucket: string;
    readonly time: number;
    /** The requester, for messages. */
    readonly by: string;
    readonly record?: StateRecord;
}

/** No owner loses an object through another's deletion. */
export function checkOwners(history: History, deletion: Deletion, note: Note): string[] {
    return history.knownTasks().flatMap((known) => checkTask(history, known, deletion, note));
}

function checkTask(history: History, known: KnownTask, deletion: Deletion, note: Note): string[] {
    const { taskId } = known.task;
    const gone = deletedOf(known, deletion.keys, deletion.bucket);
    if (gone.length === 0 || ["FAILED", "CANCELLED"].includes(statusOf(known.task).code)) return [];
    const others = history
        .liveRecords()
        .filter((one) => one !== deletion.record && exportOf(one).taskId === taskId && !history.isGivenUp(one));
    const unseen = others.filter((one) => isUnseen(history, one, deletion.record));
    const seen = others.filter((one) => !unseen.includes(one));
    if (unseen.length > 0) {
        note("objects lost by an owner whose mark was refused");
        history.excuseLosses(taskId, deletion.time);
    }
    const marks = seen.map((record) => `_export-${exportOf(record).owner ?? ""}.json`);
    const harmed = gone.filter((key) => isData(key) || marks.some((mark) => key.endsWith(mark)));
    if (seen.length === 0 || harmed.length === 0) return [];
    if (history.deletedByHandAt(taskId) !== undefined) {
        note("objects lost by an owner whose mark somebody had deleted");
        return [];
    }
    const owners = seen.map(({ urn }) => nameOf(urn)).join(", ");
    return [`${deletion.by} deleted ${harmed.length} objects of task ${taskId}, which ${owners} owns: ${harmed[0]}`];
}

/** An owner in another state, or one that leaves this state, is invisible if it could not write its mark. */
function isUnseen(history: History, owner: StateRecord, by?: StateRecord): boolean {
    if (!history.isMarkRefused(owner)) return false;
    const home = history.records().findIndex((records) => by && records.includes(by));
    return home < 0 || !history.recordsOf(home).includes(owner) || !history.isDeclared(home, owner.urn);
}
