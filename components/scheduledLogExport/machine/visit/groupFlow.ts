import { type MachinePlan } from "../plan";
import { type Flow } from "../statesLanguage";
import { adoptTask } from "./adoptTask";
import { endVisit } from "./endVisit";
import { lookAtGroup } from "./describeGroup";
import { planRange } from "./planRange";
import { startTask } from "./startTask";
import { verifyTask } from "./verifyTask";
import { waitForTask } from "./waitForTask";

/**
 * One visit to one log group. All that has to outlive it stands in the group's checkpoint, and every write to that is
 * conditional on its revision: whoever finds it changed looks again and goes on from what is there.
 *
 * ```
 * LookAtGroup → LookForEvents → ReadCheckpoint ─ nothing open ─ PlanRange ─ nothing due, or idle ──► GroupDone
 *                                   ▲      │                        │ due
 *                                   │      └ open task              ▼
 *                                   │           │              OpenTask (what will be started, before it is)
 *                                   │  AdoptOrStart ◄──────────────┘
 *                                   │           ▼
 *                                   │       StartTask ── slot taken: wait, read again · no answer: look by name
 *                                   │           ▼
 *                                   │      RecordTask → WaitForTask ⇄ LookAtTask ─ failed ─► cut the range, try again
 *                                   │                                    │ COMPLETED
 *                                   └───────── Advance ◄── LookForObjects, LookForMarker
 * ```
 */
export function groupFlow(plan: MachinePlan): Flow {
    return {
        StartAt: "BeginVisit",
        States: {
            ...lookAtGroup(plan),
            ...planRange(plan),
            ...startTask(plan),
            ...adoptTask(plan),
            ...waitForTask(plan),
            ...verifyTask(plan),
            ...endVisit(plan),
        },
    };
}
