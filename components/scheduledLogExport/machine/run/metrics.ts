import { type MachinePlan } from "../plan";
import { call, type Code, integration, jsonata, type State } from "../statesLanguage";
import { thisMachine } from "./runLock";

/** The namespace and the dimension of the metrics. */
export const METRIC_NAMESPACE = "CloudWatchLogsExport";
export const METRIC_DIMENSION = "StateMachine";

/**
 * The metrics of a run.
 *
 * | metric            | what                                                                                        |
 * |-------------------|---------------------------------------------------------------------------------------------|
 * | `HoursBehind`     | how long what could have been exported has been waiting, of the log group furthest behind   |
 * | `ExpiredRanges`   | ranges of which retention removed events before they were exported                          |
 * | `FailedGroups`    | log groups that could not be exported completely                                            |
 * | `VerifiedExports` | exports that were verified                                                                  |
 */
export type MetricName = "HoursBehind" | "ExpiredRanges" | "FailedGroups" | "VerifiedExports";

const UNITS: Readonly<Record<MetricName, string>> = {
    HoursBehind: "None", // CloudWatch has no hours
    ExpiredRanges: "Count",
    FailedGroups: "Count",
    VerifiedExports: "Count",
};

/** Publishes metrics of a run. A run does its work without them, too. */
export function publishMetrics(plan: MachinePlan, values: Partial<Record<MetricName, Code>>, next: string): State {
    return call({
        resource: integration(plan, "aws-sdk:cloudwatch:putMetricData"),
        args: {
            Namespace: METRIC_NAMESPACE,
            MetricData: Object.entries(values).map(([name, value]) => ({
                MetricName: name,
                Dimensions: [{ Name: METRIC_DIMENSION, Value: jsonata`${thisMachine}` }],
                Unit: UNITS[name as MetricName],
                Value: jsonata`${value}`,
            })),
        },
        next,
        retry: "briefly",
        otherwise: { ErrorEquals: ["States.ALL"], Next: next },
    });
}
