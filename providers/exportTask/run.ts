import { adoptableTask, TaskListing } from "./adopt";
import { leaveClaim } from "./claim";
import { diagnose } from "./diagnosis";
import { isExpiredCredentials } from "./errors";
import { SERVICE_TIMEOUT_SECONDS } from "./inputs";
import { Evidence, lookForObjects, Place, uriOf } from "./objects";
import { ExportTaskOutputs } from "./outputs";
import { formatDuration } from "./progress";
import { withSlot } from "./slot";
import { assertEngineAlive, ExportContext, startTask } from "./start";
import { phaseOf, Task } from "./status";
import { waitForTask } from "./wait";

/** An export that is not (yet) what was declared. What is known of it is recorded, and the next `up` goes on from there. */
export class UnfinishedExport extends Error {
    constructor(
        message: string,
        readonly outputs: ExportTaskOutputs,
        options?: ErrorOptions,
    ) {
        super(message, options);
    }
}

/** Adopts or starts the task when the slot is free, waits for its end and verifies it. */
export async function runExport(
    context: ExportContext,
    listing: TaskListing,
    claim: string,
): Promise<ExportTaskOutputs> {
    const { inputs, aws, progress } = context;
    const { account } = await aws.caller();
    const onPosition = (ahead: number) =>
        progress.status(`waiting for the slot: ${ahead} of this program's exports ahead`);
    const task = await withSlot(`${account}/${inputs.region}`, onPosition, async () => {
        const earlier = await adoptableTask(await listing.of(aws.logs), inputs, aws.s3);
        if (earlier) {
            await leaveClaim(aws.s3, { ...inputs, taskId: earlier.taskId }, claim);
            progress.status(`going on with task ${earlier.taskId}, which an earlier run started`);
            return watch(context, earlier, claim);
        }
        const taskId = await startTask(context);
        return watch(context, { taskId, status: "PENDING", creationTime: context.clock.now() }, claim);
    });
    return verify(context, task, claim);
}

/** Waits for a recorded task's end and verifies it; undefined where the export has to be started anew. */
export async function resumeExport(
    context: ExportContext,
    recorded: Task,
    claim: string,
): Promise<ExportTaskOutputs | undefined> {
    const found = await context.aws.logs.findTask(recorded.taskId);
    // A task that is no longer listed keeps its last known state: unless it was completed nobody can vouch for it.
    const task = found ?? recorded;
    const phase = phaseOf(task.status);
    if (phase === "ended" || (phase === "active" && !found)) return undefined;
    if (phase === "active") return verify(context, await watch(context, task, claim), claim);
    const outputs = await verify(context, task, claim).catch((error: unknown) => {
        // Looked for once before, and found neither then nor now.
        const isHollow = error instanceof UnfinishedExport && recorded.status === "COMPLETED";
        if (!isHollow || error.cause) throw error;
    });
    return outputs ?? undefined;
}

/** Waits until the task ends, unless the program asked not to. */
async function watch(context: ExportContext, task: Task, claim: string): Promise<Task> {
    const { inputs, aws, clock, progress } = context;
    if (!inputs.waitForCompletion || phaseOf(task.status) !== "active") return task;
    let known = task;
    const unfinished = (message: string, cause?: unknown) =>
        new UnfinishedExport(message, outputsOf(context, known, claim), { cause });
    try {
        const result = await waitForTask(task.taskId, {
            find: (taskId) => aws.logs.findTask(taskId),
            clock,
            timeoutMs: inputs.timeoutSeconds * 1000,
            onLook: async (now, age) => {
                known = now;
                await assertEngineAlive(context);
                progress.status(`${now.status} for ${formatDuration(age)} (task ${now.taskId})`);
            },
        });
        if ("ended" in result) return result.ended;
        if ("lost" in result) throw unfinished(`The service no longer lists export task ${task.taskId}. ${RESUME}`);
        throw unfinished(
            `Export task ${task.taskId} is still ${result.timedOut.status} after ${inputs.timeoutSeconds} s ` +
                `(timeoutSeconds); it goes on in AWS. ${RESUME}`,
        );
    } catch (error) {
        if (error instanceof UnfinishedExport) throw error;
        const { name, message } = error as Error;
        const advice = isExpiredCredentials(name) ? "The credentials expired: renew them." : "";
        throw unfinished(
            `Lost sight of export task ${task.taskId}, which may go on in AWS: ${message} (${name}). ${advice} ${RESUME}`,
            error,
        );
    }
}

