import type { WaitState } from "./definition";
import { StateError } from "./errors";
import type { Visit } from "./visit";

const longest = 99_999_999;
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
export async function waitUntil(visit: Visit, { Seconds, Timestamp }: WaitState): Promise<void> {
    if (Seconds !== undefined) {
        const seconds = (await visit.evaluate("Seconds", Seconds, {}, "integer")) as number;
        if (seconds < 0 || seconds > longest) throw outside(visit, "Seconds", seconds, `from 0 to ${longest}`);
        return visit.sleep(seconds * 1000);
    }
    const timestamp = (await visit.evaluate("Timestamp", Timestamp ?? "", {}, "string")) as string;
    const time = rfc3339.test(timestamp) ? Date.parse(timestamp) : NaN;
    if (Number.isNaN(time)) throw outside(visit, "Timestamp", timestamp, "a time as in 2026-11-22T01:59:00Z");
    return visit.sleep(Math.max(0, time - visit.runtime.clock.now()));
}

function outside(visit: Visit, field: string, value: string | number, allowed: string): StateError {
    const cause = `The value of the field '${field}' is ${JSON.stringify(value)}; expected ${allowed}.`;
    return visit.withLocation(new StateError("States.QueryEvaluationError", cause), field);
}
