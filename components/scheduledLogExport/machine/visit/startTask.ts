import { checkpointWrite } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { call, choice, code, jsonata, pass, type State, wait } from "../statesLanguage";
import { GAVE_UP, LOOK_AGAIN, spent } from "./limits";

/** A new bucket policy takes a moment to reach every server of S3. */
const TRIES_WHILE_PROPAGATING = 4;

const GRANT_MISSING =
    " The bucket's policy lacks a statement of exportStatements, or, where a KMS key encrypts it, the key's policy one of keyStatements.";

/** Refusals that say for certain that no task was started. */
const REFUSALS = new RegExp(
    "InvalidParameter|ResourceNotFound|AccessDenied|not authorized|Validation|UnrecognizedClient|InvalidOperation",
);

/**
 * | CreateExportTask's answer                    | then                                                       |
 * |----------------------------------------------|------------------------------------------------------------|
 * | a task ID                                    | recorded, and waited for                                   |
 * | LimitExceeded, throttled, OperationAborted   | wait; read the checkpoint again; try again                 |
 * | refused: bucket, policy, group, range        | reported; a missing grant is tried again for a minute      |
 * | anything else, or none                       | a task may be running: looked for by its name              |
 */
export function startTask(plan: MachinePlan): Record<string, State> {
    const said = code`$problem.error & " " & $problem.cause`;
    const prefix = plan.logStreamNamePrefix;
    return {
        StartTask: call({
            resource: `arn:${plan.partition}:states:::aws-sdk:cloudwatchlogs:createExportTask`,
            args: {
                TaskName: jsonata`$task.name`,
                LogGroupName: jsonata`$group`,
                ...(prefix !== undefined && { LogStreamNamePrefix: prefix }),
                From: jsonata`$task.from`,
                To: jsonata`$task.to`,
                Destination: plan.bucketName,
                DestinationPrefix: jsonata`$task.prefix`,
            },
            assign: { task: jsonata`$merge([$task, { "id": $states.result.TaskId }])`, ...spent(8) },
            next: "RecordTask",
            retry: false,
            otherwise: { ...GAVE_UP, Next: "JudgeAnswer" },
        }),
        JudgeAnswer: choice(
            [
                [jsonata`$contains(${said}, /LimitExceeded|Throttl|Rate exceeded|OperationAborted/)`, "WaitForSlot"],
                [jsonata`$contains(${said}, /call on the given bucket failed|granted s3:PutObject/)`, "GrantMissing"],
                [jsonata`$contains(${said}, ${REFUSALS})`, "ReportFailure"],
            ],
            "NoAnswer",
        ),
        WaitForSlot: wait(jsonata`$slotPause`, "ReadCheckpoint", {
            slotPause: jsonata`$min([120, $ceil($slotPause * 1.2)])`,
            ...spent(18),
        }),
        GrantMissing: choice([[jsonata`$refusals < ${TRIES_WHILE_PROPAGATING}`, "WaitForGrant"]], "ExplainGrant"),
        ExplainGrant: pass(
            { problem: jsonata`$merge([$problem, { "cause": $problem.cause & ${GRANT_MISSING} }])` },
            "ReportFailure",
        ),
        WaitForGrant: wait(20, "ReadCheckpoint", { refusals: jsonata`$refusals + 1`, ...spent(18) }),
        NoAnswer: wait(5, "StartLook", { isUncertain: true, looks: 0, ...spent(12) }),
        RecordTask: checkpointWrite(
            plan,
            {},
            { pause: 5, misses: 0, objectLooks: 0, isUncertain: false, ...spent(6) },
            "WaitForTask",
            LOOK_AGAIN,
            GAVE_UP,
        ),
    };
}
