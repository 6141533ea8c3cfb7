import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { assertInputs } from "../../providers/validation/inputError";
import { DEFAULT_DESTINATION_PREFIX } from "../../providers/exportTask/inputs";
import { partitionOf } from "../../providers/policies/principal";
import { givenKeyArn } from "../exportBucket/encryption";
import { ExportBucket } from "../exportBucket/exportBucket";
import { SCHEDULED_LOG_EXPORT_TYPE } from "../resourceTypes";
import { keyedLogGroups } from "../logGroups/logGroups";
import { applyTransform, type ResourceTransform } from "../transform";
import { type ScheduledLogExportArgs } from "./args";
import { checkScheduledLogExportArgs } from "./checks";
import { TABLE_KEY } from "./machine/checkpoint";
import { makeManifests } from "./resources/manifests";
import { makeFailureNotifications } from "./resources/failureNotifications";
import { machinePolicy, trustPolicy } from "./resources/policies";
import { policyDocument } from "./resources/policyDocument";
import { forecastNight } from "./preview/nightForecast";
import { resolvePlan } from "./machine/resolvePlan";
import { stateMachine } from "./machine/stateMachine";
import { makeSchedule } from "./resources/schedule";

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

/**
 * The declaration of a `LogExport`, run by AWS Step Functions in place of `pulumi up`: every night, or once for a large
 * backfill. `up` returns at once.
 *
 * Each log group has a checkpoint, which moves only once an export is verified in the bucket; whatever stops a run, the
 * next one resumes from there. Failures are reported on the topic, as events on EventBridge's default bus (source
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
    /** The bucket, created by this package or given. */
    readonly bucket: ExportBucket;
    /** The state machine of which each execution is a run. */
    readonly stateMachineArn: pulumi.Output<string>;
    /** The topic that failures are reported on; nobody is subscribed to it yet. */
    readonly topicArn: pulumi.Output<string>;
    /** The table of checkpoints, by log group name. */
    readonly tableName: pulumi.Output<string>;
    /** The table's ARN, for policies that name it. */
    readonly tableArn: pulumi.Output<string>;
    readonly nodes: ScheduledLogExportNodes;

    /** @throws {InputError} if an argument is wrong. */
    constructor(name: string, args: ScheduledLogExportArgs, opts?: pulumi.ComponentResourceOptions) {
        assertInputs(`ScheduledLogExport "${name}"`, checkScheduledLogExportArgs(args ?? {})); // JavaScript may leave them out
        super(SCHEDULED_LOG_EXPORT_TYPE, name, {}, opts);
        this.bucket = ExportBucket.isInstance(args.bucket)
            ? args.bucket
            : new ExportBucket(`${name}-bucket`, args.bucket, { parent: this });
        this.bucketName = this.bucket.bucketName;
        this.nodes = makeNodes(name, args, this.bucket, this);
        this.stateMachineArn = this.nodes.stateMachine.arn;
        this.topicArn = this.nodes.topic.arn;
        this.tableName = this.nodes.table.name;
        this.tableArn = this.nodes.table.arn;
        const { bucketName, stateMachineArn, topicArn, tableName, tableArn } = this;
        this.registerOutputs({ bucketName, stateMachineArn, topicArn, tableName, tableArn });
    }
}

function makeNodes(
    name: string,
    args: ScheduledLogExportArgs,
    bucket: ExportBucket,
    parent: pulumi.Resource,
): ScheduledLogExportNodes {
    const { transform = {} } = args;
    const inner = <Args extends object>(of: ResourceTransform<Args> | undefined, suffix: string, given: Args) =>
        applyTransform(of, `${name}-${suffix}`, given, { parent });
    const region = aws.getRegionOutput({}, { parent }).region;
    const accountId = aws.getCallerIdentityOutput({}, { parent }).accountId;
    const place = pulumi.all([region, accountId]);

    const kmsKeyArn = args.kmsKey === undefined ? undefined : givenKeyArn(args.kmsKey, region, "kmsKey");
    const table = new aws.dynamodb.Table(
        ...inner(transform.table, "checkpoints", {
            billingMode: "PAY_PER_REQUEST",
            hashKey: TABLE_KEY,
            attributes: [{ name: TABLE_KEY, type: "S" }],
            pointInTimeRecovery: { enabled: true },
            serverSideEncryption: kmsKeyArn && { enabled: true, kmsKeyArn },
        }),
    );
    const topic = new aws.sns.Topic(...inner(transform.topic, "failures", {}));
    const names = args.logGroups && pulumi.all(keyedLogGroups(args.logGroups).map(({ logGroupName }) => logGroupName));
    forecastNight(parent, args, names);
    const { manifestBucket, manifests } = makeManifests(name, names, args, kmsKeyArn, parent);

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
    const definition = resolvePlan(name, args, { region, bucket, table, topic, manifestBucket, names }).apply((plan) =>
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
                .all([place, machine.arn, table.arn, topic.arn, manifestBucket.arn, bucket.bucketArn, names, kmsKeyArn])
                .apply(
                    ([[at, account], stateMachineArn, tableArn, topicArn, manifestBucketArn, bucketArn, groups, key]) =>
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
                                kmsKeyArn: key,
                                readsTags: args.select?.tags !== undefined,
                            }),
                        ),
                ),
        }),
    );
    makeFailureNotifications(name, machine, topic, parent);
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
