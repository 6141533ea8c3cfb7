import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { assertInputs } from "../../providers/exportTask/inputError";
import { DEFAULT_DESTINATION_PREFIX, DEFAULT_SETTLE_HOURS } from "../../providers/exportTask/inputs";
import { parseTimestamp } from "../../providers/exportTask/timestamp";
import { partitionOf } from "../bucketPolicy";
import { ExportBucket } from "../exportBucket";
import { isExportBucket } from "../isExportBucket";
import { keyedLogGroups } from "../logGroups";
import { applyTransform, Transform } from "../transform";
import { ScheduledLogExportArgs } from "./args";
import { checkScheduledLogExportArgs } from "./checks";
import { TABLE_KEY } from "./checkpoint";
import { endOf } from "./continuation";
import { GivenGroups, GROUPS_PER_MANIFEST, MachinePlan, SelectedGroups } from "./machinePlan";
import { makeManifests } from "./manifests";
import { machinePolicy, schedulerPolicy, topicPolicy, trustPolicy } from "./policies";
import { policyDocument } from "./policyDocument";
import { forecastNight } from "./nightForecast";
import { stateMachine } from "./runFlow";
import { groupSelection } from "./selection";

export const SCHEDULED_LOG_EXPORT_TYPE = "cloudwatch-logs-export:index:ScheduledLogExport";

/** The inner resources of a ScheduledLogExport. */
export interface ScheduledLogExportNodes {
    readonly table: aws.dynamodb.Table;
    readonly topic: aws.sns.Topic;
    readonly manifestBucket: aws.s3.Bucket;
    readonly manifests: readonly aws.s3.BucketObjectv2[];
    readonly role: aws.iam.Role;
    readonly rolePolicy: aws.iam.RolePolicy;
    readonly stateMachine: aws.sfn.StateMachine;
    readonly schedulerRole: aws.iam.Role;
    readonly schedule: aws.scheduler.Schedule;
}

/** How often a backfill is taken up again, should it have been stopped, or wait for data to settle. */
const BACKFILL_RATE = "rate(6 hours)";

/**
 * The declaration of a `LogExport`, run by AWS Step Functions in place of `pulumi up`: every night, or once for a large
 * backfill. `up` returns at once.
 *
 * Each log group has a checkpoint, which moves only once an export is verified in the bucket; whatever stops a run, the
 * next one goes on from there. Failures are told on the topic, as events on EventBridge's default bus (source
 * `cloudwatch-logs-export`), and by the run itself, which then ends as failed.
 *
 * @example
 * ```ts
 * const nightly = new ScheduledLogExport("nightly", {
 *     select: { namePrefix: "/aws/lambda/" },
 *     from: "2026-10-01T00:00:00Z",
 *     schedule: { expression: "cron(0 3 * * ? *)", timeZone: "Europe/Berlin" },
 * });
 * new aws.sns.TopicSubscription("on-call", { topic: nightly.topicArn, protocol: "email", endpoint: "on-call@example.com" });
 * ```
 */
export class ScheduledLogExport extends pulumi.ComponentResource {
    /** The name of the bucket that receives the exports. */
    readonly bucketName: pulumi.Output<string>;
    /** The bucket, made here or given. */
    readonly bucket: ExportBucket;
    /** The state machine of which each execution is a run. */
    readonly stateMachineArn: pulumi.Output<string>;
    /** The topic that failures are told on; nobody is subscribed to it yet. */
    readonly topicArn: pulumi.Output<string>;
    /** The table of checkpoints, by log group name. */
    readonly tableName: pulumi.Output<string>;
    readonly nodes: ScheduledLogExportNodes;

    /** @throws {InputError} where an argument is wrong. */
    constructor(name: string, args: ScheduledLogExportArgs, opts?: pulumi.ComponentResourceOptions) {
        assertInputs(`ScheduledLogExport "${name}"`, checkScheduledLogExportArgs(args ?? {})); // JavaScript may leave them out
        super(SCHEDULED_LOG_EXPORT_TYPE, name, {}, opts);
        this.bucket = isExportBucket(args.bucket)
            ? args.bucket
            : new ExportBucket(`${name}-bucket`, args.bucket, { parent: this });
        this.bucketName = this.bucket.bucketName;
        this.nodes = makeNodes(name, args, this.bucket, this);
        this.stateMachineArn = this.nodes.stateMachine.arn;
        this.topicArn = this.nodes.topic.arn;
        this.tableName = this.nodes.table.name;
        const { bucketName, stateMachineArn, topicArn, tableName } = this;
        this.registerOutputs({ bucketName, stateMachineArn, topicArn, tableName });
    }
}

