import { type MachinePlan } from "../plan";
import { call, choice, code, jsonata, pass, type State, wait } from "../statesLanguage";
import { GAVE_UP, LOOKS_AFTER_LOST_ANSWER, spent } from "./limits";

/** What a stopped run still had under way has arrived by then. */
const STRAGGLER_SECONDS = 30;

/** A task that is written down but not known by its ID is looked for by its name, through all pages. */
export function adoptTask(plan: MachinePlan): Record<string, State> {
    const isOwn = code`TaskName = $task.name and LogGroupName = $group and From = $task.from and To = $task.to
        and Destination = ${plan.bucketName} and DestinationPrefix = $task.prefix
        and Status.Code in ["PENDING", "RUNNING", "PENDING_CANCEL", "COMPLETED"]`;
    return {
        FindOpenTask: wait(STRAGGLER_SECONDS, "StartLook", {
            opened: jsonata`$revision`,
            isUncertain: true,
            looks: LOOKS_AFTER_LOST_ANSWER - 1,
            ...spent(2),
        }),
        StartLook: pass({ pageToken: jsonata`${""}`, found: [], ...spent(2) }, "LookByName"),
        LookByName: call({
            resource: `arn:${plan.partition}:states:::aws-sdk:cloudwatchlogs:describeExportTasks`,
            args: jsonata`$merge([{ "Limit": 50 }, $pageToken = "" ? {} : { "NextToken": $pageToken }])`,
            assign: {
                found: jsonata`[$found, $states.result.ExportTasks[${isOwn}].{
                    "id": TaskId, "isActive": Status.Code != "COMPLETED", "created": ExecutionInfo.CreationTime }]`,
                pageToken: jsonata`$exists($states.result.NextToken) ? $states.result.NextToken : ""`,
                ...spent(8),
            },
            next: "IsItFound",
            otherwise: GAVE_UP,
        }),
        IsItFound: choice(
            [
                [jsonata`$pageToken != ""`, "LookByName"],
                [
                    jsonata`$count($found) > 0`,
                    "RecordTask",
                    {
                        task: jsonata`$merge([$task, { "id": $sort($found, function($a, $b) {
                        $a.isActive = $b.isActive ? $a.created < $b.created : $b.isActive })[0].id }])`,
                    },
                ],
                // After an answer that never came the task may be listed late.
                [jsonata`$looks < ${LOOKS_AFTER_LOST_ANSWER - 1}`, "WaitToLookAgain"],
            ],
            "StartTask",
        ),
        WaitToLookAgain: wait(jsonata`5 * ($looks + 2)`, "StartLook", { looks: jsonata`$looks + 1`, ...spent(2) }),
    };
}
