import { explained } from "../../aws/denial";
import { isAccessDenied } from "../../aws/errors";
import { phaseOf, type Task } from "../../aws/task";
import { diagnose } from "../diagnosis/diagnosis";
import { SERVICE_TIMEOUT_SECONDS } from "../inputs";
import { type ExportTaskOutputs } from "../outputs";
import { type Contents, contentsOf, holdsAsMuch } from "./contents";
import { type ExportContext } from "./context";
import { evidenceIn } from "./evidence";
import { judge } from "./judge";
import { findMarker, type Place, uriOf } from "./objects";
import { sign } from "./sign";
import { RESTART, RESUME, UnfinishedExport, unverifiedOutputs } from "./unfinished";

/** The clocks of the two services may differ a little. */
const MARKER_SLACK_MS = 5_000;

/** Somebody else who had begun to delete the objects sees the manifest and stops; that takes a moment. */
const LOOKS_AFTER_SIGNING_MS = [0, 1_000, 2_000, 4_000, 8_000];

/**
 * Believes COMPLETED only after a listing of the bucket; FAILED and CANCELLED never pass for success.
 * @param task one that was watched to its end.
 * @param isWitnessed whether this process saw it run: only then no objects can mean that the range is empty.
 * @returns undefined if the objects were deleted meanwhile: the export must be run again.
 */
export async function verify(
    context: ExportContext,
    task: Task,
    isWitnessed: boolean,
): Promise<ExportTaskOutputs | undefined> {
    const { inputs, aws } = context;
    const outputs = unverifiedOutputs(context, task);
    if (phaseOf(task.status) === "ended") {
        const isServiceFailure = task.status === "FAILED" && !isServiceTimeout(task);
        throw new UnfinishedExport(explainEnd(task, inputs.logGroupName), outputs, { isServiceFailure });
    }
    const place: Place = { ...inputs, taskId: task.taskId };
    try {
        const contents = await contentsOf(aws.s3, place);
        const verdict = judge(contents, await evidenceIn(aws.s3, place, contents, context.owner));
        if (verdict === "empty or emptied") {
            if (!isWitnessed) return undefined;
            const marker = await findMarker(aws.s3, place);
            if (!marker || marker.modified < (task.creationTime ?? 0) - MARKER_SLACK_MS) {
                throw new UnfinishedExport(
                    `Export task ${task.taskId} is COMPLETED, but there is neither an object under ${uriOf(place)} nor the ` +
                        `marker that the service writes first. ${RESTART}`,
                    outputs,
                );
            }
        } else if (verdict !== "whole") return undefined;
        return await vouchFor(context, task, contents);
    } catch (error) {
        if (error instanceof UnfinishedExport) throw error;
        if (isAccessDenied(error)) return unseen(context, task, explained(error));
        throw new UnfinishedExport(
            `Export task ${task.taskId} is COMPLETED, but its objects could not be verified: ${explained(error)} ${RESUME}`,
            outputs,
            { cause: error },
        );
    }
}

/**
 * Becomes an owner of the objects, and makes sure that nobody deleted them before that was to be seen: a deletion marks
 * the folder first and then looks for owners, so one of the two sees the other.
 */
export async function vouchFor(
    context: ExportContext,
    task: Task,
    contents: Contents,
): Promise<ExportTaskOutputs | undefined> {
    const { inputs, aws, clock, progress } = context;
    const place: Place = { ...inputs, taskId: task.taskId };
    const isMarked = await sign(context, place, task, contents);
    if (!isMarked) context.unmarkedOwners.add(task.taskId, context.owner);
    if (isMarked) {
        let after: Contents | undefined;
        for (const delay of LOOKS_AFTER_SIGNING_MS) {
            if (delay > 0) await clock.sleep(delay);
            after = await contentsOf(aws.s3, place);
            if (!after.isDeleting) break;
        }
        const isThere = after && !after.isDeleting && after.owners.includes(context.owner);
        if (!isThere || !holdsAsMuch(after!, contents)) return undefined;
    }
    const { objectCount, byteCount } = contents;
    // Others delete what they see no mark on; who deletes needs the permission to write one anyway.
    const isAtRisk = inputs.removalPolicy === "delete" || contents.owners.some((owner) => owner !== context.owner);
    const unmarked = (!isMarked && isAtRisk) || undefined;
    const outputs = { ...unverifiedOutputs(context, task), objectCount, byteCount, verified: true, unmarked };
    if (objectCount === 0) {
        progress.warn(
            `Export task ${task.taskId} of log group ${inputs.logGroupName} is completed, and there was nothing in the range. ` +
                ((await diagnose("range", { ...context, aws: context.awsOnce })) ??
                    "Check the range and logStreamNamePrefix if you expected data."),
        );
        return { ...outputs, statusMessage: "Completed, nothing in range" };
    }
    progress.report({
        phase: "verified",
        elapsedMs: (task.completionTime ?? 0) - (task.creationTime ?? task.completionTime ?? 0),
        written: { objectCount, byteCount },
    });
    return outputs;
}

/** The record of a COMPLETED export whose objects may not be listed; the next `up` tries again, and relies on them. */
export async function unseen(context: ExportContext, task: Task, why: string): Promise<ExportTaskOutputs> {
    const place: Place = { ...context.inputs, taskId: task.taskId };
    warnOfUnseen(context, place, why);
    await sign(context, place, task);
    return unverifiedOutputs(context, task);
}

export function warnOfUnseen({ progress }: Pick<ExportContext, "progress">, place: Place, why: string): void {
    progress.warn(
        `The objects under ${uriOf(place)} could not be listed, so the export is not verified: ${why} ` +
            "The next `pulumi up` verifies it.",
    );
}

function isServiceTimeout({ creationTime = Infinity, completionTime = 0, statusMessage = "" }: Task): boolean {
    const ranForMs = completionTime - creationTime;
    return ranForMs >= (SERVICE_TIMEOUT_SECONDS - 300) * 1000 || /tim(ed|e) ?out/i.test(statusMessage);
}

function explainEnd(task: Task, logGroupName: string): string {
    const said = task.statusMessage ? `: ${task.statusMessage}` : " without a message";
    const advice =
        task.status === "CANCELLED"
            ? "Somebody cancelled it."
            : isServiceTimeout(task)
              ? "The service stops a task after 24 hours: split the range (splitBy, or several timeRanges)."
              : "Objects that it wrote are removed once the export is complete.";
    return `Export task ${task.taskId} of log group ${logGroupName} is ${task.status}${said}. ${advice} ${RESTART}`;
}
