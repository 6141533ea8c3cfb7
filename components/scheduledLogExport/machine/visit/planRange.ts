import { isTimeZoneDataCurrent, timeZoneDataExpiredMessage } from "../calendar";
import { writeCheckpoint } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { nextRange, nextTask } from "../ranges";
import { choice, code, jsonata, pass, type State } from "../statesLanguage";
import { problem, REPORT_FAILURE, REREAD_CHECKPOINT } from "./errors";
import { MAX_EVENTS_PER_VISIT, MAX_EXPORTS_PER_VISIT } from "./limits";
import { countEvents, INITIAL_START } from "./variables";

/** The next range of the group, if one is due. */
export function planRange(plan: MachinePlan): Record<string, State> {
    return {
        PlanRange: pass({ nextRange: jsonata`${nextRange(plan)}`, ...countEvents(4) }, "IsRangeDue"),
        IsRangeDue: choice(
            [
                ...(plan.clock.knownUntil === undefined
                    ? []
                    : [
                          [
                              jsonata`$not(${isTimeZoneDataCurrent(plan)})`,
                              "ReportFailure",
                              problem("TimeZoneDataExpired", timeZoneDataExpiredMessage(plan)),
                          ] as const,
                      ]),
                [jsonata`$not($nextRange.isDue)`, "GroupDone"],
                [jsonata`$nextRange.isIdle and $idleTo >= $nextRange.latest`, "GroupDone"],
                [jsonata`$nextRange.isIdle`, "RecordIdlePeriod"],
                [jsonata`$refusedUntil > $millis()`, "GroupNotExportable"],
                [
                    jsonata`$exported >= ${MAX_EXPORTS_PER_VISIT} or $events > ${MAX_EVENTS_PER_VISIT}`,
                    "GroupUnfinished",
                ],
            ],
            "RecordPlannedTask",
        ),
        RecordIdlePeriod: writeCheckpoint(
            plan,
            { idleTo: code`$nextRange.latest` },
            {},
            "GroupDone",
            REREAD_CHECKPOINT,
            REPORT_FAILURE,
        ),
        // The task is recorded before it is started, so that a run that is stopped in between can be resumed.
        RecordPlannedTask: writeCheckpoint(
            plan,
            { task: nextTask(plan), refusedUntil: 0 },
            {
                plannedRevision: jsonata`$revision + 1`,
                ...INITIAL_START,
                ...countEvents(8),
            },
            "StartTask",
            REREAD_CHECKPOINT,
            REPORT_FAILURE,
        ),
    };
}
