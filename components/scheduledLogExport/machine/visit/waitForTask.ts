import { checkpointWrite, NO_TASK } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { CAN_BE_CUT, CUT } from "../ranges";
import { call, choice, code, jsonata, type State, wait } from "../statesLanguage";
import { EVENTS_A_VISIT, REPORT_FAILURE, REREAD_CHECKPOINT, problem, countEvents } from "./limits";

/** A task ends after 24 hours by itself; one that is still active two hours later is reported. */
const MAX_TASK_AGE_MS = 26 * 3_600_000;

/** Watches a task to its end; a range whose task failed is cut and tried again. */
export function waitForTask(plan: MachinePlan): Record<string, State> {
    const age = code`($millis() - $states.result.ExportTasks[0].ExecutionInfo.CreationTime)`;
    const ended = code`($status = "MISSING" ? "The service no longer lists the task." : $status & ": " & $statusMessage)`;
    return {
        WaitForTask: wait(jsonata`$pause`, "ReadTaskStatus", { ...countEvents(2) }),
        // The pause grows with the task's age: little of the slot is lost, and 24 hours take 7,000 events at most.
        ReadTaskStatus: call({
            resource: `arn:${plan.partition}:states:::aws-sdk:cloudwatchlogs:describeExportTasks`,
            args: { TaskId: jsonata`$task.id` },
            assign: {
                status: jsonata`$count($states.result.ExportTasks) = 0 ? "MISSING" : $states.result.ExportTasks[0].Status.Code`,
                statusMessage: jsonata`$exists($states.result.ExportTasks[0].Status.Message)
                    ? $states.result.ExportTasks[0].Status.Message : ""`,
                age: jsonata`$count($states.result.ExportTasks) = 0 ? 0 : ${age}`,
                taskCreated: jsonata`$count($states.result.ExportTasks) = 0 ? 0
                    : $states.result.ExportTasks[0].ExecutionInfo.CreationTime`,
                taskCompleted: jsonata`$exists($states.result.ExportTasks[0].ExecutionInfo.CompletionTime)
                    ? $states.result.ExportTasks[0].ExecutionInfo.CompletionTime : $millis()`,
                pause: jsonata`$count($states.result.ExportTasks) = 0 ? 15
                    : $min([120, $max([5, $ceil(${age} / 10000)])])`,
                ...countEvents(7),
            },
            next: "CheckTaskStatus",
            otherwise: REPORT_FAILURE,
        }),
        CheckTaskStatus: choice(
            [
                [jsonata`$status = "COMPLETED"`, "FindObjects"],
                [
                    jsonata`$status = "MISSING" and $timesMissing < 5`,
                    "WaitForTask",
                    { timesMissing: jsonata`$timesMissing + 1` },
                ],
                [
                    jsonata`$not($status in ["PENDING", "RUNNING", "PENDING_CANCEL"])`,
                    "CheckRangeLength",
                    {
                        problem: jsonata`{ "error": "ExportFailed", "cause": ${ended} }`,
                    },
                ],
                [
                    jsonata`$age > ${MAX_TASK_AGE_MS}`,
                    "ReportFailure",
                    problem(
                        "ExportStuck",
                        "The task is still active after 26 hours, though the service ends every task after 24.",
                    ),
                ],
                [jsonata`$events > ${EVENTS_A_VISIT}`, "GroupUnfinished"],
            ],
            "WaitForTask",
        ),
        // Half of the range may succeed although the whole failed; the other groups get their turn in between.
        CheckRangeLength: choice([[jsonata`${CAN_BE_CUT}`, "CutRange"]], "ClearFailedTask"),
        CutRange: checkpointWrite(
            plan,
            { tryTo: CUT, task: NO_TASK },
            { ...countEvents(6) },
            "GroupUnfinished",
            REREAD_CHECKPOINT,
            REPORT_FAILURE,
        ),
        ClearFailedTask: checkpointWrite(
            plan,
            { tryTo: code`$task.to`, task: NO_TASK },
            { failedRange: jsonata`$task`, ...countEvents(6) },
            "ReportFailure",
            REREAD_CHECKPOINT,
            REPORT_FAILURE,
        ),
    };
}
