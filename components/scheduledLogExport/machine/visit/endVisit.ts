import { type MachinePlan } from "../plan";
import { call, code, type Code, integration, jsonata, type State } from "../statesLanguage";

/** How failures are reported on EventBridge's default bus. */
export const EVENT_SOURCE = "cloudwatch-logs-export";
export const FAILURE_DETAIL_TYPE = "Log Export Failed";

/** Causes are cut to this length in reports. */
export const MAX_CAUSE_CHARACTERS = 600;

/** The end of a visit. The run counts the outcomes. */
export function endVisit(plan: MachinePlan): Record<string, State> {
    const { to, name } = plan;
    const range = code`($failedRange.name != "" ? $failedRange : $task.name != "" ? $task : $nextRange)`;
    const iso = (time: Code) => code`(${time} > 0 ? $fromMillis(${time}) : "")`;
    const failure = {
        logGroupName: jsonata`$group`,
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
    };
    return {
        ReportFailure: call({
            resource: integration(plan, "events:putEvents"),
            args: {
                Entries: [
                    {
                        Source: EVENT_SOURCE,
                        DetailType: FAILURE_DETAIL_TYPE,
                        Detail: { export: name, run: jsonata`$run`, ...failure },
                    },
                ],
            },
            next: "GroupFailed",
            otherwise: { ErrorEquals: ["States.ALL"], Next: "GroupFailed" }, // the run's message to the topic includes it too
        }),
        GroupFailed: {
            Type: "Succeed",
            Output: { ...counts, outcome: "failed", failure },
        },
        GroupUnfinished: {
            Type: "Succeed",
            Output: { ...counts, outcome: "unfinished" },
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
