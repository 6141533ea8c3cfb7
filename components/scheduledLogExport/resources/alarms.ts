import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { applyTransform } from "../../transform";
import { type AlarmArgs, type ScheduledLogExportArgs } from "../args";
import { METRIC_DIMENSION, METRIC_NAMESPACE, type MetricName } from "../machine/run/metrics";
import { longestPauseHours } from "../scheduleExpression";

export const DEFAULT_ALARM_HOURS_BEHIND = 48;
const HOUR_SECONDS = 3600;
/** A start may be this late: the schedule tries again for this long, and a day can have 25 hours. */
const LATE_HOURS = 2;
/** CloudWatch evaluates at most a week of hours: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html */
const MAX_HOURS = 7 * 24;

interface AlarmResources {
    readonly machine: aws.sfn.StateMachine;
    readonly topic: aws.sns.Topic;
    readonly deadLetters: aws.sqs.Queue;
}

/** Alarms on the topic: runs that failed or did not start, starts that were lost, what is behind, and what expired. */
export function makeAlarms(
    name: string,
    { alarms = true, schedule, transform = {} }: ScheduledLogExportArgs,
    { machine, topic, deadLetters }: AlarmResources,
    parent: pulumi.Resource,
): aws.cloudwatch.MetricAlarm[] {
    if (alarms === false) return [];
    const { hoursBehind = DEFAULT_ALARM_HOURS_BEHIND }: AlarmArgs = alarms === true ? {} : alarms;
    const alarm = (suffix: string, args: Omit<aws.cloudwatch.MetricAlarmArgs, "alarmActions">) =>
        new aws.cloudwatch.MetricAlarm(
            ...applyTransform(
                transform.alarm,
                `${name}-${suffix}`,
                { treatMissingData: "notBreaching", ...args, alarmActions: [topic.arn] },
                { parent },
            ),
        );
    const above = { comparisonOperator: "GreaterThanThreshold", period: HOUR_SECONDS, evaluationPeriods: 1 } as const;
    const ofRuns = { namespace: "AWS/States", dimensions: { StateMachineArn: machine.arn }, statistic: "Sum" };
    const own = (metricName: MetricName) => ({
        namespace: METRIC_NAMESPACE,
        metricName,
        dimensions: { [METRIC_DIMENSION]: machine.name },
    });
    const sum = (id: string, metricName: string) => ({
        id,
        metric: { ...ofRuns, stat: ofRuns.statistic, metricName, period: HOUR_SECONDS, statistic: undefined },
    });
    const { expression, timeZone } = typeof schedule === "string" ? { expression: schedule } : (schedule ?? {});
    const pause = expression === undefined ? undefined : longestPauseHours(expression, timeZone);
    const window = pause === undefined ? Infinity : Math.ceil(pause) + LATE_HOURS;
    return [
        alarm("runs-failed", {
            alarmDescription: `Runs of ${name} failed, timed out or were stopped.`,
            comparisonOperator: "GreaterThanThreshold",
            evaluationPeriods: 1,
            threshold: 0,
            metricQueries: [
                { id: "all", expression: "FILL(failed, 0) + FILL(late, 0) + FILL(stopped, 0)", returnData: true },
                sum("failed", "ExecutionsFailed"),
                sum("late", "ExecutionsTimedOut"),
                sum("stopped", "ExecutionsAborted"),
            ],
        }),
        // A weekly schedule fills the week that CloudWatch looks back on, without a margin; rarer ones do not fit.
        ...(window <= MAX_HOURS + LATE_HOURS
            ? [
                  alarm("runs-missing", {
                      alarmDescription: `No run of ${name} was started when the schedule said.`,
                      ...ofRuns,
                      metricName: "ExecutionsStarted",
                      comparisonOperator: "LessThanThreshold",
                      threshold: 1,
                      period: HOUR_SECONDS,
                      evaluationPeriods: Math.min(window, MAX_HOURS),
                      treatMissingData: "breaching",
                  }),
              ]
            : []),
        alarm("starts-lost", {
            alarmDescription: `The schedule of ${name} could not start runs: see the dead-letter queue.`,
            ...above,
            namespace: "AWS/SQS",
            metricName: "ApproximateNumberOfMessagesVisible",
            dimensions: { QueueName: deadLetters.name },
            statistic: "Maximum",
            threshold: 0,
        }),
        alarm("behind", {
            alarmDescription: `What ${name} could have exported has been waiting for more than ${hoursBehind} hours.`,
            ...above,
            ...own("HoursBehind"),
            statistic: "Maximum",
            threshold: hoursBehind,
        }),
        alarm("expired", {
            alarmDescription: `Retention removed events before ${name} exported them.`,
            ...above,
            ...own("ExpiredRanges"),
            statistic: "Sum",
            threshold: 0,
        }),
    ];
}
