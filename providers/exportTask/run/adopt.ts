import { type ExportTaskInputs } from "../inputs";
import { type LogsApi } from "../../aws/logs";
import { lookForObjects } from "./objects";
import { type S3Api } from "../../aws/s3";
import { phaseOf, type Task } from "../../aws/task";
import { isTaskOf } from "../taskName";

/** A marker is written within a task's life, and no other task runs then; the clocks of the two services may differ a little. */
const MARKER_SLACK_MS = 5_000;

/**
 * The task that an earlier, interrupted run started for the same export: same name, same parameters.
 *
 * | its status | adopted |
 * |------------|---------|
 * | active     | yes: it is waited for |
 * | COMPLETED  | while its objects are in the bucket, or nothing was in the range and its own marker says so |
 * | CANCELLED, FAILED | no |
 *
 * Where the bucket cannot be listed a COMPLETED task is not adopted: exporting again loses nothing.
 * @param tasks every task that the service lists.
 */
export async function adoptableTask(
    tasks: readonly Task[],
    inputs: ExportTaskInputs,
    s3: S3Api,
): Promise<Task | undefined> {
    const own = tasks.filter((task) => isTaskOf(inputs, task));
    const active = own.find((task) => phaseOf(task.status) === "active");
    if (active) return active;
    const completed = own
        .filter((task) => phaseOf(task.status) === "completed")
        .sort((a, b) => (b.creationTime ?? 0) - (a.creationTime ?? 0));
    for (const task of completed) {
        if (await hasEvidence(task, inputs, s3)) return task;
    }
    return undefined;
}

async function hasEvidence(task: Task, inputs: ExportTaskInputs, s3: S3Api): Promise<boolean> {
    const evidence = await lookForObjects(s3, { ...inputs, taskId: task.taskId });
    if (evidence.found === "objects") return true;
    if (evidence.found !== "marker") return false;
    // Tasks under one prefix share the marker's key. One that another task wrote says nothing about this one, whose
    // objects may have been deleted since.
    const { creationTime = 0, completionTime = Infinity } = task;
    return evidence.modified >= creationTime - MARKER_SLACK_MS && evidence.modified <= completionTime + MARKER_SLACK_MS;
}

/** All tasks of an account and Region, asked for once: a crash that a look can find happened before this process. */
export class TaskListing {
    private readonly listings = new Map<LogsApi, Promise<Task[]>>();
    private readonly seen = new Map<LogsApi, Task[]>();

    of(logs: LogsApi): Promise<Task[]> {
        let listing = this.listings.get(logs);
        if (!listing) {
            listing = logs.listTasks().catch((error: unknown) => {
                this.listings.delete(logs); // a passing failure is not remembered
                throw error;
            });
            listing.then((tasks) => this.add(logs, ...tasks)).catch(() => undefined);
            this.listings.set(logs, listing);
        }
        return listing;
    }

    /** Those that were listed and those that ended since; asks nothing. */
    known(logs: LogsApi): readonly Task[] {
        return this.seen.get(logs) ?? [];
    }

    add(logs: LogsApi, ...tasks: readonly Task[]): void {
        this.seen.set(logs, [...this.known(logs), ...tasks]);
    }
}
