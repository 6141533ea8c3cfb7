import { nameOf } from "../../aws/errors";
import { MINUTE_MS } from "../../durations";
import { type ExportContext } from "./context";
import { waitForTask } from "./wait";

/** Cancelling takes the service seconds. */
const CANCEL_TIMEOUT_MS = 30 * MINUTE_MS;

/** Cancels a task, and waits until it has ended. */
export async function cancelTask(
    { aws, clock, tasks, progress }: Pick<ExportContext, "aws" | "clock" | "tasks" | "progress">,
    taskId: string,
): Promise<void> {
    try {
        await aws.logs.cancelTask(taskId);
    } catch (error) {
        // Unknown or already finished: nothing is left to cancel.
        if (!["ResourceNotFoundException", "InvalidOperationException"].includes(nameOf(error))) throw error;
    }
    const deadline = clock.now() + CANCEL_TIMEOUT_MS;
    const result = await waitForTask(taskId, {
        find: (id) => tasks.find(aws.logs, id),
        clock,
        time: () => aws.time(),
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
