import { isFinished, statusOf } from "../../../sandbox/aws/logs/exportTask";
import { nameOf } from "../../../sandbox/engine/urn";
import type { History } from "../history/history";
import { exportOf, isLive } from "../history/recordedExport";
import { checkExportedOnce } from "./exportedOnce";
import type { Note } from "./note";
import { checkNothingLost } from "./nothingLost";
import { checkOwners, type Deletion } from "./ownersKeepObjects";
import { checkRemoval } from "./removal";
import { checkSeries } from "./series";
import { checkSettled } from "./settled";
import { checkVerified } from "./verified";

/**
 * The guarantees of docs/reliability.md, and when they are checked. Each check returns the violations that it finds.
 *
 * | guarantee                                                              | checked           | in                |
 * |------------------------------------------------------------------------|-------------------|-------------------|
 * | an export that says verified holds the events that were available      | after every run   | verified          |
 * | and none from before its range had settled                             | after every run   | settled           |
 * | what was ever verified is somewhere, unless it was to go               | after every run   | nothingLost       |
 * | the objects of a removed export stay or go, as declared                | after every run   | removal           |
 * | what a replaced export held is in a bucket or in its log group         | after every run   | removal           |
 * | no owner loses an object through another's deletion                    | at every deletion | ownersKeepObjects |
 * | no event lies twice under one prefix, unless asked by triggers         | at rest           | exportedOnce      |
 * | the parts of a series hold every event once                            | at rest           | series            |
 * | every declared export ends verified, and no task holds a Region's slot | at rest           | here              |
 */
export class Guarantees {
    constructor(
        private readonly history: History,
        private readonly note: Note,
    ) {}

    afterDeletion(deletion: Deletion): string[] {
        this.history.objectsDeleted(deletion.keys, deletion.bucket, deletion.time);
        return checkOwners(this.history, deletion, this.note);
    }

    /**
     * The guarantees after every run, whatever failed in it.
     * @param deleteFirst URNs that are deleted before they are replaced.
     */
    afterRun(program: number, deleteFirst: ReadonlySet<string>, now: number): string[] {
        const { history, note } = this;
        const removed = history.runEnded(program, now);
        const verified = history.recordsOf(program).filter((record) => isLive(record) && exportOf(record).verified);
        return [
            ...verified.flatMap((record) => [
                ...checkVerified(history, record),
                ...(history.observed(record)?.isNewTask ? checkSettled(history, record) : []),
            ]),
            ...removed.flatMap(([record, urn]) =>
                checkRemoval(history, { record, urn, program, isDeletedFirst: deleteFirst.has(urn), now }, note),
            ),
            ...checkNothingLost(history, program, deleteFirst),
        ];
    }

    /** Whether everything in a program's state is as declared. */
    isDone(program: number): boolean {
        return this.history.recordsOf(program).every((record) => {
            const { status, verified } = exportOf(record);
            return status === "COMPLETED" && verified && isLive(record) && !record.initErrors;
        });
    }

    /** The guarantees when everything declared is done. */
    atRest(): string[] {
        const { history, note } = this;
        return [
            ...history.liveRecords().flatMap((record) => checkVerified(history, record, true)),
            ...checkSeries(history),
            ...checkExportedOnce(history, note),
            ...this.slotHolders(),
        ];
    }

    destroyed(program: number): string[] {
        return this.history.recordsOf(program).map(({ urn }) => `after destroy the state still has ${nameOf(urn)}`);
    }

    private slotHolders(): string[] {
        return this.history
            .tasks()
            .filter((task) => !isFinished(task))
            .map((task) => `task ${task.taskId} is ${statusOf(task).code} and holds the slot of ${task.region}`);
    }
}
