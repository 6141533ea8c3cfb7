import type { LogGroupClass } from "@aws-sdk/client-cloudwatch-logs";
import type { MetricDatum } from "./cloudwatch/metric";
import type { Table } from "./dynamodb/table";
import type { EventRule, SentEvent } from "./events/rule";
import type { Role } from "./iam/role";
import type { AccessKey } from "./http/identity";
import { type KmsKey } from "./kms/key";
import type { RetentionPolicyState } from "./logs/retentionPolicy";
import type { ExportTask } from "./logs/exportTask";
import type { Bucket } from "./s3/bucket";
import { record } from "./record";
import type { Schedule, ScheduleGroup } from "./scheduler/schedule";
import type { Topic } from "./sns/topic";
import type { StateMachine } from "./states/stateMachine";

/** The state of the emulated AWS. It is plain JSON, so a snapshot is a copy. */
export interface AwsState {
    /** Access keys that were issued or registered. */
    readonly keys: Record<string, AccessKey>;
    /** CloudWatch Logs by `account/region`. */
    readonly logs: Record<string, LogsRegion>;
    /** Bucket names are unique across accounts and Regions. */
    readonly buckets: Record<string, Bucket>;
    /** KMS keys by ARN, aliases by `account/region/alias`. */
    readonly kmsKeys: Record<string, KmsKey>;
    readonly kmsAliases: Record<string, string>;
    /** The following records are by ARN. */
    readonly tables: Record<string, Table>;
    readonly topics: Record<string, Topic>;
    readonly roles: Record<string, Role>;
    readonly rules: Record<string, EventRule>;
    readonly schedules: Record<string, Schedule>;
    readonly scheduleGroups: Record<string, ScheduleGroup>;
    readonly stateMachines: Record<string, StateMachine>;
    /** The events that were put on event buses, oldest first. */
    readonly events: SentEvent[];
    /** The metrics that were published, oldest first. */
    readonly metrics: MetricDatum[];
}

export interface LogsRegion {
    readonly groups: Record<string, LogGroupState>;
    readonly tasks: ExportTask[];
    retentionPolicies?: RetentionPolicyState[];
}

export interface LogGroupState {
    readonly name: string;
    readonly creationTime: number;
    readonly logGroupClass: LogGroupClass;
    retentionInDays?: number;
    kmsKeyId?: string;
    readonly tags: Record<string, string>;
    readonly streams: Record<string, LogStreamState>;
    /** If set, overrides storedBytes, which is otherwise the sum of the events. */
    storedBytes?: number;
}

export interface LogStreamState {
    readonly name: string;
    readonly creationTime: number;
    readonly events: LogEvent[];
}

export interface LogEvent {
    readonly timestamp: number;
    readonly message: string;
    readonly ingestionTime: number;
}

export function emptyState(): AwsState {
    return {
        keys: record(),
        logs: record(),
        buckets: record(),
        kmsKeys: record(),
        kmsAliases: record(),
        tables: record(),
        topics: record(),
        roles: record(),
        rules: record(),
        schedules: record(),
        scheduleGroups: record(),
        stateMachines: record(),
        events: [],
        metrics: [],
    };
}

/** The logs of one account and Region, created on first use. */
export function logsOf(world: AwsState, accountId: string, region: string): LogsRegion {
    return (world.logs[`${accountId}/${region}`] ??= { groups: record(), tasks: [] });
}