function makeNodes(
    name: string,
    args: ScheduledLogExportArgs,
    bucket: ExportBucket,
    parent: pulumi.Resource,
): ScheduledLogExportNodes {
    const { transform = {} } = args;
    const inner = <Args extends object>(of: Transform<Args> | undefined, suffix: string, given: Args) =>
        applyTransform(of, `${name}-${suffix}`, given, { parent });
    const region = aws.getRegionOutput({}, { parent }).region;
    const accountId = aws.getCallerIdentityOutput({}, { parent }).accountId;
    const place = pulumi.all([region, accountId]);

    const table = new aws.dynamodb.Table(
        ...inner(transform.table, "checkpoints", {
            billingMode: "PAY_PER_REQUEST",
            hashKey: TABLE_KEY,
            attributes: [{ name: TABLE_KEY, type: "S" }],
            pointInTimeRecovery: { enabled: true },
        }),
    );
    const topic = new aws.sns.Topic(...inner(transform.topic, "failures", {}));
    const names = args.logGroups && pulumi.all(keyedLogGroups(args.logGroups).map(({ logGroupName }) => logGroupName));
    forecastNight(parent, args, names);
    const { manifestBucket, manifests } = makeManifests(name, names, args, parent);

    const role = new aws.iam.Role(
        ...inner(transform.role, "role", {
            assumeRolePolicy: place.apply(([at, account]) =>
                policyDocument(
                    trustPolicy(
                        "states.amazonaws.com",
                        account,
                        `arn:${partitionOf(at)}:states:${at}:${account}:stateMachine:*`,
                    ),
                ),
            ),
        }),
    );
    const definition = planOf(name, args, { region, bucket, table, topic, manifestBucket, names }).apply((plan) =>
        JSON.stringify(stateMachine(plan)),
    );
    const machine = new aws.sfn.StateMachine(
        ...inner(transform.stateMachine, "machine", { roleArn: role.arn, type: "STANDARD", definition }),
    );
    // Made after the machine, which it names: the machine starts its own visits.
    const rolePolicy = new aws.iam.RolePolicy(
        ...inner(transform.rolePolicy, "role-policy", {
            role: role.id,
            policy: pulumi
                .all([place, machine.arn, table.arn, topic.arn, manifestBucket.arn, bucket.bucketArn, names])
                .apply(([[at, account], stateMachineArn, tableArn, topicArn, manifestBucketArn, bucketArn, groups]) =>
                    policyDocument(
                        machinePolicy({
                            partition: partitionOf(at),
                            region: at,
                            accountId: account,
                            stateMachineArn,
                            tableArn,
                            topicArn,
                            manifestBucketArn,
                            bucketArn,
                            destinationPrefix: args.destinationPrefix ?? DEFAULT_DESTINATION_PREFIX,
                            logGroupNames: groups,
                        }),
                    ),
                ),
        }),
    );
    tellEndsOfRuns(name, machine, topic, parent);
    const { schedulerRole, schedule } = makeSchedule(name, args, machine, place, [rolePolicy, ...manifests], parent);
    return {
        table,
        topic,
        manifestBucket,
        manifests,
        role,
        rolePolicy,
        stateMachine: machine,
        schedulerRole,
        schedule,
    };
}

interface Made {
    readonly region: pulumi.Output<string>;
    readonly bucket: ExportBucket;
    readonly table: aws.dynamodb.Table;
    readonly topic: aws.sns.Topic;
    readonly manifestBucket: aws.s3.Bucket;
    readonly names: pulumi.Output<string[]> | undefined;
}

function planOf(name: string, args: ScheduledLogExportArgs, made: Made): pulumi.Output<MachinePlan> {
    const { quietGroups } = args;
    const time = (property: string, value: ScheduledLogExportArgs["from"]) => parseTimestamp(property, value) as number;
    const from = args.continues ? endOf(args.continues) : pulumi.output(time("from", args.from));
    return pulumi
        .all([
            made.region,
            made.bucket.bucketName,
            made.table.name,
            made.topic.arn,
            made.manifestBucket.bucket,
            made.names,
            from,
        ])
        .apply(([region, bucketName, tableName, topicArn, manifestBucketName, names, from]) => ({
            name: readableName(name),
            partition: partitionOf(region),
            bucketName,
            destinationPrefix: args.destinationPrefix ?? DEFAULT_DESTINATION_PREFIX,
            layout: args.layout ?? "hive",
            logStreamNamePrefix: args.logStreamNamePrefix,
            splitBy: args.splitBy ?? "day",
            quiet: quietGroups && {
                bytesPerDay: quietGroups.belowBytesPerDay,
                splitBy: quietGroups.splitBy ?? "week",
            },
            from,
            to: args.once && time("to", args.to),
            settleHours: args.settleHours ?? DEFAULT_SETTLE_HOURS,
            groups: groupsOf(args, names),
            tableName,
            topicArn,
            manifestBucketName,
        }));
}

