import { type MachinePlan } from "../plan";
import { call, code, type Code, integration, jsonata, raw, type State, type Template } from "../statesLanguage";
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

/** What a run counts up to its end, by metric, and the variable with what of it is published. */
const COUNTS = { ExpiredRanges: code`$expiredRanges`, FailedGroups: code`$failed`, VerifiedExports: code`$verified` };
type Count = keyof typeof COUNTS;
export const NOTHING_PUBLISHED = { ExpiredRanges: 0, FailedGroups: 0, VerifiedExports: 0 } satisfies Record<
    Count,
    number
>;

/**
 * Publishes what a run has counted since it last did: it may add a round for another run, and its counts go on.
 * @param values other metrics to publish with them
 */
export function publishCounts(plan: MachinePlan, values: Partial<Record<MetricName, Code>>, next: string): State {
    const counts = Object.entries(COUNTS);
    const since = counts.map(([name, count]) => [name, code`${count} - $published.${raw(name)}`] as const);
    const published = Object.fromEntries(counts.map(([name, count]) => [name, jsonata`${count}`]));
    return publishMetrics(plan, { ...values, ...Object.fromEntries(since) }, next, { published });
}

/** Publishes metrics of a run. A run does its work without them, too. */
export function publishMetrics(
    plan: MachinePlan,
    values: Partial<Record<MetricName, Code>>,
    next: string,
    assign?: Template,
): State {
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
        assign,
        next,
        retry: "briefly",
        otherwise: { ErrorEquals: ["States.ALL"], Next: next },
    });
}
