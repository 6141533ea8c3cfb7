import { HOUR_MS } from "../../../../providers/durations";
import { NO_TASK, writeCheckpoint } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { CAN_BE_CUT, CUT_POINT } from "../ranges";
import { call, choice, code, integration, jsonata, type State, wait } from "../statesLanguage";
import { problem, REPORT_FAILURE, REREAD_CHECKPOINT } from "./errors";
import { NOTHING_EXPIRED } from "./expiredRange";
import { MAX_EVENTS_PER_VISIT } from "./limits";
import { countEvents, NOTHING_LISTED } from "./variables";

/** The service ends every task after 24 hours; one that is still active two hours later is reported. */
const MAX_TASK_AGE_HOURS = 26;

/** Waits until a task ends. If it failed, its range is cut and tried again. */
export function waitForTask(plan: MachinePlan): Record<string, State> {
    const age = code`($millis() - $states.result.ExportTasks[0].ExecutionInfo.CreationTime)`;
    const ended = code`($status = "MISSING" ? "The service no longer lists the task." : $status & ": " & $statusMessage)`;
    return {
        WaitForTask: wait(jsonata`$pause`, "ReadTaskStatus", { ...countEvents(2) }),
        // The pause increases with the task's age, so the slot is idle only briefly, and 24 hours take 7,000 events at most.
        ReadTaskStatus: call({
            resource: integration(plan, "aws-sdk:cloudwatchlogs:describeExportTasks"),
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
                // Only a visit during which the task ended can say that its range was empty.
                isWitnessed: jsonata`$max([0, $states.result.ExportTasks[0].ExecutionInfo.CompletionTime]) >= $joinedAt`,
                pause: jsonata`$count($states.result.ExportTasks) = 0 ? 15
                    : $min([120, $max([5, $ceil(${age} / 10000)])])`,
                ...countEvents(7),
            },
            next: "CheckTaskStatus",
            otherwise: REPORT_FAILURE,
        }),
        CheckTaskStatus: choice(
            [
                [jsonata`$status = "COMPLETED"`, "FindObjects", { listed: NOTHING_LISTED, expired: NOTHING_EXPIRED }],
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
                    jsonata`$age > ${MAX_TASK_AGE_HOURS * HOUR_MS}`,
                    "ReportFailure",
                    problem(
                        "ExportStuck",
                        `The task is still active after ${MAX_TASK_AGE_HOURS} hours, though the service ends every task after 24.`,
                    ),
                ],
                [jsonata`$events > ${MAX_EVENTS_PER_VISIT}`, "GroupUnfinished"],
            ],
            "WaitForTask",
        ),
        // Half of the range may succeed even though the whole failed. The other groups get their turn in between.
        CheckRangeLength: choice([[jsonata`${CAN_BE_CUT}`, "CutRange"]], "ClearFailedTask"),
        CutRange: writeCheckpoint(
            plan,
            { retryTo: CUT_POINT, task: NO_TASK },
            { ...countEvents(6) },
            "GroupUnfinished",
            REREAD_CHECKPOINT,
            REPORT_FAILURE,
        ),
        ClearFailedTask: writeCheckpoint(
            plan,
            { retryTo: code`$task.to`, task: NO_TASK },
            { failedRange: jsonata`$task`, ...countEvents(6) },
            "ReportFailure",
            REREAD_CHECKPOINT,
            REPORT_FAILURE,
        ),
    };
}
