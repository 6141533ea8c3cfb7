import { DAY_MS } from "../../../../providers/durations";
import { type MachinePlan } from "../plan";
import { call, code, integration, jsonata, type State, subject } from "../statesLanguage";
import { putEvent } from "./events";
import { countEvents } from "./variables";

export const NOTHING_EXPIRED = { from: 0, to: 0 };

/**
 * What retention had removed of a task's range when the task began, or may have: the service deletes events some time after
 * they expire. A part in which no event was ever seen, or that is reported already, does not count.
 */
const FROM = code`$max([$task.from, $idleTo, $created, $expiredTo])`;
const TO = code`$min([$task.to, $taskCreated - $retention * ${DAY_MS}])`;
export const HAS_EXPIRED = code`$retention > 0 and ${TO} > ${FROM} and $latestEvent >= ${FROM}`;
export const EXPIRED = { from: jsonata`${FROM}`, to: jsonata`${TO}` };

/**
 * Reports a range of which retention removed events before they were exported: on the topic, and as an event. It does so
 * before the checkpoint passes the range, so that a run that is stopped in between reports it twice rather than never.
 */
export function reportExpiredRange(plan: MachinePlan): Record<string, State> {
    const { name, topicArn } = plan;
    const [from, to] = [code`$fromMillis($expired.from)`, code`$fromMillis($expired.to)`];
    return {
        ReportExpiredRange: call({
            resource: integration(plan, "sns:publish"),
            args: {
                TopicArn: topicArn,
                Subject: subject(`Log export ${name}: events expired`),
                Message: jsonata`${`Log export ${name}: retention removed events before they were exported.\n\n`}
                    & $group & " from " & ${from} & " to " & ${to} & ": the log group retains its events for " & $string($retention)
                    & ${" days. What was left is exported. Retain the events longer, or export more often.\n\nRun: "} & $run`,
            },
            assign: countEvents(10),
            next: "PutExpiredEvent",
            otherwise: { ErrorEquals: ["States.ALL"], Next: "PutExpiredEvent" }, // the run fails with it, too
        }),
        PutExpiredEvent: call({
            ...putEvent(plan, "expired", {
                from: jsonata`${from}`,
                to: jsonata`${to}`,
                retentionInDays: jsonata`$retention`,
            }),
            assign: countEvents(10),
            next: "WriteExportManifest",
            otherwise: { ErrorEquals: ["States.ALL"], Next: "WriteExportManifest" },
        }),
    };
}
