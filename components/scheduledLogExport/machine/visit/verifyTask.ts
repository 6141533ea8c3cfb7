import { checkpointWrite, NO_TASK } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { call, choice, code, type Code, jsonata, pass, type State, wait } from "../statesLanguage";
import { GAVE_UP, LOOK_AGAIN, problem, spent } from "./limits";

const LOOKS_FOR_OBJECTS = 4;
/** A marker is written within a task's life; the clocks of the two services may differ a little. */
const MARKER_SLACK_MS = 5_000;

/** COMPLETED is believed once its objects are listed, or, where nothing was in the range, the marker of this very task. */
export function verifyTask(plan: MachinePlan): Record<string, State> {
    const list = (prefix: Code, assign: Record<string, string>, next: string): State =>
        call({
            resource: `arn:${plan.partition}:states:::aws-sdk:s3:listObjectsV2`,
            args: { Bucket: plan.bucketName, Prefix: jsonata`${prefix}`, MaxKeys: 1 },
            assign: { ...assign, ...spent(8) },
            next,
            otherwise: GAVE_UP,
        });
    const written = code`$toMillis($states.result.Contents[0].LastModified)`;
    return {
        LookForObjects: list(
            code`$task.prefix & "/" & $task.id & "/"`,
            { isThere: jsonata`$count($states.result.Contents) > 0` },
            "AreObjectsThere",
        ),
        AreObjectsThere: choice([[jsonata`$isThere`, "Advance"]], "LookForMarker"),
        LookForMarker: list(
            code`$task.prefix & "/aws-logs-write-test"`,
            {
                isThere: jsonata`$count($states.result.Contents) > 0
                    and ${written} >= $taskCreated - ${MARKER_SLACK_MS} and ${written} <= $taskCompleted + ${MARKER_SLACK_MS}`,
            },
            "IsMarkerThere",
        ),
        IsMarkerThere: choice(
            [
                [jsonata`$isThere`, "Advance"],
                [jsonata`$objectLooks < ${LOOKS_FOR_OBJECTS - 1}`, "WaitForObjects"],
            ],
            "NothingThere",
        ),
        WaitForObjects: wait(15, "LookForObjects", { objectLooks: jsonata`$objectLooks + 1`, ...spent(4) }),
        NothingThere: pass(
            problem("ExportHollow", "The task is COMPLETED, but neither its objects nor its marker are in the bucket."),
            "CanItBeCut",
        ),
        Advance: checkpointWrite(
            plan,
            {
                exportedTo: code`$task.to`,
                idleTo: 0,
                tryTo: 0,
                task: NO_TASK,
                lastTaskId: code`$task.id`,
            },
            { exported: jsonata`$exported + 1`, ...spent(10) },
            "PlanRange",
            LOOK_AGAIN,
            GAVE_UP,
        ),
    };
}
