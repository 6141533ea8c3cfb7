import { type PolicyStatement } from "./policyDocument";
import { dnsSuffixOf } from "../../../providers/policies/partition";
import { MANIFEST_PREFIX, MANIFEST_SUFFIX } from "../../../providers/exportTask/run/marks";
import { RUN_MANIFESTS } from "../machine/plan";
import { MAP_LABEL } from "../machine/run/visitGroups";
import { METRIC_NAMESPACE } from "../machine/run/metrics";
import { EVENT_SOURCE } from "../machine/visit/events";

/** What the policy of the state machine's role depends on, as plain values. */
export interface MachineGrant {
    readonly partition: string;
    readonly region: string;
    readonly accountId: string;
    readonly stateMachineArn: string;
    readonly tableArn: string;
    readonly topicArn: string;
    readonly manifestBucketArn: string;
    readonly bucketArn: string;
    readonly destinationPrefix: string;
    /** The KMS key that encrypts the bucket of the exports, if it is known. */
    readonly bucketKeyArn?: string;
    /** Undefined if each run selects the log groups. */
    readonly logGroupNames?: readonly string[];
    /** The key that encrypts checkpoints and manifests, if one is given. */
    readonly kmsKeyArn?: string;
    /** The key that encrypts the topic, if there is one. */
    readonly topicKeyArn?: string;
    /** Whether the log groups are selected by tags. */
    readonly readsTags?: boolean;
}

/** IAM limits a role's inline policies to 10,240 characters in total. Half of them are left for what `transform` adds. */
const MAX_LOG_GROUP_ARN_CHARACTERS = 5_000;

/** Allows exactly the calls that the state machine makes. */
export function machinePolicy(grant: MachineGrant): PolicyStatement[] {
    const { partition, region, accountId, stateMachineArn, bucketArn, destinationPrefix, manifestBucketArn } = grant;
    const machineName = stateMachineArn.slice(stateMachineArn.lastIndexOf(":") + 1);
    const executions = `arn:${partition}:states:${region}:${accountId}:execution:${machineName}`;
    return [
        {
            Sid: "ExportLogGroups",
            Effect: "Allow",
            Action: ["logs:CreateExportTask", "logs:DescribeLogStreams"],
            Resource: logGroupArns(grant),
        },
        // These know no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html,
        // …/list_amazonresourcegrouptaggingapi.html and …/list_amazoncloudwatch.html
        {
            Sid: "DescribeGroupsAndTasks",
            Effect: "Allow",
            Action: ["logs:DescribeLogGroups", "logs:DescribeExportTasks"],
            Resource: "*",
        },
        ...(grant.readsTags ? [READ_TAGS] : []),
        {
            Sid: "PublishMetrics",
            Effect: "Allow",
            Action: "cloudwatch:PutMetricData",
            Resource: "*",
            Condition: { StringEquals: { "cloudwatch:namespace": METRIC_NAMESPACE } },
        },
        // CreateExportTask requires that its caller may do what the service then does in the bucket.
        {
            Sid: "WriteExports",
            Effect: "Allow",
            Action: "s3:PutObject",
            Resource: `${bucketArn}/${destinationPrefix}/*`,
        },
        // What the machine itself writes there.
        {
            Sid: "WriteExportManifests",
            Effect: "Allow",
            Action: "s3:PutObject",
            Resource: `${bucketArn}/${destinationPrefix}/*/${MANIFEST_PREFIX}${machineName}${MANIFEST_SUFFIX}`,
        },
        { Sid: "ReadBucketAcl", Effect: "Allow", Action: "s3:GetBucketAcl", Resource: bucketArn },
        {
            Sid: "VerifyExports",
            Effect: "Allow",
            Action: "s3:ListBucket",
            Resource: bucketArn,
            Condition: { StringLike: { "s3:prefix": `${destinationPrefix}/*` } },
        },
        { Sid: "ReadManifests", Effect: "Allow", Action: "s3:GetObject", Resource: `${manifestBucketArn}/*` },
        {
            Sid: "WriteManifests",
            Effect: "Allow",
            Action: "s3:PutObject",
            Resource: `${manifestBucketArn}/${RUN_MANIFESTS}*`,
        },
        {
            Sid: "ReadAndWriteCheckpoints",
            Effect: "Allow",
            Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
            Resource: grant.tableArn,
        },
        ...keyUseStatements(grant),
        { Sid: "PublishFailures", Effect: "Allow", Action: "sns:Publish", Resource: grant.topicArn },
        // The key holds the sources of all entries of a call. Null, since ForAllValues is true of none.
        {
            Sid: "PutEvents",
            Effect: "Allow",
            Action: "events:PutEvents",
            Resource: `arn:${partition}:events:${region}:${accountId}:event-bus/default`,
            Condition: {
                "ForAllValues:StringEquals": { "events:source": EVENT_SOURCE },
                Null: { "events:source": "false" },
            },
        },
        // A distributed Map starts visits as executions of the same state machine. A run at its limit starts the next run.
        { Sid: "StartRuns", Effect: "Allow", Action: "states:StartExecution", Resource: stateMachineArn },
        {
            Sid: "DescribeRuns",
            Effect: "Allow",
            Action: "states:DescribeExecution",
            Resource: [`${executions}:*`, `${executions}/*`],
        },
        // A redrive of a run redrives its Map Run, which the role has to be allowed:
        // https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
        {
            Sid: "RedriveVisits",
            Effect: "Allow",
            Action: "states:RedriveExecution",
            Resource: `${executions}/${MAP_LABEL}:*`,
        },
    ];
}

