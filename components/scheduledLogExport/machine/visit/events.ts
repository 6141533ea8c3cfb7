import { type MachinePlan } from "../plan";
import { integration, jsonata, type Template } from "../statesLanguage";

/** What a visit reports on EventBridge's default bus, for others to go on from. */
export const EVENT_SOURCE = "cloudwatch-logs-export";
export const DETAIL_TYPES = {
    /** An export is verified: its objects are there, and stay as they are. */
    completed: "Log Export Completed",
    /** A range could not be exported. */
    failed: "Log Export Failed",
    /** Retention removed events of a range before they were exported. */
    expired: "Log Events Expired",
} as const;

/** A call that puts one event. `export` and `run` are in the detail of each. */
export function putEvent(plan: MachinePlan, type: keyof typeof DETAIL_TYPES, detail: Template) {
    const entry = {
        Source: EVENT_SOURCE,
        DetailType: DETAIL_TYPES[type],
        Detail: { export: plan.name, run: jsonata`$run`, logGroupName: jsonata`$group`, ...detail },
    };
    return { resource: integration(plan, "events:putEvents"), args: { Entries: [entry] } };
}
