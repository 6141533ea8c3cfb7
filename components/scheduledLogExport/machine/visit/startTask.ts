import { writeCheckpoint } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { call, choice, code, integration, jsonata, pass, type State, wait } from "../statesLanguage";
import { REPORT_FAILURE, REREAD_CHECKPOINT } from "./errors";
import { MAX_START_ROUNDS } from "./limits";
import { countEvents, INITIAL_WATCH } from "./variables";

/** How often a missing grant is tried again: S3 takes a moment to propagate a new bucket policy. */
const MAX_GRANT_RETRIES = 4;

const GRANT_MISSING =
    " The bucket policy lacks a statement of exportStatements, or the policy of the bucket's KMS key lacks one of keyStatements.";

/** Errors after which it is certain that no task was started. */
const REFUSALS = new RegExp(
    "InvalidParameter|ResourceNotFound|AccessDenied|not authorized|Validation|UnrecognizedClient|InvalidOperation",
);

/**
 * | CreateExportTask's answer                    | then                                                       |
 * |----------------------------------------------|------------------------------------------------------------|
 * | a task ID                                    | record it, and wait for the task                           |
 * | LimitExceeded, throttled, OperationAborted   | wait; read the checkpoint again; try again                 |
 * | refused: bucket, policy, group, range        | report it; try a missing grant again for a minute          |
 * | anything else, or none                       | a task may be running: find it by its name, or start it; reported after a few rounds |
 */
export function startTask(plan: MachinePlan): Record<string, State> {
    const errorText = code`$problem.error & " " & $problem.cause`;
    return {
        StartTask: call({
            resource: integration(plan, "aws-sdk:cloudwatchlogs:createExportTask"),
            // Of the log streams too, what was recorded, although `pulumi up` may have changed them since.
            args: jsonata`$merge([
                {
                    "TaskName": $task.name, "LogGroupName": $group, "From": $task.from, "To": $task.to,
                    "Destination": $task.bucket, "DestinationPrefix": $task.prefix
                },
                $task.streams = "" ? {} : { "LogStreamNamePrefix": $task.streams }
            ])`,
            assign: {
                task: jsonata`$merge([$task, { "id": $states.result.TaskId }])`,
                joinedAt: 0,
                ...countEvents(8),
            },
            next: "RecordTaskId",
            retry: false,
            otherwise: { ...REPORT_FAILURE, Next: "CheckStartError" },
        }),
        CheckStartError: choice(
            [
                [
                    jsonata`$contains(${errorText}, /LimitExceeded|Throttl|Rate exceeded|OperationAborted/)`,
                    "WaitForSlot",
                ],
                [
                    jsonata`$contains(${errorText}, /call on the given bucket failed|granted s3:PutObject/)`,
                    "CheckGrantRetries",
                ],
                [
                    jsonata`$contains(${errorText}, ${REFUSALS}) or $startRounds >= ${MAX_START_ROUNDS}`,
                    "CheckLogGroupClass",
                ],
            ],
            "WaitForUnconfirmedTask",
        ),
        WaitForSlot: wait(jsonata`$slotPause`, "ReadCheckpoint", {
            slotPause: jsonata`$min([120, $ceil($slotPause * 1.2)])`,
            ...countEvents(18),
        }),
        CheckGrantRetries: choice(
            [[jsonata`$grantRetries < ${MAX_GRANT_RETRIES}`, "WaitForGrant"]],
            "ExplainMissingGrant",
        ),
        ExplainMissingGrant: pass(
            { problem: jsonata`$merge([$problem, { "cause": $problem.cause & ${GRANT_MISSING} }])` },
            "ReportFailure",
        ),
        WaitForGrant: wait(20, "ReadCheckpoint", { grantRetries: jsonata`$grantRetries + 1`, ...countEvents(18) }),
        WaitForUnconfirmedTask: wait(jsonata`$min([120, 5 * $power(2, $startRounds)])`, "StartTaskSearch", {
            isStartUnconfirmed: true,
            startRounds: jsonata`$startRounds + 1`,
            searches: 0,
            ...countEvents(12),
        }),
        RecordTaskId: writeCheckpoint(
            plan,
            {},
            { ...INITIAL_WATCH, isStartUnconfirmed: false, ...countEvents(6) },
            "WaitForTask",
            REREAD_CHECKPOINT,
            REPORT_FAILURE,
        ),
    };
}
