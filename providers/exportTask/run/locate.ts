import { explained } from "../../aws/denial";
import { isAccessDenied, nameOf } from "../../aws/errors";
import { phaseOf, type Task } from "../../aws/task";
import { LISTING_LAG_MS } from "../../aws/taskList";
import { HOUR_MS } from "../../durations";
import { type ExportTaskOutputs } from "../outputs";
import { isTaskOf } from "../taskName";
import { type Contents, contentsOf } from "./contents";
import { type ExportContext } from "./context";
import { evidenceIn } from "./evidence";
import { type Evidence, judge } from "./judge";
import { pollInterval } from "./wait";

/** Where an export stands, found from the service's tasks and from the bucket. Nothing else decides it. */
export type Located = (
    | { readonly found: "active"; readonly task: Task }
    /** It is in the bucket, as far as can be known. */
    | { readonly found: "whole"; readonly task: Task; readonly contents: Contents; readonly evidence: Evidence }
    /** Its recorded task is COMPLETED, and the bucket may not be listed. */
    | { readonly found: "unseen"; readonly task: Task; readonly why: string }
    /** It must be run; if it ended without an object, only a run that is watched to its end can say that it is empty. */
    | { readonly found: "absent"; readonly isPerhapsEmpty: boolean }
) & {
    /** IDs of other tasks of this export, which did not complete. */
    readonly leftovers: readonly string[];
};

type Recorded = Pick<ExportTaskOutputs, "taskId" | "status" | "creationTime" | "leftovers">;

type Looked = Pick<ExportContext, "inputs" | "aws" | "clock" | "tasks" | "owner" | "progress">;

/**
 * Asked by create, update and refresh, while an export waits for the slot, and after a lost answer.
 *
 * | found                                                              | answer |
 * |--------------------------------------------------------------------|--------|
 * | a task of this export, PENDING or RUNNING                          | active |
 * | COMPLETED, and the bucket says so (see judge.ts)                   | whole  |
 * | COMPLETED, but created before `to` was settled; not if recorded    | absent |
 * | COMPLETED, and the listing of the bucket is denied                 | unseen if recorded, else absent: exporting twice loses nothing |
 * | FAILED, CANCELLED, or not listed for longer than a listing lags    | absent |
 *
 * A look that fails is neither: it is repeated, and then ends the run.
 * @param recorded what the state says of this resource's task; without it only the tasks of the export's name count.
 */
export async function locate(context: Looked, recorded?: Recorded): Promise<Located> {
    const { inputs, tasks, aws, progress } = context;
    const listed = await tasks.listed(aws.logs);
    const ours = recorded?.taskId ? await recordedTask(context, recorded) : undefined;
    const settledAt = inputs.to + inputs.settleHours * HOUR_MS;
    const others = listed
        .filter((task) => task.taskId !== ours?.taskId && isTaskOf(inputs, task))
        .filter((task) => phaseOf(task.status) === "ended" || (task.creationTime ?? 0) >= settledAt)
        .sort((a, b) => (b.creationTime ?? 0) - (a.creationTime ?? 0));
    const candidates = [...(ours ? [ours] : []), ...others];
    const ended = candidates.filter((task) => phaseOf(task.status) === "ended");
    const recordedIds = recorded?.taskId ? [recorded.taskId, ...(recorded.leftovers ?? [])] : [];
    const leftoversBut = (found?: Task) =>
        [...new Set([...recordedIds, ...ended.map(({ taskId }) => taskId)])].filter((id) => id !== found?.taskId);
    const active = candidates.find((task) => phaseOf(task.status) === "active");
    if (active) return { found: "active", task: active, leftovers: leftoversBut(active) };

    let isPerhapsEmpty = false;
    for (const task of candidates) {
        if (phaseOf(task.status) === "ended") continue;
        let contents: Contents;
        try {
            contents = await contentsOf(aws.s3, { ...inputs, taskId: task.taskId });
        } catch (error) {
            if (nameOf(error) === "NoSuchBucket") continue;
            if (!isAccessDenied(error)) throw error;
            if (task === ours) {
                return { found: "unseen", task, why: explained(error), leftovers: leftoversBut(task) };
            }
            continue;
        }
        const evidence = await evidenceIn(aws.s3, { ...inputs, taskId: task.taskId }, contents, context.owner);
        const verdict = judge(contents, evidence);
        if (verdict === "whole") return { found: "whole", task, contents, evidence, leftovers: leftoversBut(task) };
        isPerhapsEmpty ||= verdict === "empty or emptied";
        progress.report({ phase: "note", text: `task ${task.taskId} is COMPLETED, but ${verdict}: exporting again` });
    }
    return { found: "absent", isPerhapsEmpty, leftovers: leftoversBut() };
}

/** The recorded task as the service knows it, or as it was recorded if that is final; undefined if nobody knows it. */
async function recordedTask({ tasks, aws, clock }: Looked, recorded: Recorded): Promise<Task | undefined> {
    const known = tasks.known().find(({ taskId }) => taskId === recorded.taskId);
    if (known && phaseOf(known.status) !== "active") return known;
    for (;;) {
        const found = await tasks.find(aws.logs, recorded.taskId);
        if (found) return found;
        // The service forgets tasks after a while. One that was not seen to end nobody can vouch for.
        if (phaseOf(recorded.status) !== "active") return recorded;
        const age = aws.time() - (recorded.creationTime ?? 0);
        if (age > LISTING_LAG_MS) return undefined;
        await clock.sleep(pollInterval(age));
    }
}
