import { type MachinePlan } from "../plan";
import { type Flow } from "../statesLanguage";
import { findTask } from "./findTask";
import { endVisit } from "./endVisit";
import { describeGroup } from "./describeGroup";
import { checkLogGroupClass } from "./logGroupClass";
import { planRange } from "./planRange";
import { reportExpiredRange } from "./expiredRange";
import { startTask } from "./startTask";
import { verifyTask } from "./verifyTask";
import { waitForTask } from "./waitForTask";

/**
 * One visit to one log group. Everything that must outlive the visit is in the group's checkpoint. Every write to the
 * checkpoint is conditional on its revision: a visit that finds it changed reads it again and resumes from there.
 *
 * ```
 * DescribeGroup → FindLatestEvent → ReadCheckpoint ─ nothing open ─ PlanRange ─ nothing due, or idle ──► GroupDone
 *                                      ▲      │                        │ due
 *                                      │      └ open task              ▼
 *                                      │           │       RecordPlannedTask (before the task is started)
 *                                      │    FindTaskByName ─ found: RecordTaskId
 *                                      │           ▼ not found         │
 *                                      │       StartTask ◄─────────────┘
 *                                      │           │ slot taken: wait, read again · no answer: FindTaskByName
 *                                      │           ▼
 *                                      │      RecordTaskId → WaitForTask ⇄ ReadTaskStatus ─ failed ─► CutRange, try again
 *                                      │                                        │ COMPLETED
 *                                      └── AdvanceCheckpoint ◄── WriteExportManifest ◄── FindObjects, FindMarker
 * ```
 */
export function groupFlow(plan: MachinePlan): Flow {
    return {
        StartAt: "InitializeVisit",
        States: {
            ...describeGroup(plan),
            ...planRange(plan),
            ...reportExpiredRange(plan),
            ...startTask(plan),
            ...checkLogGroupClass(plan),
            ...findTask(plan),
            ...waitForTask(plan),
            ...verifyTask(plan),
            ...endVisit(plan),
        },
    };
}
