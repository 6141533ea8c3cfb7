import { nameOf } from "../../../sandbox/engine/urn";
import { HOUR } from "../../support/durations";
import type { History } from "../history/history";
import { DEFAULT_SETTLE_HOURS } from "../history/knownTask";
import { exportOf } from "../history/recordedExport";
import type { StateRecord } from "../stateRecord";

/** No export contains unsettled data, unless the declaration allowed it. */
export function checkSettled(history: History, record: StateRecord): string[] {
    const { taskId, to } = exportOf(record);
    const known = history.knownTask(taskId);
    if (!known) return [];
    const { settleHours = DEFAULT_SETTLE_HOURS } = record.inputs as { settleHours?: number };
    const hours = (known.task.creationTime - to) / HOUR;
    if (hours >= settleHours) return [];
    return [
        `${nameOf(record.urn)} says verified, but its task was created ${hours.toFixed(1)} h after the range, not ${settleHours} h`,
    ];
}