function groupsOf({ select }: ScheduledLogExportArgs, names: string[] | undefined): GivenGroups | SelectedGroups {
    if (select) return { select: groupSelection(select) };
    const given = names ?? [];
    const manifestSizes = [];
    for (let left = given.length; left > 0; left -= GROUPS_PER_MANIFEST) {
        manifestSizes.push(Math.min(left, GROUPS_PER_MANIFEST));
    }
    return { manifestSizes, digest: given.join(" ") };
}

/** Tells this one's tasks from those of other stacks; the service documents no alphabet, so ASCII alone. */
function readableName(name: string): string {
    return `${pulumi.getProject()}-${pulumi.getStack()}-${name}`.replace(/[^\x20-\x7e]/g, "_").slice(0, 400);
}

/** What the machine cannot tell itself: that a run was stopped, or has reached a limit of Step Functions. */
function tellEndsOfRuns(
    name: string,
    machine: aws.sfn.StateMachine,
    topic: aws.sns.Topic,
    parent: pulumi.Resource,
): void {
    const rule = new aws.cloudwatch.EventRule(
        `${name}-ends`,
        {
            description: "Runs that did not end by themselves, or ended with failures.",
            eventPattern: machine.arn.apply((arn) =>
                JSON.stringify({
                    source: ["aws.states"],
                    "detail-type": ["Step Functions Execution Status Change"],
                    detail: { stateMachineArn: [arn], status: ["FAILED", "TIMED_OUT", "ABORTED"] },
                }),
            ),
        },
        { parent },
    );
    const policy = new aws.sns.TopicPolicy(
        `${name}-topic-policy`,
        {
            arn: topic.arn,
            policy: pulumi
                .all([topic.arn, rule.arn])
                .apply(([topicArn, ruleArn]) => policyDocument(topicPolicy(topicArn, ruleArn))),
        },
        { parent },
    );
    new aws.cloudwatch.EventTarget(
        `${name}-ends-target`,
        { rule: rule.name, arn: topic.arn },
        { parent, dependsOn: policy },
    );
}

/** The schedule comes last: a run that it starts finds everything in place. */
function makeSchedule(
    name: string,
    { schedule, transform = {} }: ScheduledLogExportArgs,
    machine: aws.sfn.StateMachine,
    place: pulumi.Output<[string, string]>,
    dependsOn: pulumi.Resource[],
    parent: pulumi.Resource,
): Pick<ScheduledLogExportNodes, "schedulerRole" | "schedule"> {
    const schedulerRole = new aws.iam.Role(
        ...applyTransform(
            transform.schedulerRole,
            `${name}-scheduler-role`,
            {
                assumeRolePolicy: place.apply(([region, accountId]) =>
                    policyDocument(
                        trustPolicy(
                            "scheduler.amazonaws.com",
                            accountId,
                            `arn:${partitionOf(region)}:scheduler:${region}:${accountId}:schedule-group/default`,
                        ),
                    ),
                ),
            },
            { parent },
        ),
    );
    const policy = new aws.iam.RolePolicy(
        `${name}-scheduler-policy`,
        {
            role: schedulerRole.id,
            policy: machine.arn.apply((arn) => policyDocument(schedulerPolicy(arn))),
        },
        { parent },
    );
    const { expression, timeZone } =
        schedule === undefined
            ? { expression: BACKFILL_RATE }
            : typeof schedule === "string"
              ? { expression: schedule }
              : schedule;
    const args: aws.scheduler.ScheduleArgs = {
        scheduleExpression: expression,
        scheduleExpressionTimezone: timeZone ?? "UTC",
        flexibleTimeWindow: { mode: "OFF" },
        target: { arn: machine.arn, roleArn: schedulerRole.arn, input: "{}" },
    };
    const made = new aws.scheduler.Schedule(
        ...applyTransform(transform.schedule, `${name}-schedule`, args, { parent, dependsOn: [policy, ...dependsOn] }),
    );
    return { schedulerRole, schedule: made };
}
