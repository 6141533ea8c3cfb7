import { explained } from "../../aws/denial";
import { isAccessDenied } from "../../aws/errors";
import { phaseOf, type Task } from "../../aws/task";
import { formatTimestamp } from "../../validation/timestamp";
import { SERVICE_TIMEOUT_SECONDS } from "../inputs";
import { type ExportTaskOutputs, NO_TASK } from "../outputs";
import { type Progress } from "../progress/progress";
import { type Holder, type Report } from "../progress/report";
import { partOfSeries } from "../series";
import { isTaskOf } from "../taskName";
import { resourceNameOf } from "../urn";
import { withAttempts } from "./attempts";
import { type ExportContext } from "./context";
import { holdUntilVerified, keepLastCopy } from "./lastCopy";
import { Unreadable } from "./judge";
import { removeLeftovers } from "./leftovers";
import { locate, type Located } from "./locate";
import { uriOf } from "./objects";
import { type OnWait, withSlot } from "./slot";
import { sign } from "./sign";
import { startTask } from "./start";
import { RESUME, UnfinishedExport, unverifiedOutputs } from "./unfinished";
import { unseen, verify, vouchFor } from "./verify";
import { watch, type Watched } from "./watch";

/** Objects that somebody deletes while they are verified are exported again, but not for ever. */
const MOST_ROUNDS = 3;

/**
 * Makes an export what was declared: finds it or starts its task when the slot is free, waits for the end, verifies the
 * objects and becomes an owner of them.
 * @param recorded what the state says of this resource, if it is in the state.
 */
export async function runExport(given: ExportContext, recorded?: ExportTaskOutputs): Promise<ExportTaskOutputs> {
    const { inputs, progress } = given;
    const created = await creationTimeOf(given);
    const context = { ...given, logGroupCreationTime: created };
    const part = partOfSeries(inputs, inputs.series, created);
    if (part === "nothing yet") return nothingYet(context, created);
    if (part.from < inputs.from) {
        const text = `begins at ${formatTimestamp(part.from)}, for events from before the log group's creation`;
        progress.report({ phase: "note", text });
    }
    return withAttempts(context, recorded, (known) => untilVerified(context, part.from, known));
}

/** Finds or runs the export, again if its objects vanish while they are verified. */
async function untilVerified(
    context: ExportContext,
    from: number,
    recorded: ExportTaskOutputs | undefined,
): Promise<ExportTaskOutputs> {
    const { inputs } = context;
    for (let round = 1; ; round++) {
        const located = await locate(context, recorded);
        const leftovers = () => leftoversOf(context, located);
        const outputs = await remembering(leftovers, () => finish(context, located, from, recorded));
        if (outputs) return settled(context, outputs, leftovers());
        if (round === MOST_ROUNDS) {
            throw new Error(
                `The objects of the export of ${inputs.logGroupName} were deleted while they were verified, ${MOST_ROUNDS} times. ` +
                    `Find out what deletes them from s3://${inputs.destination}/${inputs.destinationPrefix}/.`,
            );
        }
    }
}

/** From what was found to a verified export; undefined if it vanished meanwhile. */
async function finish(
    context: ExportContext,
    located: Located,
    from: number,
    recorded: ExportTaskOutputs | undefined,
): Promise<ExportTaskOutputs | undefined> {
    switch (located.found) {
        case "unseen":
            return unseen(context, located.task, located.why);
        case "whole":
            return adoptWhole(context, located);
        case "active": {
            const { task } = located;
            if (task.taskId !== recorded?.taskId) await adoptActive(context, task);
            return conclude(context, await attend(context, task));
        }
        case "absent": {
            const run = await inSlot(context, (inside) => start(inside, from, located.isPerhapsEmpty));
            return "contents" in run ? adoptWhole(context, run) : conclude(context, run);
        }
    }
}

/** Starts the task, unless one that came before in line was the same export. */
async function start(context: ExportContext, from: number, mustWatch: boolean) {
    const located = await locate(context);
    const isThere = located.found === "active" || located.found === "whole";
    const started = isThere ? located : await startTask(context, from);
    if (started.found === "whole") return started;
    if (started.found === "active") await adoptActive(context, started.task);
    const isStarted = started.found === "started";
    return attend(context, started.task, { isStarted, mustWatch: isStarted && mustWatch });
}

interface Attending {
    /** The task was started right now, so it runs. */
    readonly isStarted?: boolean;
    /** Only a run that is watched to its end can say that a range is empty. */
    readonly mustWatch?: boolean;
}

/** Waits for the task's end, unless the program asked not to. */
async function attend(context: ExportContext, task: Task, how: Attending = {}): Promise<Watched> {
    const { isStarted = false, mustWatch = false } = how;
    try {
        if (!context.inputs.waitForCompletion && !mustWatch) return { task, isWitnessed: false };
        // An empty range takes seconds; if it was given up again and again, it would be run for ever.
        const timeoutSeconds = mustWatch ? SERVICE_TIMEOUT_SECONDS : context.inputs.timeoutSeconds;
        const watched = await watch(context, task, timeoutSeconds);
        return { ...watched, isWitnessed: watched.isWitnessed || isStarted };
    } finally {
        if (isStarted && phaseOf(context.tasks.get(task.taskId)?.status ?? task.status) === "active") {
            await markUnfinished(context, task);
        }
    }
}

/** The next `up` resumes the task: another resource that has found it must not cancel it, nor delete what it writes. */
async function markUnfinished(context: ExportContext, task: Task): Promise<void> {
    const place = { ...context.inputs, taskId: task.taskId };
    await sign({ ...context, aws: context.awsOnce }, place, task).catch(() => false);
}

