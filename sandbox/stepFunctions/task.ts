import type { TaskState } from "./definition";
import { StateError } from "./errors";
import { checkSize } from "./expressions";
import type { Json } from "./json";
import { parseResource } from "./resource";
import type { Visit } from "./visit";

/** Calls a service once. A call that was sent takes effect even if the state no longer waits for it. */
export async function runTask(visit: Visit, state: TaskState): Promise<Json> {
    const resource = parseResource(state.Resource);
    const parameters = state.Arguments === undefined ? {} : await visit.evaluate("Arguments", state.Arguments);
    const timeout = await timeoutOf(visit, state);
    const details = { resource: resource.action, resourceType: resource.type };
    visit.record("TaskScheduled", { ...details, parameters });
    visit.record("TaskStarted", details);
    try {
        const { roleArn } = visit.execution.machine;
        const answer = visit.runtime.call({ resource, parameters, roleArn, execution: visit.execution });
        const output = await inTime(visit, answer, timeout);
        checkSize(output, "The task's result");
        visit.record("TaskSucceeded", { ...details, output });
        return output;
    } catch (error) {
        if (!(error instanceof StateError)) throw error;
        if (error.error === "States.Runtime") throw visit.withLocation(error);
        const type = error.error === "States.Timeout" ? "TaskTimedOut" : "TaskFailed";
        visit.record(type, { ...details, error: error.error, cause: error.cause });
        throw error;
    }
}

async function timeoutOf(visit: Visit, { TimeoutSeconds }: TaskState): Promise<number | undefined> {
    if (TimeoutSeconds === undefined) return undefined;
    const seconds = (await visit.evaluate("TimeoutSeconds", TimeoutSeconds, {}, "integer")) as number;
    if (seconds < 1 || seconds > 99_999_999) {
        const cause = `The value of the field 'TimeoutSeconds' is ${seconds}; expected 1 to 99999999.`;
        throw visit.withLocation(new StateError("States.QueryEvaluationError", cause), "TimeoutSeconds");
    }
    return seconds;
}

function inTime(visit: Visit, answer: Promise<Json>, seconds: number | undefined): Promise<Json> {
    if (seconds === undefined) return visit.cancellation.race(answer);
    const { clock } = visit.runtime;
    let stop!: () => void;
    const late = new Promise<never>((_, reject) => {
        const expire = (): void => reject(new StateError("States.Timeout", ""));
        stop = clock.at(clock.now() + seconds * 1000, expire);
    });
    answer.catch(() => undefined); // it may fail after the timeout
    return visit.cancellation.race(Promise.race([answer, late])).finally(stop);
}
