import { statusOf } from "../../../sandbox/aws/logs/exportTask";
import { DAY } from "../../support/durations";
import type { History } from "../history/history";
import { exportOf } from "../history/recordedExport";
import type { StateRecord } from "../stateRecord";

/** The parts of a series contain every event once. */
export function checkSeries(history: History): string[] {
    const problems: string[] = [];
    for (const [program, records] of history.records().entries()) {
        const parts = new Map<string, StateRecord[]>();
        for (const record of records) {
            const { series } = record.inputs as { series?: string };
            if (series === undefined) continue;
            const key = `${record.urn.split("::")[3].split("-").slice(0, 2).join("-")} ${exportOf(record).logGroupName} ${series}`;
            parts.set(key, [...(parts.get(key) ?? []), record]);
        }
        for (const [key, members] of parts)
            problems.push(...checkParts(history, `program ${program}: ${key}`, members));
    }
    return problems;
}

function checkParts(history: History, name: string, members: readonly StateRecord[]): string[] {
    const { series = "" } = members[0].inputs as { series?: string };
    const [from, to] = series.split("/").map((time) => Date.parse(time));
    const { logGroupName, logStreamNamePrefix = "" } = exportOf(members[0]);
    const group = history.group(logGroupName);
    const isTouched = members.some((record) => history.deletedByHandAt(exportOf(record).taskId) !== undefined);
    if (!group || isTouched) return [];
    const tasks = members
        .map((record) => history.knownTask(exportOf(record).taskId)?.task)
        .filter((task) => task !== undefined);
    const until = Math.max(0, ...tasks.map((task) => statusOf(task).at));
    const found = members.flatMap((record) => history.found(record));
    const present = new Set(found);
    const missing = group.events.filter(
        ({ stream, timestamp, message }) =>
            stream.startsWith(logStreamNamePrefix) &&
            timestamp >= from &&
            timestamp < to &&
            timestamp >= group.creationTime - 14 * DAY &&
            timestamp >= history.oldestKept(group.name, until) &&
            !present.has(message),
    );
    const problems: string[] = [];
    if (missing.length > 0) problems.push(`${name}: ${missing.length} events are in no part`);
    if (present.size < found.length) problems.push(`${name}: ${found.length - present.size} events are in two parts`);
    return problems;
}
