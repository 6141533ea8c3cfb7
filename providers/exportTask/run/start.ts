import { isNeverSent, said } from "../../aws/errors";
import { type TaskRequest } from "../../aws/logs";
import { SLOT_STATUSES, type Task } from "../../aws/task";
import { DAY_MS } from "../../durations";
import { isGrantInPlace } from "../diagnosis/policies";
import { type Answer, answerOf, explainRefusal, isMissingGrant } from "../diagnosis/refusal";
import { type ExportTaskInputs } from "../inputs";
import { type Predecessor } from "../outputs";
import { forecastOf } from "../progress/remainingTime";
import { assertSettled } from "../settleTime";
import { isTaskOf, taskNameOf } from "../taskName";
import { cancelTask } from "./cancel";
import { contentsOf } from "./contents";
import { assertEngineAlive, type ExportContext } from "./context";
import { locate, type Located } from "./locate";
import { RecentStarts } from "./recentStarts";
import { waitForTask } from "./wait";

/** A new bucket policy may take a while to reach every server of S3 and of CloudWatch Logs. */
const PROPAGATION_MS = 60_000;
/** A policy that lacks the grant may be an old one; S3 shows the new one within seconds. */
const STALE_POLICY_MS = 20_000;
export const SLOT_PATIENCE_MS = 7 * DAY_MS;
const LONGEST_WAIT_MS = 15_000;

export type Started =
    | Extract<Located, { found: "whole" }>
    /** Found, or started right now. */
    | { readonly found: "active" | "started"; readonly task: Task };

/**
 * Starts the export's task, however long the slot is taken by somebody else, and never a second time: whenever a task
 * may have been started unnoticed, by a lost answer, a killed process or another stack, it is looked for first.
 * @param from where the exported range begins, which may be earlier than declared.
 */
export async function startTask(context: ExportContext, from: number): Promise<Started> {
    const { aws, clock, inputs, tasks } = context;
    assertSettled(inputs, aws);
    const request = requestOf(inputs, from);
    const starts = new RecentStarts(context);
    let failingSince: Partial<Record<Answer, number>> = {};
    for (let attempt = 0; ; attempt++) {
        const earlier = await findEarlier(context, starts, attempt);
        if (earlier) return earlier;
        await assertEngineAlive(context); // last, because the search can take minutes
        const calledAt = aws.time();
        try {
            const task = taskOf(request, await aws.logs.startTask(request), Math.floor(aws.time()));
            tasks.note(task);
            return { found: "started", task };
        } catch (error) {
            const answer = answerOf(error);
            const since = (failingSince[answer] ??= clock.now());
            if (answer === "slot taken") {
                failingSince = { [answer]: since }; // a proper answer: what failed before has passed
            }
            if (answer === "none" && !isNeverSent(error)) starts.lost(calledAt);
            if (answer === "refused" || clock.now() - since > (await patienceFor(answer, error, context))) {
                throw await explainRefusal(error, { ...context, aws: context.awsOnce });
            }
            if (answer !== "slot taken") {
                await passTime(context, answer, error, attempt);
                continue;
            }
            const holder = await findHolder(context);
            if (holder && isTaskOf(inputs, holder)) return { found: "active", task: holder };
            if (holder && (holder.creationTime ?? Infinity) <= calledAt) starts.refused(calledAt, holder);
            await waitForSlot(context, holder, since);
        }
    }
}

async function findEarlier(
    context: ExportContext,
    starts: RecentStarts,
    attempt: number,
): Promise<Started | undefined> {
    if (!(await starts.mayBeUnnoticed(attempt))) return undefined;
    const located = await locate(context);
    return located.found === "active" || located.found === "whole" ? located : undefined;
}

/** How long a refusal of this kind may go on before it is final. */
async function patienceFor(answer: Answer, error: unknown, context: ExportContext): Promise<number> {
    if (answer === "slot taken") return SLOT_PATIENCE_MS;
    if (!(error instanceof Error && isMissingGrant(error))) return context.inputs.retryTimeoutSeconds * 1000;
    return (await isGrantInPlace({ ...context, aws: context.awsOnce })) ? PROPAGATION_MS : STALE_POLICY_MS;
}

async function passTime({ clock, progress }: ExportContext, answer: Answer, error: unknown, attempt: number) {
    const text =
        answer === "none"
            ? `no answer, checking whether the task was started: ${said(error)}`
            : `not accepted yet, trying again: ${said(error)}`;
    progress.report({ phase: "note", text });
    await clock.sleep(Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** Math.min(attempt, 10)));
}

function requestOf(inputs: ExportTaskInputs, from: number): TaskRequest {
    const { logGroupName, logStreamNamePrefix, to, destination, destinationPrefix } = inputs;
    const taskName = taskNameOf(inputs);
    return { taskName, logGroupName, logStreamNamePrefix, from, to, destination, destinationPrefix };
}

const taskOf = (request: TaskRequest, taskId: string, creationTime: number): Task => ({
    ...request,
    taskId,
    status: "PENDING",
    creationTime,
});

/** Waits until the active task ends. */
async function waitForSlot(context: ExportContext, holder: Task | undefined, began: number): Promise<void> {
    const { aws, clock, progress, tasks, replaced } = context;
    if (!holder) {
        // It ended between the refusal and the look, or it is not listed yet.
        progress.report({ phase: "note", text: "the export slot is taken by a task that the service does not list" });
        await clock.sleep(Math.min(LONGEST_WAIT_MS, 1_000 + (clock.now() - began) / 10));
        return;
    }
    const obsolete = replaced.find(({ taskId }) => taskId === holder.taskId);
    if (obsolete) await cancelObsolete(context, obsolete);
    await waitForTask(holder.taskId, {
        find: (taskId) => tasks.find(aws.logs, taskId),
        clock,
        time: () => aws.time(),
        timeoutMs: SLOT_PATIENCE_MS,
        onLook: async ({ taskId, taskName, logGroupName, status, ...range }, ageMs) => {
            await assertEngineAlive(context);
            progress.report({
                phase: "slotTaken",
                elapsedMs: clock.now() - began,
                task: { taskId, taskName, logGroupName, status, ageMs },
                forecast: forecastOf({ logGroupName, ...range }, ageMs, tasks.known()),
            });
        },
    });
}

/** The task of a replaced declaration, unless another resource relies on it: waiting for it would be in vain. */
async function cancelObsolete(context: ExportContext, obsolete: Predecessor): Promise<void> {
    const { owners } = await contentsOf(context.aws.s3, obsolete).catch(() => ({ owners: ["unknown"] }));
    if (owners.every((owner) => owner === obsolete.owner)) await cancelTask(context, obsolete.taskId);
}

async function findHolder({ aws, tasks }: ExportContext): Promise<Task | undefined> {
    for (const status of SLOT_STATUSES) {
        const [holder] = await aws.logs.listTasks(status);
        if (!holder) continue;
        tasks.note(holder);
        return holder;
    }
    return undefined;
}