/**
 * Allows use of the keys only through the services that encrypt with them. The actions for DynamoDB are those that it requires of the users of a
 * table, without `kms:CreateGrant`, which only creating the table requires:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
function keyUseStatements({ kmsKeyArn, bucketKeyArn, topicKeyArn, region }: MachineGrant): PolicyStatement[] {
    // AWS documents amazonaws.com, and amazonaws.com.cn for China; of other partitions nothing is known, so both are allowed.
    const suffixes = [...new Set([...(region.startsWith("cn-") ? [] : ["amazonaws.com"]), dnsSuffixOf(region)])];
    const through = (service: string) => {
        const names = suffixes.map((suffix) => `${service}.${region}.${suffix}`);
        return { StringEquals: { "kms:ViaService": names.length === 1 ? names[0] : names } };
    };
    const statements = (
        Sid: string,
        key: string | undefined,
        Action: string | string[],
        service: string,
    ): PolicyStatement[] =>
        key === undefined ? [] : [{ Sid, Effect: "Allow", Action, Resource: key, Condition: through(service) }];
    const forTable = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];
    return [
        ...statements("UseKeyForManifests", kmsKeyArn, ["kms:Decrypt", "kms:GenerateDataKey"], "s3"),
        ...statements("UseKeyForCheckpoints", kmsKeyArn, forTable, "dynamodb"),
        ...statements("UseKeyForExportManifests", bucketKeyArn, "kms:GenerateDataKey", "s3"),
        // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
        ...statements("UseKeyForTopic", topicKeyArn, ["kms:Decrypt", "kms:GenerateDataKey*"], "sns"),
    ];
}

const READ_TAGS: PolicyStatement = { Sid: "ReadTags", Effect: "Allow", Action: "tag:GetResources", Resource: "*" };

/** Allows EventBridge Scheduler to start runs, and to keep what it could not start. */
export function schedulerPolicy(stateMachineArn: string, deadLettersArn: string): PolicyStatement[] {
    return [
        { Sid: "StartRuns", Effect: "Allow", Action: "states:StartExecution", Resource: stateMachineArn },
        { Sid: "KeepLostStarts", Effect: "Allow", Action: "sqs:SendMessage", Resource: deadLettersArn },
    ];
}

/** Allows a service to assume a role, only for resources of this account. */
export function trustPolicy(service: string, accountId: string, sourceArn: string): PolicyStatement[] {
    return [
        {
            Sid: "AssumeRole",
            Effect: "Allow",
            Principal: { Service: service },
            Action: "sts:AssumeRole",
            Condition: {
                StringEquals: { "aws:SourceAccount": accountId },
                ArnLike: { "aws:SourceArn": sourceArn },
            },
        },
    ];
}

/**
 * Allows EventBridge to report runs that failed, timed out or were stopped, and CloudWatch to report alarms. Without Condition
 * blocks: "You can't use Condition blocks in Amazon SNS topic policies for EventBridge",
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
 */
export function topicPolicy(topicArn: string): PolicyStatement[] {
    const statement = (Sid: string, Service: string): PolicyStatement => ({
        Sid,
        Effect: "Allow",
        Principal: { Service },
        Action: "sns:Publish",
        Resource: topicArn,
    });
    return [
        statement("PublishFailedRuns", "events.amazonaws.com"),
        statement("PublishAlarms", "cloudwatch.amazonaws.com"),
    ];
}

/**
 * Allows Step Functions to write execution logs. These actions know no resource:
 * https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 */
export const LOG_DELIVERY: readonly PolicyStatement[] = [
    {
        Sid: "DeliverExecutionLogs",
        Effect: "Allow",
        Action: [
            "logs:CreateLogDelivery",
            "logs:GetLogDelivery",
            "logs:UpdateLogDelivery",
            "logs:DeleteLogDelivery",
            "logs:ListLogDeliveries",
            "logs:PutResourcePolicy",
            "logs:DescribeResourcePolicies",
            "logs:DescribeLogGroups",
        ],
        Resource: "*",
    },
];

/** The ARNs of the given log groups if they fit into the policy; otherwise one ARN for all in the account and Region. */
function logGroupArns({ partition, region, accountId, logGroupNames }: MachineGrant): string | string[] {
    const any = `arn:${partition}:logs:${region}:${accountId}:log-group:`;
    if (!logGroupNames) return `${any}*`;
    const arns = logGroupNames.flatMap((name) => [`${any}${name}`, `${any}${name}:*`]);
    return JSON.stringify(arns).length > MAX_LOG_GROUP_ARN_CHARACTERS ? `${any}*` : arns;
}
