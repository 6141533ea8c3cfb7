import { type MachinePlan } from "./plan";
import { type StateMachine } from "./statesLanguage";
import { leaveRun } from "./run/releaseRun";
import { listGroups } from "./run/listGroups";
import { takeRun } from "./run/acquireRun";
import { visitGroups } from "./run/visitGroups";

/**
 * The whole machine: one execution is a run, and each visit to a log group is an execution of its own with a history of
 * its own, one after the other, as the service has one slot.
 *
 * ```
 * ReadRun ─ another run goes on: ask it for another round ──► HandedOver
 *    │
 * TakeRun → ListGroups ⇄ PutManifest → VisitGroups (distributed map over a manifest in S3) ─┐
 *    ▲                                    ▲                                                 │
 *    │                                    └── next manifest; then those with more to do ────┤
 *    └── asked for another round ◄─── LeaveRun ◄────────────────────────────────────────────┘
 *                                        └──► Succeeded, or Failed where a group has failed
 * ```
 */
export function stateMachine(plan: MachinePlan): StateMachine {
    return {
        Comment: `${plan.name}: exports CloudWatch log data to s3://${plan.bucketName}/${plan.destinationPrefix}`,
        QueryLanguage: "JSONata",
        StartAt: "BeginRun",
        States: { ...takeRun(plan), ...listGroups(plan), ...visitGroups(plan), ...leaveRun(plan) },
    };
}
