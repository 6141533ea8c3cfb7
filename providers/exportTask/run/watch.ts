import { explained } from "../../aws/denial";
import { phaseOf, type Task } from "../../aws/task";
import { forecastOf } from "../progress/remainingTime";
import { assertEngineAlive, type ExportContext } from "./context";
import { RESUME, UnfinishedExport, unverifiedOutputs } from "./unfinished";
import { waitForTask } from "./wait";
import { countWritten } from "./writtenSoFar";

/** Between the time that AWS's answers show and its own. */
const TIME_SLACK_MS = 2_000;

/** A task, and whether it ended while this process watched; an old listing can show it running long after. */
export interface Watched {
    readonly task: Task;
    readonly isWitnessed: boolean;
}

/** Waits until the task ends, or is as old as that. */
export async function watch(context: ExportContext, task: Task, timeoutSeconds: number): Promise<Watched> {
    const { inputs, aws, clock, progress, tasks } = context;
    if (phaseOf(task.status) !== "active") return { task, isWitnessed: false };
    let known = task;
    const joinedAt = aws.time() + TIME_SLACK_MS;
    const unfinished = (message: string, cause?: unknown) =>
        new UnfinishedExport(message, unverifiedOutputs(context, known), { cause });
    const writtenSoFar = countWritten(context.awsOnce.s3, { ...inputs, taskId: task.taskId }, clock);
    try {
        const result = await waitForTask(task.taskId, {
            find: (taskId) => tasks.find(aws.logs, taskId),
            clock,
            time: () => aws.time(),
            timeoutMs: timeoutSeconds * 1000,
            onLook: async (now, age) => {
                known = now;
                await assertEngineAlive(context);
                const written = now.status === "RUNNING" ? writtenSoFar() : undefined;
                const forecast = inputs.logStreamNamePrefix
                    ? undefined // the service does not list it, and with it a task reads much less
                    : forecastOf(inputs, age, tasks.known());
                const { taskId, status } = now;
                progress.report({ phase: "active", taskId, status, elapsedMs: age, written, forecast });
            },
        });
        if ("ended" in result) {
            return { task: result.ended, isWitnessed: (result.ended.completionTime ?? 0) >= joinedAt };
        }
        if ("lost" in result) throw unfinished(`The service no longer lists export task ${task.taskId}. ${RESUME}`);
        throw unfinished(
            `Export task ${task.taskId} is still ${result.timedOut.status} after ${timeoutSeconds} s ` +
                `(timeoutSeconds); it continues to run in AWS. ${RESUME}`,
        );
    } catch (error) {
        if (error instanceof UnfinishedExport) throw error;
        throw unfinished(
            `Export task ${task.taskId} can no longer be watched, and may continue to run in AWS: ${explained(error)} ${RESUME}`,
            error,
        );
    }
}
