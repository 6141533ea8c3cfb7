import { type MachinePlan } from "../plan";
import { call, choice, code, CONDITION_FAILED, integration, jsonata, type State } from "../statesLanguage";
import { backfillKey, FIRST_ROUND, thisExecution, putRunArgs } from "./runLock";

/** Releases the run lock, unless another round was requested; or continues the run in another execution. */
export function releaseRun(plan: MachinePlan): Record<string, State> {
    const mine = { ":me": { S: jsonata`${thisExecution}` } };
    const isFinished = code`$failed = 0 and $unfinished = 0`;
    const finished =
        plan.to === undefined ? {} : { finished: { S: jsonata`${isFinished} ? ${backfillKey(plan)} : "no"` } };
    return {
        ReleaseRunLock: call({
            resource: integration(plan, "dynamodb:putItem"),
            args: putRunArgs(plan, finished, "heldBy = :me AND attribute_not_exists(askedAgain)", mine),
            next: "CheckOutcome",
            catchers: [{ ErrorEquals: CONDITION_FAILED, Next: "StartNextRound" }],
        }),
        // Another run was started in the meantime and left its work to this one.
        StartNextRound: call({
            resource: integration(plan, "dynamodb:putItem"),
            args: putRunArgs(plan, { heldBy: mine[":me"] }, "heldBy = :me", mine),
            assign: { unfinished: 0 },
            next: FIRST_ROUND,
            catchers: [{ ErrorEquals: CONDITION_FAILED, Next: "CheckOutcome" }],
        }),
        ReleaseRunLockForNextRun: call({
            resource: integration(plan, "dynamodb:putItem"),
            args: putRunArgs(plan, {}, "heldBy = :me", mine),
            next: "StartNextRun",
            catchers: [{ ErrorEquals: CONDITION_FAILED, Next: "CheckOutcome" }],
        }),
        StartNextRun: call({
            resource: integration(plan, "aws-sdk:sfn:startExecution"),
            args: {
                StateMachineArn: jsonata`$states.context.StateMachine.Id`,
                Name: jsonata`$substring($hash(${thisExecution}, "SHA-256"), 0, 32)`, // the same when it is sent again
                Input: "{}",
            },
            next: "CheckOutcome",
            catchers: [{ ErrorEquals: ["Sfn.ExecutionAlreadyExistsException"], Next: "CheckOutcome" }],
        }),
        CheckOutcome: choice([[jsonata`$failed > 0`, "Failed"]], "Succeeded"),
        Failed: {
            Type: "Fail",
            Error: "ExportsFailed",
            Cause: jsonata`$string($failed) & " log groups have something that could not be exported; the topic names them. "
                & $string($exported) & " exports were verified."`,
        },
        Succeeded: {
            Type: "Succeed",
            Output: { outcome: "done", exported: jsonata`$exported`, manifests: jsonata`$manifests` },
        },
    };
}
