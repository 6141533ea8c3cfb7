import { type Forecast } from "./report";
import { phaseOf, type Task } from "../../aws/task";

/** Ranges of one day, or of one month, may differ by this much: 28 to 31 days, 23 to 25 hours. */
const LIKENESS = 0.12;
const MOST = 5;

/**
 * How long a task is likely to continue: the median of what the last completed tasks of its log group took whose ranges were
 * as long. The service says nothing about the end, and the log group's stored bytes say little about one range. Without
 * such a task, or if they took less time than this one already has, there is no forecast.
 * @param tasks those that the service listed, and those that ended since.
 */
export function forecastOf(
    export_: Pick<Task, "logGroupName" | "from" | "to">,
    ageMs: number,
    tasks: readonly Task[],
): Forecast | undefined {
    const length = lengthOf(export_);
    if (length === undefined) return undefined;
    const times = tasks
        .filter((task) => task.logGroupName === export_.logGroupName && phaseOf(task.status) === "completed")
        .filter((task) => Math.abs((lengthOf(task) ?? Infinity) / length - 1) <= LIKENESS)
        .flatMap(({ creationTime: start, completionTime: end }) =>
            start !== undefined && end !== undefined && end >= start ? [{ end, took: end - start }] : [],
        )
        .sort((a, b) => b.end - a.end)
        .slice(0, MOST)
        .map(({ took }) => took)
        .sort((a, b) => a - b);
    if (times.length === 0) return undefined;
    const toGoMs = (times[Math.floor((times.length - 1) / 2)] + times[Math.floor(times.length / 2)]) / 2 - ageMs;
    return toGoMs > 0 ? { toGoMs: Math.round(toGoMs), basedOn: times.length } : undefined;
}

function lengthOf({ from, to }: Pick<Task, "from" | "to">): number | undefined {
    return from !== undefined && to !== undefined && to > from ? to - from : undefined;
}
