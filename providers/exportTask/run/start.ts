import { adoptableTask, type TaskListing } from "./adopt";
import { assertEngineAlive, type ExportContext } from "./context";
import { isGrantInPlace } from "../diagnosis/diagnosis";
import { answerOf, explainRefusal, isMissingGrant } from "../diagnosis/refusal";
import { forecastOf } from "../progress/remainingTime";
import { type ExportTaskInputs } from "../inputs";
import { DAY_MS } from "../../durations";
import { type TaskRequest } from "../../aws/logs";
import { SLOT_STATUSES, type Task } from "../../aws/task";
import { isTaskOf, taskNameOf } from "../taskName";
import { waitForTask } from "./wait";

/** A new bucket policy may take a while to reach every server of S3. */
const PROPAGATION_MS = 60_000;
/** After an answer that never came, the task may be listed late. */
const LOOKS_AFTER_LOST_ANSWER_MS = [1_000, 3_000, 6_000];
const MOST_LOST_ANSWERS = 5;
const SLOT_PATIENCE_MS = 7 * DAY_MS;

/**
 * Starts the export's task, however long the slot is taken by somebody else, and never a second time: whenever it is
 * uncertain whether a call started one, the task is looked for by its name first.
 * @returns the task's ID.
 */
export async function startTask(context: ExportContext, listing: TaskListing): Promise<string> {
    const { aws, clock, inputs } = context;
    const request = requestOf(inputs);
    const began = clock.now();
    let lostAnswers = 0;
    for (let attempt = 0; ; attempt++) {
        await assertEngineAlive(context);
        try {
            return await aws.logs.startTask(request);
        } catch (error) {
            const answer = answerOf(error);
            const waited = clock.now() - began;
            if (answer === "slot taken" && waited < SLOT_PATIENCE_MS) {
                const own = await waitForSlot(context, listing, began);
                if (own) return own.taskId;
            } else if (answer === "none" && ++lostAnswers <= MOST_LOST_ANSWERS) {
                context.progress.report({
                    phase: "note",
                    text: "the service did not answer: looking whether the task was started",
                });
                const own = await lookAfterLostAnswer(context);
                if (own) return own.taskId;
            } else if (answer === "passing" && waited < PROPAGATION_MS && (await mayPass(error, context))) {
                context.progress.report({
                    phase: "note",
                    text: "not accepted yet (a new bucket policy takes a moment): trying again",
                });
                await clock.sleep(Math.min(10_000, 1_000 * 2 ** attempt));
            } else {
                throw await explainRefusal(error, context);
            }
        }
    }
}

/** A grant that is plainly missing does not come by waiting; one that is in the policy may take a moment. */
async function mayPass(error: unknown, context: ExportContext): Promise<boolean> {
    return !(error instanceof Error && isMissingGrant(error)) || isGrantInPlace(context);
}

function requestOf(inputs: ExportTaskInputs): TaskRequest {
    const { logGroupName, logStreamNamePrefix, from, to, destination, destinationPrefix } = inputs;
    const taskName = taskNameOf(inputs);
    return { taskName, logGroupName, logStreamNamePrefix, from, to, destination, destinationPrefix };
}

/** Waits until the active task ends; if it turns out to be this export's own, gives that. */
async function waitForSlot(context: ExportContext, listing: TaskListing, began: number): Promise<Task | undefined> {
    const { aws, clock, inputs, progress } = context;
    const holder = await findHolder(context);
    if (!holder) {
        // It ended between the refusal and the look.
        await clock.sleep(1_000);
        return undefined;
    }
    if (isTaskOf(inputs, holder)) return holder;
    await waitForTask(holder.taskId, {
        find: (taskId) => aws.logs.findTask(taskId),
        clock,
        timeoutMs: SLOT_PATIENCE_MS,
        onLook: async ({ taskId, taskName, logGroupName, status, ...range }, ageMs) => {
            await assertEngineAlive(context);
            progress.report({
                phase: "slotTaken",
                elapsedMs: clock.now() - began,
                task: { taskId, taskName, logGroupName, status, ageMs },
                forecast: forecastOf({ logGroupName, ...range }, ageMs, listing.known(aws.logs)),
            });
        },
    });
    return undefined;
}

async function findHolder({ aws }: ExportContext): Promise<Task | undefined> {
    for (const status of SLOT_STATUSES) {
        const [holder] = await aws.logs.listTasks(status);
        if (holder) return holder;
    }
    return undefined;
}

async function lookAfterLostAnswer({ aws, clock, inputs }: ExportContext): Promise<Task | undefined> {
    for (const delay of LOOKS_AFTER_LOST_ANSWER_MS) {
        await clock.sleep(delay);
        const own = await adoptableTask(await aws.logs.listTasks(), inputs, aws.s3);
        if (own) return own;
    }
    return undefined;
}
