import { clockUnknown, isClockKnown } from "../calendar";
import { checkpointWrite } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { nextRange, nextTask } from "../ranges";
import { choice, code, jsonata, pass, type State } from "../statesLanguage";
import { EVENTS_A_VISIT, EXPORTS_A_VISIT, GAVE_UP, LOOK_AGAIN, problem, spent } from "./limits";

/** The next range of the group, if one is due. */
export function planRange(plan: MachinePlan): Record<string, State> {
    return {
        PlanRange: pass({ next: jsonata`${nextRange(plan)}`, ...spent(4) }, "WhatIsDue"),
        WhatIsDue: choice(
            [
                ...(plan.clock.knownUntil === undefined
                    ? []
                    : [
                          [
                              jsonata`$not(${isClockKnown(plan)})`,
                              "ReportFailure",
                              problem("ClockUnknown", clockUnknown(plan)),
                          ] as const,
                      ]),
                [jsonata`$not($next.isDue)`, "GroupDone"],
                [jsonata`$next.isIdle and $idleTo >= $next.latest`, "GroupDone"],
                [jsonata`$next.isIdle`, "RecordIdle"],
                [jsonata`$exported >= ${EXPORTS_A_VISIT} or $events > ${EVENTS_A_VISIT}`, "MoreToDo"],
            ],
            "OpenTask",
        ),
        RecordIdle: checkpointWrite(plan, { idleTo: code`$next.latest` }, {}, "GroupDone", LOOK_AGAIN, GAVE_UP),
        // What is going to be started is written down first, so that after a stop it is known what to look for.
        OpenTask: checkpointWrite(
            plan,
            { task: nextTask(plan) },
            { opened: jsonata`$revision + 1`, isUncertain: false, refusals: 0, slotPause: 10, ...spent(8) },
            "StartTask",
            LOOK_AGAIN,
            GAVE_UP,
        ),
    };
}
