import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { applyTransform } from "../../transform";
import { type ScheduledLogExportArgs } from "../args";
import { METRIC_DIMENSION, METRIC_NAMESPACE, type MetricName } from "../machine/run/metrics";

interface DashboardResources {
    readonly machine: aws.sfn.StateMachine;
    readonly deadLetters: aws.sqs.Queue;
    readonly region: pulumi.Output<string>;
}

/** A dashboard of the metrics that the machine and AWS publish; undefined if none is wanted. */
export function makeDashboard(
    name: string,
    { dashboard = false, transform = {} }: ScheduledLogExportArgs,
    { machine, deadLetters, region }: DashboardResources,
    parent: pulumi.Resource,
): aws.cloudwatch.Dashboard | undefined {
    if (!dashboard) return undefined;
    const dashboardBody = pulumi
        .all([machine.name, machine.arn, deadLetters.name, region])
        .apply((names) => JSON.stringify(dashboardOf(...names)));
    // Dashboards are those of the account, machines those of a Region.
    const dashboardName = pulumi.interpolate`${machine.name}-${region}`;
    return new aws.cloudwatch.Dashboard(
        ...applyTransform(transform.dashboard, `${name}-dashboard`, { dashboardName, dashboardBody }, { parent }),
    );
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function dashboardOf(machineName: string, machineArn: string, queueName: string, region: string) {
    const own = (metric: MetricName) => [METRIC_NAMESPACE, metric, METRIC_DIMENSION, machineName];
    const ofRuns = (metric: string) => ["AWS/States", metric, "StateMachineArn", machineArn];
    const graph = (title: string, stat: "Sum" | "Maximum", metrics: readonly string[][]) => ({ title, stat, metrics });
    const graphs = [
        graph("Hours behind", "Maximum", [own("HoursBehind")]),
        graph("Verified exports", "Sum", [own("VerifiedExports")]),
        graph("Log groups that failed, ranges that expired", "Sum", [own("FailedGroups"), own("ExpiredRanges")]),
        graph(
            "Runs",
            "Sum",
            ["ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsAborted"].map(ofRuns),
        ),
        graph("Starts that were lost", "Maximum", [
            ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queueName],
        ]),
    ];
    return {
        start: "-P30D",
        widgets: graphs.map((properties, index) => ({
            type: "metric",
            x: (index % 2) * 12,
            y: Math.floor(index / 2) * 6,
            width: 12,
            height: 6,
            properties: { ...properties, region, period: 3600, view: "timeSeries" },
        })),
    };
}
