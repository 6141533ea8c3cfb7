import { clockUnknownMessage, isClockKnown } from "../calendar";
import { checkpointWrite } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { nextRange, nextTask } from "../ranges";
import { choice, code, jsonata, pass, type State } from "../statesLanguage";
import {
    EVENTS_A_VISIT,
    EXPORTS_A_VISIT,
    INITIAL_START,
    REPORT_FAILURE,
    REREAD_CHECKPOINT,
    problem,
    countEvents,
} from "./limits";

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
                              jsonata`$not(${isClockKnown(plan)})`,
                              "ReportFailure",
                              problem("ClockUnknown", clockUnknownMessage(plan)),
                          ] as const,
                      ]),
                [jsonata`$not($nextRange.isDue)`, "GroupDone"],
                [jsonata`$nextRange.isIdle and $idleTo >= $nextRange.latest`, "GroupDone"],
                [jsonata`$nextRange.isIdle`, "RecordIdlePeriod"],
                [jsonata`$exported >= ${EXPORTS_A_VISIT} or $events > ${EVENTS_A_VISIT}`, "GroupUnfinished"],
            ],
            "RecordPlannedTask",
        ),
        RecordIdlePeriod: checkpointWrite(
            plan,
            { idleTo: code`$nextRange.latest` },
            {},
            "GroupDone",
            REREAD_CHECKPOINT,
            REPORT_FAILURE,
        ),
        // The task is recorded before it is started, so that a run that is stopped in between can be resumed.
        RecordPlannedTask: checkpointWrite(
            plan,
            { task: nextTask(plan) },
            {
                openedRevision: jsonata`$revision + 1`,
                ...INITIAL_START,
                ...countEvents(8),
            },
            "StartTask",
            REREAD_CHECKPOINT,
            REPORT_FAILURE,
        ),
    };
}
