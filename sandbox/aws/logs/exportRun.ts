import { storeObject } from "../s3/storeObject";
import type { Settings } from "../settings";
import type { AwsState } from "../state";
import { exportFiles, folderKey, selectEvents } from "./exportFiles";
import { exportRefusal } from "./exportPermissions";
import { isFinished, statusOf, type ExportTask, type TaskStatus } from "./exportTask";

/** What tasks need to make progress, besides time. */
export interface TaskContext {
    readonly world: AwsState;
    readonly settings: Settings;
    readonly uuid: () => string;
}

type Step = { readonly at: number; readonly take: (context: TaskContext, task: ExportTask, at: number) => void };

/**
 * Advances all tasks to `now`, step by step in time order. Nothing runs in the background: each request first advances
 * the tasks. A snapshot therefore contains running tasks completely.
 */
export function advanceTasks(context: TaskContext, now: number): void {
    const waiting = Object.values(context.world.logs)
        .flatMap((region) => unfinished(region.tasks))
        .filter((task) => nextStep(task, context.settings) !== undefined);
    for (;;) {
        const due = waiting
            .map((task) => ({ task, step: nextStep(task, context.settings) }))
            .filter(({ step }) => step !== undefined && step.at <= now)
            .sort((a, b) => (a.step?.at ?? 0) - (b.step?.at ?? 0))[0];
        if (!due?.step) return;
        due.step.take(context, due.task, due.step.at);
    }
}

/** How many tasks at the start of a list have ended. They never change again, and a list may hold thousands of them. */
const ended = new WeakMap<readonly ExportTask[], number>();

function unfinished(tasks: readonly ExportTask[]): readonly ExportTask[] {
    let count = ended.get(tasks) ?? 0;
    while (count < tasks.length && isFinished(tasks[count])) count += 1;
    ended.set(tasks, count);
    return tasks.slice(count);
}

/**
 * | status         | next                                                      |
 * |----------------|-----------------------------------------------------------|
 * | PENDING        | RUNNING                                                   |
 * | RUNNING        | part of the data, then the rest and COMPLETED, or its overrides |
 * | RUNNING        | after 24 hours FAILED                                     |
 * | PENDING_CANCEL | CANCELLED                                                 |
 */
function nextStep(task: ExportTask, settings: Settings): Step | undefined {
    switch (statusOf(task).code) {
        case "PENDING":
            return { at: task.runsAt, take: (_, task, at) => enterStatus(task, at, "RUNNING", "Started successfully") };
        case "RUNNING": {
            const step: Step = !task.partWritten
                ? { at: task.partAt, take: writePart }
                : { at: task.endsAt, take: endTask };
            if (task.overrides.outcome === "HANG" || step.at > task.timesOutAt) {
                return {
                    at: task.timesOutAt,
                    take: (_, task, at) => enterStatus(task, at, "FAILED", "The export task timed out."),
                };
            }
            return step;
        }
        case "PENDING_CANCEL":
            return {
                at: (task.cancelledAt ?? task.creationTime) + settings.cancelMilliseconds,
                take: (_, task, at) => enterStatus(task, at, "CANCELLED", "Cancelled by user."),
            };
        default:
            return undefined;
    }
}

export function enterStatus(task: ExportTask, at: number, code: TaskStatus, message?: string): void {
    task.history.push({ at, code, message });
}

/** Ends a task early, with the status that a test asks for. */
export function finishTask(
    context: TaskContext,
    task: ExportTask,
    at: number,
    code: TaskStatus,
    message?: string,
): void {
    task.overrides = code === "FAILED" || code === "CANCELLED" ? { outcome: code, message } : {};
    if (statusOf(task).code === "PENDING") enterStatus(task, at, "RUNNING", "Started successfully");
    endTask(context, task, at);
}

function writePart(context: TaskContext, task: ExportTask, at: number): void {
    task.partWritten = true;
    // A task that will fail still leaves its first objects in the bucket.
    const problem = writeStreams(context, task, at, 0.5);
    if (problem) enterStatus(task, at, "FAILED", problem);
}

function endTask(context: TaskContext, task: ExportTask, at: number): void {
    const { outcome, message } = task.overrides;
    if (outcome === "FAILED") return enterStatus(task, at, "FAILED", message ?? "Internal error.");
    if (outcome === "CANCELLED") return enterStatus(task, at, "CANCELLED", message ?? "Cancelled by user.");
    const problem = writeStreams(context, task, at, 1);
    if (problem) return enterStatus(task, at, "FAILED", problem);
    enterStatus(task, at, "COMPLETED", "Completed successfully");
}

/** Writes this share of the streams. Returns the problem, if any. */
function writeStreams(
    { world, settings, uuid }: TaskContext,
    task: ExportTask,
    at: number,
    share: number,
): string | undefined {
    const bucket = world.buckets[task.destination];
    if (!bucket) return "The given bucket does not exist. Please make sure the bucket is valid.";
    const group = world.logs[`${task.accountId}/${task.region}`]?.groups[task.logGroupName];
    if (!group) return "The specified log group does not exist.";
    const streams = selectEvents(group, task, at);
    for (const stream of streams.slice(0, Math.floor(streams.length * share))) {
        if (task.writtenStreams.includes(stream.folder)) continue;
        const files = exportFiles(stream.events, settings.exportFileBytes);
        const keys = files.map((file) => `${folderKey(task, stream.folder)}/${file.name}`);
        const problem = exportRefusal(world, settings, task, bucket, keys);
        if (problem) return problem;
        if (keys.some((key) => Buffer.byteLength(key) > 1024)) return "Your key is too long";
        for (const [index, file] of files.entries()) {
            storeObject(bucket, exportedObject(bucket.accountId, keys[index], file.body), at, uuid);
        }
        task.writtenStreams.push(stream.folder);
    }
    // A task without data fails too if it may no longer write.
    return exportRefusal(world, settings, task, bucket, []);
}

export function exportedObject(ownerAccountId: string, key: string, body: Buffer) {
    return { key, body, ownerAccountId, headers: { "content-type": "application/octet-stream" } };
}