function conclude(context: ExportContext, { task, isWitnessed }: Watched): Promise<ExportTaskOutputs | undefined> {
    // With waitForCompletion: false the next `up` checks how it ended.
    if (phaseOf(task.status) === "active") return Promise.resolve(unverifiedOutputs(context, task));
    return verify(context, task, isWitnessed);
}

/** Becomes an owner at once, so that nobody who relied on the task before cancels it. */
async function adoptActive(context: ExportContext, task: Task): Promise<void> {
    context.progress.report({ phase: "note", text: `resuming task ${task.taskId}, which was started before` });
    await sign(context, { ...context.inputs, taskId: task.taskId }, task);
}

function adoptWhole(context: ExportContext, { task, contents, evidence }: Extract<Located, { found: "whole" }>) {
    const uri = uriOf({ ...context.inputs, taskId: task.taskId });
    context.progress.report({ phase: "note", text: `task ${task.taskId} has exported this already` });
    if (evidence instanceof Unreadable) {
        context.progress.warn(
            `The manifest under ${uri} could not be read, so whether objects were removed since it was written is not known: ` +
                `${evidence.why} Needed only if you must be sure; a manifest that is archived must be restored first.`,
        );
    }
    return vouchFor(context, task, contents);
}

async function inSlot<T>(context: ExportContext, use: (inside: ExportContext) => Promise<T>): Promise<T> {
    const { inputs, account, clock, progress } = context;
    const began = clock.now();
    const onWait: OnWait = (ahead, holder) =>
        progress.report({ phase: "queued", elapsedMs: clock.now() - began, ahead, holder });
    return withSlot(`${account}/${inputs.region}`, onWait, (tell) =>
        use({ ...context, progress: relayToQueue(progress, resourceNameOf(inputs.shortUrn), tell) }),
    );
}

/** What the export that has the slot says of itself, those in line behind it say of it. */
function relayToQueue(progress: Progress, name: string, tell: (holder: Holder) => void): Progress {
    const report = (said: Report) => {
        progress.report(said);
        tell({ name, report: said });
    };
    return { ...progress, report };
}

/** What is left to do when the export is in the bucket, and what is left to do later. */
async function settled(
    context: ExportContext,
    outputs: ExportTaskOutputs,
    earlier: readonly string[],
): Promise<ExportTaskOutputs> {
    const others = earlier.filter((taskId) => taskId !== outputs.taskId);
    const { verified, objectCount = 0, byteCount = 0 } = outputs;
    if (!verified) {
        await holdReplaced(context, outputs);
        return withLeftovers(outputs, others);
    }
    const held = { ...context.inputs, ...outputs, objectCount, byteCount };
    for (const replaced of context.replaced) await keepLastCopy(context, replaced, held);
    const complete = { ...outputs, predecessors: undefined };
    return withLeftovers(complete, await removeLeftovers(context, others, held));
}

async function holdReplaced(context: ExportContext, outputs: ExportTaskOutputs): Promise<void> {
    for (const replaced of context.replaced) {
        if (await holdUntilVerified(context, replaced)) continue;
        throw new UnfinishedExport(
            `The export of ${context.inputs.logGroupName} is not verified yet, and the objects under ${uriOf(replaced)}, which it ` +
                `replaces, could not be marked as still needed, so they would be deleted too early. ${RESUME}`,
            outputs,
        );
    }
}

function withLeftovers(outputs: ExportTaskOutputs, leftovers: readonly string[]): ExportTaskOutputs {
    const others = leftovers.filter((taskId) => taskId !== outputs.taskId);
    return others.length > 0 ? { ...outputs, leftovers: others } : outputs;
}

/** Tasks of the export that did not complete: those found before, and those that failed since. */
function leftoversOf({ tasks, inputs }: ExportContext, { leftovers }: Located): string[] {
    const ended = tasks.known().filter((task) => phaseOf(task.status) === "ended" && isTaskOf(inputs, task));
    return [...new Set([...leftovers, ...ended.map(({ taskId }) => taskId)])];
}

/** An export that stays unfinished does not forget what its earlier tasks left. */
async function remembering<T>(leftovers: () => readonly string[], work: () => Promise<T>): Promise<T> {
    try {
        return await work();
    } catch (error) {
        if (!(error instanceof UnfinishedExport)) throw error;
        throw error.with(withLeftovers(error.outputs, leftovers()));
    }
}

/** Asked for exports of a series only. */
async function creationTimeOf({ inputs, aws, progress }: ExportContext): Promise<number | undefined> {
    if (inputs.series === undefined) return undefined;
    try {
        return await aws.logs.creationTimeOf(inputs.logGroupName);
    } catch (error) {
        if (!isAccessDenied(error)) throw error;
        progress.warn(
            `Whether log group ${inputs.logGroupName} was created within its ranges is not known, so if it was, events from before its ` +
                `creation are not exported: ${explained(error)}`,
        );
        return undefined;
    }
}

/** The record of an export without a task: the range was over before its log group was created. */
function nothingYet({ inputs, progress, owner, account }: ExportContext, created = NaN): ExportTaskOutputs {
    const statusMessage = `Nothing to export: the log group was created at ${formatTimestamp(created)}`;
    progress.report({ phase: "note", text: statusMessage });
    const uri = `s3://${inputs.destination}/${inputs.destinationPrefix}/`;
    const counts = { objectCount: 0, byteCount: 0 };
    return { taskId: NO_TASK, status: "COMPLETED", statusMessage, uri, ...counts, verified: true, owner, account };
}
