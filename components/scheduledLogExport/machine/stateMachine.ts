import { type MachinePlan } from "./plan";
import { type StateMachine } from "./statesLanguage";
import { releaseRun } from "./run/releaseRun";
import { listGroups } from "./run/listGroups";
import { acquireRun } from "./run/acquireRun";
import { visitGroups } from "./run/visitGroups";

/**
 * The whole machine. One execution is a run. Each visit to a log group is an execution of its own with its own history;
 * visits run one after the other, because the service has one slot.
 *
 * ```
 * InitializeRun → ReadRunLock → CheckHolder ─ another run is running: RequestAnotherRound ──► HandedOver
 *    │ lock is free: AcquireRunLock · its holder has ended: TakeOverRunLock
 *    ▼
 * InitializeRounds → ListGroups ⇄ WriteManifest → VisitGroups (distributed map over a manifest in S3) ─┐
 *    ▲                                               ▲                                                 │
 *    │                                               └── next manifest; then groups with more to do ───┤
 *    └── StartNextRound: another round was requested ◄─── ReleaseRunLock ◄─────────────────────────────┘
 *                                                            └──► Succeeded, or Failed if a group has failed
 * ```
 */
export function stateMachine(plan: MachinePlan): StateMachine {
    return {
        Comment: `${plan.name}: exports CloudWatch log data to s3://${plan.bucketName}/${plan.destinationPrefix}`,
        QueryLanguage: "JSONata",
        StartAt: "InitializeRun",
        States: { ...acquireRun(plan), ...listGroups(plan), ...visitGroups(plan), ...releaseRun(plan) },
    };
}
