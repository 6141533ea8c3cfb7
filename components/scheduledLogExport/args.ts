import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type TimestampInput } from "../../providers/validation/timestamp";
import { type KmsKeyResource } from "../exportBucket/encryption";
import type { ExportBucket } from "../exportBucket/exportBucket";
import { type ExportBucketArgs } from "../exportBucket/args";
import type { LogExport } from "../logExport/logExport";
import { type LogGroupSelection } from "../logGroups/selection";
import { type LogGroups } from "../logGroups/logGroups";
import { type SplitBy } from "../time/calendar";
import { type Transforms } from "../transform";

/** When the runs are started. */
export interface ExportScheduleArgs {
    /**
     * An expression of EventBridge Scheduler: `cron(minutes hours day-of-month month day-of-week year)`, or `rate(…)`.
     * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
     * @example "cron(0 3 * * ? *)"
     */
    readonly expression: string;
    /**
     * The time zone that EventBridge Scheduler evaluates `expression` in: a name of the IANA time zone database. It does not
     * affect the ranges: see `rangeTimeZone`.
     * @default "UTC"
     * @example "Europe/Berlin"
     */
    readonly timeZone?: string;
}

/** Log groups with little data, which one export in a while is enough for. */
export interface QuietGroupsArgs {
    /** Groups that store fewer bytes a day than this are quiet. */
    readonly belowBytesPerDay: number;
    /**
     * How long their ranges are.
     * @default "week"
     */
    readonly splitBy?: "day" | "week" | "month";
}

/** When the alarms go off. */
export interface AlarmArgs {
    /**
     * How long what could be exported may wait, in hours.
     * @default 48
     */
    readonly hoursBehind?: number;
}

/** How the topic is encrypted: with a key of yours, or with one that this package creates. */
export type TopicEncryption = { readonly kmsKey: pulumi.Input<string> | KmsKeyResource } | { readonly createKey: true };

/** What Step Functions writes about each run and each visit into a log group. */
export interface ExecutionLogsArgs {
    /**
     * Which events are written: all of an execution's history, those of errors, or those that end an execution.
     * @default "ERROR"
     */
    readonly level?: "ALL" | "ERROR" | "FATAL";
    /**
     * Whether inputs, outputs and variables are written too: names of log groups, buckets, and causes of failures.
     * @default false
     */
    readonly includeExecutionData?: boolean;
    /**
     * How long the log group keeps them; one of the numbers that CloudWatch Logs takes.
     * @default 90, as long as Step Functions keeps an execution's history
     */
    readonly retentionInDays?: number;
}

/** A table of checkpoints that is there. */
export interface ExistingCheckpoints {
    /** The name of the table, in the same account and Region. */
    readonly existing: pulumi.Input<string>;
}

/** Changes to the arguments of the inner resources. */
export type ScheduledLogExportTransforms = Transforms<{
    table: aws.dynamodb.TableArgs;
    topic: aws.sns.TopicArgs;
    manifestBucket: aws.s3.BucketArgs;
    role: aws.iam.RoleArgs;
    rolePolicy: aws.iam.RolePolicyArgs;
    stateMachine: aws.sfn.StateMachineArgs;
    schedulerRole: aws.iam.RoleArgs;
    schedule: aws.scheduler.ScheduleArgs;
    deadLetters: aws.sqs.QueueArgs;
    failureRule: aws.cloudwatch.EventRuleArgs;
    topicPolicy: aws.sns.TopicPolicyArgs;
    alarm: aws.cloudwatch.MetricAlarmArgs;
    topicKey: aws.kms.KeyArgs;
    executionLogs: aws.cloudwatch.LogGroupArgs;
    dashboard: aws.cloudwatch.DashboardArgs;
}>;

