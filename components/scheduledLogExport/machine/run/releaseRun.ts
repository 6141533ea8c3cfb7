import { type MachinePlan } from "../plan";
import { call, choice, code, CONDITION_FAILED, jsonata, type State } from "../statesLanguage";
import { backfillKey, FIRST_ROUND, me, putRun } from "./lock";

/** Gives the run's item back, unless it was asked for another round; or hands on to another execution. */
export function leaveRun(plan: MachinePlan): Record<string, State> {
    const dynamodb = `arn:${plan.partition}:states:::dynamodb`;
    const mine = { ":me": { S: jsonata`${me}` } };
    const isFinished = code`$failed = 0 and $unfinished = 0`;
    const finished =
        plan.to === undefined ? {} : { finished: { S: jsonata`${isFinished} ? ${backfillKey(plan)} : "no"` } };
    return {
        LeaveRun: call({
            resource: `${dynamodb}:putItem`,
            args: putRun(plan, finished, "heldBy = :me AND attribute_not_exists(askedAgain)", mine),
            next: "HowDidItGo",
            catchers: [{ ErrorEquals: CONDITION_FAILED, Next: "GoRoundAgain" }],
        }),
        // Another run was started in the meantime and left its work to this one.
        GoRoundAgain: call({
            resource: `${dynamodb}:putItem`,
            args: putRun(plan, { heldBy: mine[":me"] }, "heldBy = :me", mine),
            assign: { unfinished: 0 },
            next: FIRST_ROUND,
            catchers: [{ ErrorEquals: CONDITION_FAILED, Next: "HowDidItGo" }],
        }),
        HandOn: call({
            resource: `${dynamodb}:putItem`,
            args: putRun(plan, {}, "heldBy = :me", mine),
            next: "StartNextRun",
            catchers: [{ ErrorEquals: CONDITION_FAILED, Next: "HowDidItGo" }],
        }),
        StartNextRun: call({
            resource: `arn:${plan.partition}:states:::aws-sdk:sfn:startExecution`,
            args: {
                StateMachineArn: jsonata`$states.context.StateMachine.Id`,
                Name: jsonata`$substring($hash(${me}, "SHA-256"), 0, 32)`, // the same when it is sent again
                Input: "{}",
            },
            next: "HowDidItGo",
            catchers: [{ ErrorEquals: ["Sfn.ExecutionAlreadyExistsException"], Next: "HowDidItGo" }],
        }),
        HowDidItGo: choice([[jsonata`$failed > 0`, "Failed"]], "Succeeded"),
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
