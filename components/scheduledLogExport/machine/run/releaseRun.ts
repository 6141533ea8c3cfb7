import { HOUR_MS } from "../../../../providers/durations";
import { type MachinePlan } from "../plan";
import { call, choice, code, integration, jsonata, type State } from "../statesLanguage";
import { publishCounts } from "./metrics";
import { clearProgress, thisPosition, writeProgress } from "./progress";
import { backfillKey, THIS_RUN, thisExecution, writeRunLock } from "./runLock";

/** Releases the run lock, unless another round was requested; or continues the run in another execution. */
export function releaseRun(plan: MachinePlan): Record<string, State> {
    const isFinished = code`$failed = 0 and $incomplete = 0`;
    const finished =
        plan.to === undefined ? {} : { finished: { S: jsonata`${isFinished} ? ${backfillKey(plan)} : "no"` } };
    return {
        PublishMetrics: publishCounts(plan, { HoursBehind: code`$mostBehind / ${HOUR_MS}` }, "ClearProgress"),
        ClearProgress: clearProgress(plan, "ReleaseRunLock"),
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
            assign: { incomplete: 0, isContinuation: false },
            next: "ReadProgress",
            onConflict: "CheckOutcome",
        }),
        // The history is full. How far behind the round is, only its end can tell.
        PublishCounts: publishCounts(plan, {}, "SavePosition"),
        // Whichever run is the next continues at this position, and the lock is free for it.
        SavePosition: writeProgress(plan, thisPosition(plan, false), "ReleaseRunLockForNextRun"),
        ReleaseRunLockForNextRun: writeRunLock(plan, {
            lock: {},
            condition: "heldBy = :thisRun AND attribute_not_exists(nextRoundRequestedBy)",
            next: "StartNextRun",
            onConflict: "SavePositionWithRequest",
        }),
        SavePositionWithRequest: writeProgress(plan, thisPosition(plan, true), "ReleaseRequestedRunLock"),
        ReleaseRequestedRunLock: writeRunLock(plan, {
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
                Input: { continues: true },
            },
            next: "CheckOutcome",
            catchers: [{ ErrorEquals: ["Sfn.ExecutionAlreadyExistsException"], Next: "CheckOutcome" }],
        }),
        CheckOutcome: choice([[jsonata`$failed > 0 or $expiredRanges > 0`, "Failed"]], "Succeeded"),
        Failed: {
            Type: "Fail",
            Error: "ExportsFailed",
            Cause: jsonata`$string($failed) & " log groups could not be exported completely; see the messages on the topic. "
                & ($expiredRanges > 0 ? "Of " & $string($expiredRanges) & " ranges retention removed events before they were exported. " : "")
                & $string($verified) & " exports were verified."
                & ($manifestsRefused > 0 ? " " & $string($manifestsRefused) & " export manifests were refused: " & $firstRefusal : "")`,
        },
        Succeeded: {
            Type: "Succeed",
            Output: {
                outcome: "done",
                exported: jsonata`$verified`,
                manifests: jsonata`$manifestsVisited`,
                notExportable: jsonata`$notExportable`,
                exportManifestsRefused: jsonata`{ "count": $manifestsRefused, "cause": $firstRefusal }`,
            },
        },
    };
}