/** The arguments of a ScheduledLogExport. */
export interface ScheduledLogExportArgs {
    /**
     * The log groups, as for a `LogExport`. Required unless `select` is given.
     * @example ["/aws/lambda/payments", checkoutLogGroup]
     */
    readonly logGroups?: LogGroups;
    /**
     * Selects the log groups in each run, so that new ones are found without an `up`: the same that `selectLogGroups` finds
     * for the same selection; `{}` takes every log group of the Region. Regular expressions are those that JSONata
     * knows: without `(?`, and with `i` as the only flag.
     * @example { namePrefix: "/aws/lambda/", exclude: [/-test$/] }
     */
    readonly select?: LogGroupSelection;
    /**
     * When the runs are started, as an expression in UTC or with a time zone. Required unless `once` is given.
     * @example "cron(0 3 * * ? *)"
     * @example { expression: "cron(0 3 * * ? *)", timeZone: "Europe/Berlin" }
     */
    readonly schedule?: string | ExportScheduleArgs;
    /**
     * A backfill: it exports from `from` to `to`, starts immediately, and is resumed every six hours until all is exported.
     */
    readonly once?: true;
    /**
     * The start of the range, inclusive: ISO 8601 with an offset, a `Date`, or milliseconds since 1970. A log group that has
     * a checkpoint resumes from that. Required unless `continues` is given.
     * @example "2026-10-01T00:00:00Z"
     */
    readonly from?: TimestampInput;
    /** The end of the range, exclusive; only with `once`. */
    readonly to?: TimestampInput;
    /**
     * A `LogExport` that this one continues: it begins where the last range of the LogExport ends, once all its exports are
     * completed. Instead of `from`.
     */
    readonly continues?: LogExport;
    /**
     * How long the ranges are, which begin with an hour, day, week (from Monday) or month in `rangeTimeZone`.
     * @default "day"
     */
    readonly splitBy?: SplitBy;
    /**
     * The time zone in which the ranges' hours, days, weeks and months begin, for `splitBy` and the `"hive"` layout: a name
     * of the IANA time zone database, or a fixed offset. It does not affect when runs start: see `schedule.timeZone`. The
     * state machine contains the changes of the zone's clock for the next ten years, and each `up` updates them. Without
     * an `up` in that time, its runs fail and report it.
     * @default "UTC"
     * @example "Europe/Berlin"
     */
    readonly rangeTimeZone?: string;
    /**
     * Longer ranges for log groups with little data: each export takes about 15 seconds of the one slot, whatever is
     * in it. Only for groups that retain their data at least twice as long as such a range lasts.
     * @default all groups have the same ranges
     * @example { belowBytesPerDay: 1_000_000, splitBy: "week" }
     */
    readonly quietGroups?: QuietGroupsArgs;
    /**
     * How many hours ago a range must have ended; see the same property of `ExportTask`.
     * @default 12
     */
    readonly settleHours?: number;
    /**
     * The beginning of every exported object's key; `layout` decides what follows.
     * @default "exportedlogs", as the service does
     */
    readonly destinationPrefix?: string;
    /**
     * How the keys continue: `"hive"`, `log_group=…/year=…/month=…/day=…`, or, for a single log group, `"plain"`. A function,
     * as LogExport takes it, cannot run in AWS.
     * @default "hive"
     */
    readonly layout?: "hive" | "plain";
    /** Exports only log streams whose names begin with this. */
    readonly logStreamNamePrefix?: string;
    /**
     * The bucket: the arguments of an `ExportBucket` to create, or an `ExportBucket` that several exports share.
     * @default a new bucket
     */
    readonly bucket?: ExportBucket | ExportBucketArgs;
    /**
     * The table of checkpoints of an earlier ScheduledLogExport, to resume where that ended: one that was renamed, or destroyed.
     * The table stays when a stack is destroyed, like the bucket, since it says what of the archive is exported. Its name is
     * the `tableName` of that component.
     * @default a new table
     * @example { existing: "nightly-checkpoints-1a2b3c4" }
     */
    readonly checkpoints?: ExistingCheckpoints;
    /**
     * A customer managed key, in the same Region, for what the machine keeps: checkpoints and manifests. Its role may use it
     * for these through DynamoDB and S3; the key's policy must allow the account's IAM policies to grant this, as that of a
     * new key does. The bucket of the exports has an encryption of its own, `bucket: { encryption }`.
     * @default the keys that DynamoDB and S3 manage
     * @example new aws.kms.Key("machine", { enableKeyRotation: true })
     */
    readonly kmsKey?: pulumi.Input<string> | KmsKeyResource;
    /**
     * CloudWatch alarms that report on the topic: runs that failed, or did not start when the schedule said; starts that were
     * lost; what has been waiting for too long; and what retention removed before it was exported. Whether runs start is not
     * known of a schedule that may pause for more than a week.
     * @default true
     * @example { hoursBehind: 72 }
     */
    readonly alarms?: boolean | AlarmArgs;
    /**
     * Encrypts the topic. `createKey` makes a key that EventBridge and CloudWatch alarms may use, and deletes it with the topic.
     * The policy of a given key must hold the statement of `topicKeyStatements()`: without it, mails do not come, and
     * nothing says so. The AWS managed key `alias/aws/sns` cannot be used for this.
     * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
     * @default without a key
     * @example { createKey: true }
     */
    readonly topicEncryption?: TopicEncryption;
    /**
     * A log group for what Step Functions writes about the runs and visits, beyond the 90 days in which it keeps their
     * histories. What is written costs what CloudWatch Logs charges for vended logs. `true` writes errors.
     * @default false
     * @example { level: "ALL", retentionInDays: 365 }
     */
    readonly executionLogs?: boolean | ExecutionLogsArgs;
    /**
     * A CloudWatch dashboard: how far behind, what was exported, what failed or expired, and the runs. CloudWatch charges
     * for each dashboard beyond three in an account.
     * @default false
     */
    readonly dashboard?: boolean;
    /** Changes the arguments of inner resources. */
    readonly transform?: ScheduledLogExportTransforms;
}
