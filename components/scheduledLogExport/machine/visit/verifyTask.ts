import { MARKER } from "../../../../providers/exportTask/run/objects";
import { NO_TASK, writeCheckpoint } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { call, choice, code, type Code, integration, jsonata, pass, type State, wait } from "../statesLanguage";
import { problem, REPORT_FAILURE, REREAD_CHECKPOINT } from "./errors";
import { countEvents } from "./variables";

const OBJECT_CHECKS = 4;
/** The marker is written while the task runs; the clocks of CloudWatch Logs and S3 may differ by this much. */
const MARKER_SLACK_MS = 5_000;

/** A COMPLETED task is verified once its objects are listed or, if its range had no events, this task's marker is. */
export function verifyTask(plan: MachinePlan): Record<string, State> {
    const list = (prefix: Code, assign: Record<string, string>, next: string): State =>
        call({
            resource: integration(plan, "aws-sdk:s3:listObjectsV2"),
            args: { Bucket: plan.bucketName, Prefix: jsonata`${prefix}`, MaxKeys: 1 },
            assign: { ...assign, ...countEvents(8) },
            next,
            otherwise: REPORT_FAILURE,
        });
    const written = code`$toMillis($states.result.Contents[0].LastModified)`;
    return {
        FindObjects: list(
            code`$task.prefix & "/" & $task.id & "/"`,
            { isFound: jsonata`$count($states.result.Contents) > 0` },
            "CheckObjects",
        ),
        CheckObjects: choice([[jsonata`$isFound`, "AdvanceCheckpoint"]], "FindMarker"),
        FindMarker: list(
            code`$task.prefix & ${`/${MARKER}`}`,
            {
                isFound: jsonata`$count($states.result.Contents) > 0
                    and ${written} >= $taskCreated - ${MARKER_SLACK_MS} and ${written} <= $taskCompleted + ${MARKER_SLACK_MS}`,
            },
            "CheckMarker",
        ),
        CheckMarker: choice(
            [
                [jsonata`$isFound`, "AdvanceCheckpoint"],
                [jsonata`$objectChecks < ${OBJECT_CHECKS - 1}`, "WaitForObjects"],
            ],
            "ExplainMissingObjects",
        ),
        WaitForObjects: wait(15, "FindObjects", { objectChecks: jsonata`$objectChecks + 1`, ...countEvents(4) }),
        ExplainMissingObjects: pass(
            problem(
                "ExportObjectsMissing",
                "The task is COMPLETED, but neither its objects nor its marker are in the bucket.",
            ),
            "CheckRangeLength",
        ),
        AdvanceCheckpoint: writeCheckpoint(
            plan,
            {
                exportedTo: code`$task.to`,
                idleTo: 0,
                retryTo: 0,
                task: NO_TASK,
                lastTaskId: code`$task.id`,
            },
            { exported: jsonata`$exported + 1`, ...countEvents(10) },
            "PlanRange",
            REREAD_CHECKPOINT,
            REPORT_FAILURE,
        ),
    };
}
