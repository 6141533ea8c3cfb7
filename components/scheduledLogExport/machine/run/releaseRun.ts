import { type MachinePlan } from "../plan";
import { call, choice, code, integration, jsonata, type State } from "../statesLanguage";
import { backfillKey, FIRST_ROUND, THIS_RUN, thisExecution, writeRunLock } from "./runLock";

/** Releases the run lock, unless another round was requested; or continues the run in another execution. */
export function releaseRun(plan: MachinePlan): Record<string, State> {
    const isFinished = code`$failed = 0 and $incomplete = 0`;
    const finished =
        plan.to === undefined ? {} : { finished: { S: jsonata`${isFinished} ? ${backfillKey(plan)} : "no"` } };
    return {
        ReleaseRunLock: writeRunLock(plan, {
            lock: finished,
            condition: "heldBy = :thisRun AND attribute_not_exists(nextRoundRequestedBy)",
            next: "CheckOutcome",
            onConflict: "StartNextRound",
        }),
        // Another run was started in the meantime and left its work to this one.
        StartNextRound: writeRunLock(plan, {
            lock: { heldBy: THIS_RUN },
            condition: "heldBy = :thisRun",
            assign: { incomplete: 0 },
            next: FIRST_ROUND,
            onConflict: "CheckOutcome",
        }),
        ReleaseRunLockForNextRun: writeRunLock(plan, {
            lock: {},
            condition: "heldBy = :thisRun",
            next: "StartNextRun",
            onConflict: "CheckOutcome",
        }),
        StartNextRun: call({
            resource: integration(plan, "aws-sdk:sfn:startExecution"),
            args: {
                StateMachineArn: jsonata`$states.context.StateMachine.Id`,
                Name: jsonata`$substring($hash(${thisExecution}, "SHA-256"), 0, 32)`, // the same name if the call is retried
                Input: "{}",
            },
            next: "CheckOutcome",
            catchers: [{ ErrorEquals: ["Sfn.ExecutionAlreadyExistsException"], Next: "CheckOutcome" }],
        }),
        CheckOutcome: choice([[jsonata`$failed > 0`, "Failed"]], "Succeeded"),
        Failed: {
            Type: "Fail",
            Error: "ExportsFailed",
            Cause: jsonata`$string($failed) & " log groups could not be exported completely; see the messages on the topic. "
                & $string($exported) & " exports were verified."
                & ($manifestsRefused > 0 ? " " & $string($manifestsRefused) & " export manifests were refused: " & $firstRefusal : "")`,
        },
        Succeeded: {
            Type: "Succeed",
            Output: {
                outcome: "done",
                exported: jsonata`$exported`,
                manifests: jsonata`$manifestsVisited`,
                exportManifestsRefused: jsonata`{ "count": $manifestsRefused, "cause": $firstRefusal }`,
            },
        },
    };
}
