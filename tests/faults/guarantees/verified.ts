import type { ExportTask } from "../../../sandbox/aws/logs/exportTask";
import { statusOf } from "../../../sandbox/aws/logs/exportTask";
import { nameOf } from "../../../sandbox/engine/urn";
import { currentKeys, folderAt, isData } from "../bucketView";
import type { History } from "../history/history";
import { exportOf } from "../history/recordedExport";
import type { StateRecord } from "../stateRecord";

/** A verified export contains exactly the events that were available. */
export function checkVerified(history: History, record: StateRecord, isAtRest = false): string[] {
    const said = exportOf(record);
    const { taskId } = said;
    const claim = (what: string) => `${nameOf(record.urn)} says verified (task ${taskId || "none"}), but ${what}`;
    if (taskId === "") return [];
    const task = history.tasks().find((one) => one.taskId === taskId);
    if (!task) return [claim("the service knows no such task")];
    if (said.status !== "COMPLETED") return [claim(`its status in the state is ${said.status}`)];
    const { code } = statusOf(task);
    if (code !== "COMPLETED") return [claim(`the task is ${code}`)];
    if (task.logGroupName !== said.logGroupName || task.from > said.from || task.to < said.to) {
        return [claim("the task exported something else")];
    }
    // The state does not show later changes to the objects, by users or by an unfinished deletion.
    const { verifiedAt = 0, found = [] } = history.observed(record) ?? {};
    if ((history.deletedByHandAt(taskId) ?? -1) >= verifiedAt) return [];
    if (!isAtRest && (history.deletedAt(taskId) ?? -1) >= verifiedAt) return [];
    const { least, most } = availableEvents(history, task);
    const present = new Set(found);
    const missing = least.filter((message) => !present.has(message));
    const strange = found.filter((message) => !most.has(message));
    const problems: string[] = [];
    if (missing.length > 0) problems.push(claim(`${missing.length} events of ${least.length} are not there`));
    if (strange.length > 0) problems.push(claim(`${strange.length} events are not of its range`));
    if (present.size < found.length) problems.push(claim(`${found.length - present.size} events are there twice`));
    const objects = currentKeys(history.aws.world, folderAt(said.uri)).filter(isData).length;
    if (said.objectCount !== undefined && said.objectCount !== objects) {
        problems.push(claim(`it counts ${said.objectCount} objects, and there are ${objects}`));
    }
    return problems;
}

/** The events that a task must contain (present from its creation to its end), and those that it may contain. */
function availableEvents(history: History, task: ExportTask): { least: string[]; most: Set<string> } {
    const group = history.group(task.logGroupName);
    if (!group) return { least: [], most: new Set() };
    const oldestKept = history.oldestKept(group.name, statusOf(task).at);
    const inRange = [...group.events.map((event) => ({ ...event, arrivesAt: 0 })), ...group.late].filter(
        ({ stream, timestamp }) =>
            stream.startsWith(task.logStreamNamePrefix ?? "") && timestamp >= task.from && timestamp < task.to,
    );
    const least = inRange.filter(
        ({ timestamp, arrivesAt }) => arrivesAt <= task.creationTime && timestamp >= oldestKept,
    );
    return {
        least: least.map(({ message }) => message),
        most: new Set(inRange.map(({ message }) => message)),
    };
}
