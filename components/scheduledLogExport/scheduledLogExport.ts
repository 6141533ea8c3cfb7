import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MOCK_ACCOUNT, MOCK_REGION, standInForMocks } from "../../providers/outputs";
import { assertInputs } from "../../providers/validation/inputError";
import { DEFAULT_DESTINATION_PREFIX } from "../../providers/exportTask/inputs";
import { archiveUri } from "../archiveUri";
import { plainRegion } from "../awsSettings";
import { kmsKeyArnOf } from "../exportBucket/encryption";
import { refuseRegion } from "../exportBucket/bucketRegion";
import { ExportBucket } from "../exportBucket/exportBucket";
import { keyedLogGroups } from "../logGroups/logGroups";
import { checkOrigins, originsOf, refuseOrigin } from "../logGroups/origin";
import { knownValue } from "../previewLog";
import { SCHEDULED_LOG_EXPORT_TYPE } from "../resourceTypes";
import { type ScheduledLogExportArgs } from "./args";
import { checkScheduledLogExportArgs } from "./checks";
import { dailyForecast } from "./preview/dailyForecast";
import { makeAlarms } from "./resources/alarms";
import { makeCheckpointTable } from "./resources/checkpointTable";
import { makeDashboard } from "./resources/dashboard";
import { makeFailureNotifications } from "./resources/failureNotifications";
import { makeMachine } from "./resources/machine";
import { makeManifests } from "./resources/manifests";
import { makeSchedule } from "./resources/schedule";
import { makeTopic } from "./resources/topic";

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
    /** The starts that the schedule could not make. */
    readonly deadLetters: aws.sqs.Queue;
    readonly alarms: readonly aws.cloudwatch.MetricAlarm[];
    /** Only with `topicEncryption: { createKey: true }`. */
    readonly topicKey?: aws.kms.Key;
    /** Only with `executionLogs`. */
    readonly executionLogs?: aws.cloudwatch.LogGroup;
    /** Only with `dashboard`. */
    readonly dashboard?: aws.cloudwatch.Dashboard;
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
    /**
     * Where all its exports are, as `s3://bucket/prefix/`: what `npx pulumi-cloudwatch-logs-export` takes.
     * @example "s3://audit-archive/audit/"
     */
    readonly archiveUri: pulumi.Output<string>;
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
        if (args.logGroups)
            assertInputs(`ScheduledLogExport "${name}"`, checkOrigins(args.logGroups, plainRegion(this)));
        const ownRegion = standInForMocks(
            aws.getRegionOutput({}, { parent: this }).region,
            plainRegion(this) ?? MOCK_REGION,
        );
        const accountId = standInForMocks(aws.getCallerIdentityOutput({}, { parent: this }).accountId, MOCK_ACCOUNT);
        this.bucket = ExportBucket.isInstance(args.bucket)
            ? args.bucket
            : new ExportBucket(`${name}-bucket`, args.bucket, { parent: this });
        const place = { region: ownRegion, accountId, bucketRegion: this.bucket.bucketRegion };
        const region = checkedRegion(`ScheduledLogExport "${name}"`, args, place);
        // A machine that runs already would export a wrong list, too.
        const names = logGroupNames(args)?.apply((given) => region.apply(() => given));
        this.bucketName = this.bucket.bucketName;
        this.archiveUri = archiveUri(this.bucketName, args.destinationPrefix ?? DEFAULT_DESTINATION_PREFIX);
        this.nodes = makeNodes(name, args, { names, region, accountId }, this.bucket, this);
        dailyForecast(this, args, names);
        this.stateMachineArn = this.nodes.stateMachine.arn;
        this.topicArn = this.nodes.topic.arn;
        this.tableName = this.nodes.table.name;
        this.tableArn = this.nodes.table.arn;
        const { bucketName, archiveUri: uri, stateMachineArn, topicArn, tableName, tableArn } = this;
        this.registerOutputs({ bucketName, archiveUri: uri, stateMachineArn, topicArn, tableName, tableArn });
    }
}

/** The Region and account that a ScheduledLogExport runs in. */
interface RunPlace {
    readonly region: pulumi.Output<string>;
    readonly accountId: pulumi.Output<string>;
}

/** The names of the log groups; undefined if each run selects them. */
function logGroupNames({ logGroups }: ScheduledLogExportArgs): pulumi.Output<string[]> | undefined {
    return logGroups && pulumi.all(keyedLogGroups(logGroups).map(({ logGroupName }) => logGroupName));
}

/**
 * The Region, once log groups and bucket are known to be in it, as far as they are known. The state machine and the list of
 * its log groups wait for it.
 */
function checkedRegion(
    what: string,
    { logGroups }: ScheduledLogExportArgs,
    { region, accountId, bucketRegion }: RunPlace & { readonly bucketRegion: pulumi.Output<string | undefined> },
): pulumi.Output<string> {
    const known = Promise.all([knownValue(pulumi.output(bucketRegion)), ...originsOf(logGroups ?? [])]);
    return pulumi.all([region, accountId]).apply(async ([region, account]: [string, string | undefined]) => {
        const [ofBucket, ...origins] = await known;
        const accounts = account === undefined ? undefined : [account];
        assertInputs(what, [
            ...refuseRegion(region, ofBucket),
            ...[...new Set(origins)].flatMap((origin) => (origin ? refuseOrigin(origin, { region, accounts }) : [])),
        ]);
        return region;
    });
}

function makeNodes(
    name: string,
    args: ScheduledLogExportArgs,
    { names, region, accountId }: RunPlace & { readonly names: pulumi.Output<string[]> | undefined },
    bucket: ExportBucket,
    parent: pulumi.Resource,
): ScheduledLogExportNodes {
    const { kmsKey } = args;
    const kmsKeyArn = kmsKey === undefined ? undefined : kmsKeyArnOf(kmsKey, region, "kmsKey");
    const table = makeCheckpointTable(name, args, kmsKeyArn, parent);
    const { topic, topicKey, topicKeyArn } = makeTopic(name, args, { region, accountId }, parent);
    const { manifestBucket, manifests } = makeManifests(name, names, args, kmsKeyArn, parent);
    const machine = makeMachine(
        name,
        args,
        { region, accountId, bucket, table, topic, manifestBucket, names, kmsKeyArn, topicKeyArn },
        parent,
    );
    makeFailureNotifications(name, args, machine.stateMachine, topic, parent);
    const schedule = makeSchedule(
        name,
        args,
        machine.stateMachine,
        pulumi.all([region, accountId]),
        [machine.rolePolicy, ...manifests],
        parent,
    );
    const { deadLetters } = schedule;
    const alarms = makeAlarms(name, args, { machine: machine.stateMachine, topic, deadLetters }, parent);
    const dashboard = makeDashboard(name, args, { machine: machine.stateMachine, deadLetters, region }, parent);
    return { table, topic, topicKey, manifestBucket, manifests, ...machine, ...schedule, alarms, dashboard };
}
