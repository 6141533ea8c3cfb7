import { type MachinePlan } from "../plan";
import { call, code, type Code, jsonata, type State } from "../statesLanguage";
import { putEvent } from "./events";

/** Causes are cut to this length in reports. */
export const MAX_CAUSE_CHARACTERS = 600;

/** The end of a visit. The run counts the outcomes. */
export function endVisit(plan: MachinePlan): Record<string, State> {
    const { to } = plan;
    const range = code`($failedRange.name != "" ? $failedRange : $task.name != "" ? $task : $nextRange)`;
    const iso = (time: Code) => code`(${time} > 0 ? $fromMillis(${time}) : "")`;
    const failure = {
        from: jsonata`${iso(code`${range}.from`)}`,
        to: jsonata`${iso(code`${range}.to`)}`,
        error: jsonata`$problem.error`,
        cause: jsonata`$substring($problem.cause, 0, ${MAX_CAUSE_CHARACTERS})`,
    };
    const counts = {
        group: jsonata`$group`,
        exported: jsonata`$exported`,
        refusedManifests: jsonata`$refusedManifests`,
        refusal: jsonata`$refusal`,
        expiredRanges: jsonata`$expiredCount`,
    };
    return {
        ReportFailure: call({
            ...putEvent(plan, "failed", failure),
            next: "GroupFailed",
            otherwise: { ErrorEquals: ["States.ALL"], Next: "GroupFailed" }, // the run's message to the topic includes it too
        }),
        GroupFailed: {
            Type: "Succeed",
            Output: {
                ...counts,
                outcome: "failed",
                failure: { logGroupName: jsonata`$group`, ...failure },
                behind: jsonata`$exportedTo = 0 ? 0
                    : $max([0, ($nextRange.latest > 0 ? $nextRange.latest : $millis()) - $exportedTo])`,
            },
        },
        GroupUnfinished: {
            Type: "Succeed",
            Output: { ...counts, outcome: "unfinished" },
        },
        GroupNotExportable: {
            Type: "Succeed",
            Output: { ...counts, outcome: "notExportable" },
        },
        GroupDone: {
            Type: "Succeed",
            Output: {
                ...counts,
                outcome: to === undefined ? "upToDate" : jsonata`$nextRange.latest = ${to} ? "complete" : "upToDate"`,
            },
        },
    };
}