const RESUME = "The next `pulumi up` looks at the task again and goes on with it.";
const ANEW = "The next `pulumi up` starts it anew.";

/** Believes COMPLETED only after looking into the bucket; FAILED and CANCELLED never pass for success. */
export async function verify(context: ExportContext, task: Task, claim: string): Promise<ExportTaskOutputs> {
    const { inputs, progress } = context;
    if (phaseOf(task.status) === "active") return outputsOf(context, task, claim); // waitForCompletion: false
    if (phaseOf(task.status) === "ended") {
        throw new UnfinishedExport(explainEnd(task, inputs.logGroupName), outputsOf(context, task, claim));
    }
    const place: Place = { ...inputs, taskId: task.taskId };
    let evidence: Evidence;
    try {
        evidence = await lookForObjects(context.aws.s3, place);
    } catch (error) {
        const { name, message } = error as Error;
        throw new UnfinishedExport(
            `Export task ${task.taskId} is COMPLETED, but its objects could not be listed: ${message} (${name}). ${RESUME}`,
            { ...outputsOf(context, task, claim), objectCount: 0 },
            { cause: error },
        );
    }
    const outputs = { ...outputsOf(context, task, claim), ...countsOf(evidence) };
    switch (evidence.found) {
        case "nothing":
            throw new UnfinishedExport(
                `Export task ${task.taskId} is COMPLETED, but there is neither an object under ${uriOf(place)} nor the ` +
                    `marker that the service writes first. If something removed them, export again with changed triggers. ${RESUME}`,
                outputs,
            );
        case "marker":
            progress.warn(
                `Export task ${task.taskId} of log group ${inputs.logGroupName} is completed, and there was nothing in the range. ` +
                    ((await diagnose("range", context)) ??
                        "Check the range and logStreamNamePrefix if you expected data."),
            );
            return { ...outputs, statusMessage: "Completed, nothing in the range" };
        case "denied":
            progress.warn(
                `The objects under ${uriOf(place)} could not be listed, so the export is not verified: ${evidence.why}. ` +
                    "Grant the caller s3:ListBucket on the bucket.",
            );
            return outputs;
        case "objects":
            progress.status(`verified: ${evidence.objectCount} objects, ${evidence.byteCount} bytes`);
            return outputs;
    }
}

function countsOf(evidence: Evidence): Pick<ExportTaskOutputs, "objectCount" | "byteCount" | "verified"> {
    switch (evidence.found) {
        case "objects":
            return { objectCount: evidence.objectCount, byteCount: evidence.byteCount, verified: true };
        case "marker":
            return { objectCount: 0, byteCount: 0, verified: true };
        case "nothing":
            return { objectCount: 0, byteCount: 0, verified: false };
        case "denied":
            return { verified: false };
    }
}

export function outputsOf({ inputs }: Pick<ExportContext, "inputs">, task: Task, claim: string): ExportTaskOutputs {
    return {
        taskId: task.taskId,
        status: task.status,
        statusMessage: task.statusMessage,
        creationTime: task.creationTime,
        completionTime: task.completionTime,
        uri: uriOf({ ...inputs, taskId: task.taskId }),
        verified: false,
        claim,
    };
}

function explainEnd(task: Task, logGroupName: string): string {
    const said = task.statusMessage ? `: ${task.statusMessage}` : " without a message";
    const ranForMs = (task.completionTime ?? 0) - (task.creationTime ?? Infinity);
    const isServiceTimeout =
        ranForMs >= (SERVICE_TIMEOUT_SECONDS - 300) * 1000 || /tim(ed|e) ?out/i.test(task.statusMessage ?? "");
    const advice =
        task.status === "CANCELLED"
            ? "Somebody cancelled it."
            : isServiceTimeout
              ? "The service stops a task after 24 hours: split the range (splitBy, or several timeRanges)."
              : "Objects that it wrote before may lie under its task ID; they are part of no export.";
    return `Export task ${task.taskId} of log group ${logGroupName} is ${task.status}${said}. ${advice} ${ANEW}`;
}
