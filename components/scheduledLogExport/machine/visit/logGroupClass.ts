import { DAY_MS } from "../../../../providers/durations";
import { NO_TASK, writeCheckpoint } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { choice, code, jsonata, type State } from "../statesLanguage";
import { REPORT_FAILURE, REREAD_CHECKPOINT } from "./errors";
import { countEvents } from "./variables";

/** The class whose log groups can be exported, and that of groups for which the service names none. */
export const STANDARD = "STANDARD";

/** When a log group that was refused is tried again: AWS may have begun to export its class. */
const DAYS_UNTIL_NEXT_ATTEMPT = 30;

/**
 * AWS's pages contradict each other on which classes can be exported, so the service decides: a group of another class is
 * tried once, reported, and left alone for a month. A refusal that names a permission or a missing resource is no answer to
 * that.
 */
export function checkLogGroupClass(plan: MachinePlan): Record<string, State> {
    return {
        CheckLogGroupClass: choice(
            [
                [
                    jsonata`$logGroupClass = ${STANDARD} or $contains($problem.error & " " & $problem.cause, /AccessDenied|not authorized|ResourceNotFound/)`,
                    "ReportFailure",
                ],
            ],
            "RecordRefusal",
        ),
        RecordRefusal: writeCheckpoint(
            plan,
            { task: NO_TASK, refusedUntil: code`($millis() + ${DAYS_UNTIL_NEXT_ATTEMPT * DAY_MS})` },
            {
                problem: jsonata`$merge([$problem, { "cause": $problem.cause & " The log group's class is " & $logGroupClass
                    & ${`, which the service may not export. It is tried again in ${DAYS_UNTIL_NEXT_ATTEMPT} days; exclude it to leave it out.`} }])`,
                ...countEvents(6),
            },
            "ReportFailure",
            REREAD_CHECKPOINT,
            REPORT_FAILURE,
        ),
    };
}
