import { adoptableTask, type TaskListing } from "./adopt";
import { leaveClaim } from "./claim";
import { diagnose } from "../diagnosis/diagnosis";
import { isExpiredCredentials } from "../diagnosis/refusal";
import { forecastOf } from "../progress/remainingTime";
import { countWritten } from "./writtenSoFar";
import { SERVICE_TIMEOUT_SECONDS } from "../inputs";
import { type Evidence, lookForObjects, type Place, uriOf } from "./objects";
import { type ExportTaskOutputs, NO_TASK } from "../outputs";
import { type Progress } from "../progress/progress";
import { type Holder, type Report } from "../progress/report";
import { type OnWait, withSlot } from "./slot";
import { assertEngineAlive, type ExportContext } from "./context";
import { startTask } from "./start";
import { phaseOf, type Task } from "../../aws/task";
import { partOfSeries } from "../series";
import { resourceNameOf } from "../taskName";
import { formatTimestamp } from "../../validation/timestamp";
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
    declared: ExportContext,
    listing: TaskListing,
    claim: string,
): Promise<ExportTaskOutputs> {
    const created = await creationTimeOf(declared);
    const part = partOfSeries(declared.inputs, declared.inputs.series, created);
    if (part === "nothing yet") return nothingYet(declared, created, claim);
    const context = { ...declared, inputs: { ...declared.inputs, ...part } };
    const { inputs, aws, clock, progress } = context;
    if (inputs.from < declared.inputs.from) {
        const text = `begins at ${formatTimestamp(inputs.from)}, for events from before the log group's creation`;
        progress.report({ phase: "note", text });
    }
    const { account } = await aws.caller();
    const began = clock.now();
    const onWait: OnWait = (ahead, holder) =>
        progress.report({ phase: "queued", elapsedMs: clock.now() - began, ahead, holder });
    const task = await withSlot(`${account}/${inputs.region}`, onWait, async (tell) => {
        const inSlot = { ...context, progress: relayToQueue(progress, resourceNameOf(inputs.resourceUrn), tell) };
        const tasks = await listing.of(aws.logs);
        const earlier = await adoptableTask(tasks, inputs, aws.s3);
        if (earlier) {
            await leaveClaim(aws.s3, { ...inputs, taskId: earlier.taskId }, claim);
            const text = `going on with task ${earlier.taskId}, which an earlier run started`;
            inSlot.progress.report({ phase: "note", text });
            return watch(inSlot, listing, earlier, claim);
        }
        const taskId = await startTask(inSlot, listing);
        return watch(inSlot, listing, { taskId, status: "PENDING", creationTime: clock.now() }, claim);
    });
    return verify(context, task, claim);
}

/** Asked for exports of a series only; where the caller may not know, the service says what it thinks of the range. */
async function creationTimeOf({ inputs, aws }: ExportContext): Promise<number | undefined> {
    if (inputs.series === undefined) return undefined;
    return aws.logs.creationTimeOf(inputs.logGroupName).catch(() => undefined);
}

/** The record of an export without a task: the range was over before its log group was created. */
function nothingYet({ inputs, progress }: ExportContext, created = NaN, claim: string): ExportTaskOutputs {
    const statusMessage = `Nothing to export: the log group was created at ${formatTimestamp(created)}`;
    progress.report({ phase: "note", text: statusMessage });
    const uri = `s3://${inputs.destination}/${inputs.destinationPrefix}/`;
    return {
        taskId: NO_TASK,
        status: "COMPLETED",
        statusMessage,
        uri,
        objectCount: 0,
        byteCount: 0,
        verified: true,
        claim,
    };
}

/** What the export that has the slot says of itself, those in line behind it say of it. */
function relayToQueue(progress: Progress, name: string, tell: (holder: Holder) => void): Progress {
    const report = (said: Report) => {
        progress.report(said);
        tell({ name, report: said });
    };
    return { ...progress, report };
}

/** Waits for a recorded task's end and verifies it; undefined where the export has to be started anew. */
export async function resumeExport(
    context: ExportContext,
    listing: TaskListing,
    recorded: Task,
    claim: string,
): Promise<ExportTaskOutputs | undefined> {
    const found = await context.aws.logs.findTask(recorded.taskId);
    // A task that is no longer listed keeps its last known state: unless it was completed nobody can vouch for it.
    const task = found ?? recorded;
    const phase = phaseOf(task.status);
    if (phase === "ended" || (phase === "active" && !found)) return undefined;
    if (phase === "active") return verify(context, await watch(context, listing, task, claim), claim);
    const outputs = await verify(context, task, claim).catch((error: unknown) => {
        // Looked for once before, and found neither then nor now.
        const isHollow = error instanceof UnfinishedExport && recorded.status === "COMPLETED";
        if (!isHollow || error.cause) throw error;
    });
    return outputs ?? undefined;
}

/** Waits until the task ends, unless the program asked not to. */
async function watch(context: ExportContext, listing: TaskListing, task: Task, claim: string): Promise<Task> {
    const { inputs, aws, clock, progress } = context;
    if (!inputs.waitForCompletion || phaseOf(task.status) !== "active") return task;
    let known = task;
    const unfinished = (message: string, cause?: unknown) =>
        new UnfinishedExport(message, outputsOf(context, known, claim), { cause });
    const writtenSoFar = countWritten(aws.s3, { ...inputs, taskId: task.taskId }, clock);
    try {
        const result = await waitForTask(task.taskId, {
            find: (taskId) => aws.logs.findTask(taskId),
            clock,
            timeoutMs: inputs.timeoutSeconds * 1000,
            onLook: async (now, age) => {
                known = now;
                await assertEngineAlive(context);
                const written = now.status === "RUNNING" ? writtenSoFar() : undefined;
                const forecast = inputs.logStreamNamePrefix
                    ? undefined // the service does not list it, and with it a task reads much less
                    : forecastOf(inputs, age, listing.known(aws.logs));
                const { taskId, status } = now;
                progress.report({ phase: "active", taskId, status, elapsedMs: age, written, forecast });
            },
        });
        if ("ended" in result) {
            listing.add(aws.logs, result.ended);
            return result.ended;
        }
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
            progress.report({
                phase: "verified",
                elapsedMs: (task.completionTime ?? 0) - (task.creationTime ?? task.completionTime ?? 0),
                written: { objectCount: evidence.objectCount, byteCount: evidence.byteCount },
            });
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
