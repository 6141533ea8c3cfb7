import { type MachinePlan } from "../plan";
import { paging } from "../paging";
import { call, choice, code, integration, jsonata, pass, type State, wait } from "../statesLanguage";
import { REPORT_FAILURE } from "./errors";
import { SEARCHES_AFTER_LOST_ANSWER } from "./limits";
import { countEvents, JOIN_TASK } from "./variables";

/** How long a call that a stopped run has sent may still start a task. */
const STRAGGLER_SECONDS = 30;

const pages = paging("taskPage");

/** Finds a task that is recorded without its ID: by its name, on all pages of DescribeExportTasks. */
export function findTask(plan: MachinePlan): Record<string, State> {
    const isOwn = code`TaskName = $task.name and LogGroupName = $group and From = $task.from and To = $task.to
        and Destination = ${plan.bucketName} and DestinationPrefix = $task.prefix
        and Status.Code in ["PENDING", "RUNNING", "PENDING_CANCEL", "COMPLETED"]`;
    return {
        WaitForTaskToAppear: wait(STRAGGLER_SECONDS, "StartTaskSearch", {
            plannedRevision: jsonata`$revision`,
            isStartUnconfirmed: true,
            searches: SEARCHES_AFTER_LOST_ANSWER - 1,
            ...countEvents(2),
        }),
        StartTaskSearch: pass({ ...pages.first, found: [], ...countEvents(2) }, "FindTaskByName"),
        FindTaskByName: call({
            resource: integration(plan, "aws-sdk:cloudwatchlogs:describeExportTasks"),
            args: pages.args(code`${{ Limit: 50 }}`),
            assign: {
                found: jsonata`[$found, $states.result.ExportTasks[${isOwn}].{
                    "id": TaskId, "isActive": Status.Code != "COMPLETED", "created": ExecutionInfo.CreationTime }]`,
                ...pages.next,
                ...countEvents(8),
            },
            next: "IsTaskFound",
            otherwise: REPORT_FAILURE,
        }),
        IsTaskFound: choice(
            [
                [jsonata`${pages.hasNext}`, "FindTaskByName"],
                [
                    jsonata`$count($found) > 0`,
                    "RecordTaskId",
                    {
                        ...JOIN_TASK,
                        task: jsonata`$merge([$task, { "id": $sort($found, function($a, $b) {
                        $a.isActive = $b.isActive ? $a.created < $b.created : $b.isActive })[0].id }])`,
                    },
                ],
                // If CreateExportTask returned no response, the task may be listed late.
                [jsonata`$searches < ${SEARCHES_AFTER_LOST_ANSWER - 1}`, "WaitToSearchAgain"],
            ],
            "StartTask",
        ),
        WaitToSearchAgain: wait(jsonata`5 * ($searches + 2)`, "StartTaskSearch", {
            searches: jsonata`$searches + 1`,
            ...countEvents(2),
        }),
    };
}
