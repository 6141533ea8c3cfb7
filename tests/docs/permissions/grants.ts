import { ACCOUNT, BUCKET, REGION } from "../../support/account";

/** An action, what it is for, and what happens without it. Everything but `byProvider` is run by permissions.test.ts. */
export interface Grant {
    readonly actions: readonly string[];
    readonly on: string | readonly string[];
    readonly for: string;
    readonly without: string;
    /** How it shows that one of the actions is missing: an error of this text, or a warning and no error. */
    readonly shows: { readonly fails: RegExp } | { readonly warns: RegExp } | "byProvider";
}

/** The policy of somebody, in one use of the package. */
export interface Permissions {
    readonly title: string;
    readonly intro: string;
    readonly grants: readonly Grant[];
}

const PREFIX = "audit";
const bucketArn = `arn:aws:s3:::${BUCKET}`;
const below = `${bucketArn}/${PREFIX}/*`;
const manifests = `${below}/_export-*.json`;
const groups = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:*`;
const keys = `arn:aws:kms:${REGION}:${ACCOUNT}:key/*`;
const FAILS = "`up` fails";
const FAILS_LATER = "`up`, `refresh` or `destroy` fails";
/** A refused HeadBucket has no body, so its message is unknown to the SDK. */
const DENIED = /not authorized to perform|UnknownError/;

/** Without any of them an operation fails, and the message names it. */
function needed(on: Grant["on"], actions: readonly string[], use: string, without = FAILS): Grant {
    return { actions, on, for: use, without, shows: { fails: DENIED } };
}

/** Asked by the real provider, which the sandbox does not run. */
function byProvider(on: Grant["on"], actions: readonly string[], use: string): Grant {
    return { actions, on, for: use, without: "not run on the sandbox", shows: "byProvider" };
}

/** A role that exports on somebody's behalf. */
export const EXPORTER_ROLE = `arn:aws:iam::${ACCOUNT}:role/exporter`;

const EXPORT: readonly Grant[] = [
    {
        actions: ["logs:CreateExportTask"],
        on: groups,
        for: "start an export",
        without: FAILS,
        shows: { fails: /Grant the caller logs:CreateExportTask/ },
    },
    needed("*", ["logs:DescribeExportTasks"], "find the task of an earlier run, and wait"),
    {
        actions: ["s3:PutObject"],
        on: below,
        for: "CreateExportTask asks it of its caller; the manifest",
        without: FAILS,
        shows: { fails: /Grant the caller s3:PutObject on audit/ },
    },
    {
        actions: ["s3:ListBucket"],
        on: bucketArn,
        for: "verify the objects",
        without: "the export runs, with a warning and `verified: false`",
        shows: { warns: /the export is not verified.*Grant the caller s3:ListBucket/ },
    },
    {
        actions: ["s3:GetObject"],
        on: manifests,
        for: "compare an export that another resource or stack made with its manifest",
        without: "a warning; such an export is adopted by its listing",
        shows: { warns: /The manifest .* could not be read/ },
    },
    {
        actions: ["logs:DescribeLogGroups"],
        on: "*",
        for: "the preview's estimate; where a log group begins within its ranges",
        without: "a warning: events from before its creation may be missing",
        shows: { warns: /was created within its ranges is not known.*Grant the caller logs:DescribeLogGroups/ },
    },
    needed(
        "*",
        ["logs:CancelExportTask"],
        "remove or replace an export whose task still runs",
        "the removal fails, and the task runs to its end",
    ),
];

const DELETE: readonly Grant[] = [
    needed("*", ["logs:DescribeLogGroups"], "see that the log group still exists", "the deletion fails"),
    needed(bucketArn, ["s3:ListBucket", "s3:ListBucketVersions"], "find objects and owners", "the deletion fails"),
    {
        actions: ["s3:PutObject"],
        on: below,
        for: "mark that the deletion has begun",
        without: "the deletion fails",
        shows: { fails: /Could not remove the export/ },
    },
    needed(below, ["s3:DeleteObjectVersion"], "delete the objects", "the deletion fails"),
    needed(
        below,
        ["s3:DeleteObject"],
        "hide the own manifest, if Object Lock keeps it and another export relies on the objects",
        "the deletion fails",
    ),
];

const KEY_USE: readonly Grant[] = [
    {
        actions: ["kms:GenerateDataKey"],
        on: keys,
        for: "write the manifest",
        without: 'the export runs and is verified, with a warning; `removalPolicy: "delete"` then refuses to delete',
        shows: { warns: /The manifest of .* could not be written: .*kms:GenerateDataKey/ },
    },
    {
        actions: ["kms:Decrypt"],
        on: keys,
        for: "read the manifest of another resource or stack",
        without: "a warning, as without `s3:GetObject`",
        shows: { warns: /The manifest .* could not be read/ },
    },
];

const made = "arn:aws:s3:::archive-*";
const BUCKET_READS = [
    "s3:ListBucket",
    "s3:GetBucketOwnershipControls",
    "s3:GetBucketPolicy",
    "s3:GetBucketPublicAccessBlock",
    "s3:GetBucketTagging",
    "s3:GetBucketVersioning",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
];
const MAKE_BUCKET: readonly Grant[] = [
    needed(
        made,
        [
            "s3:CreateBucket",
            "s3:PutBucketOwnershipControls",
            "s3:PutBucketPolicy",
            "s3:PutBucketPublicAccessBlock",
            "s3:PutBucketVersioning",
            "s3:PutEncryptionConfiguration",
            "s3:PutLifecycleConfiguration",
        ],
        "create and change the bucket and its settings",
    ),
    needed(made, BUCKET_READS, "read them", "`up` and `refresh` fail"),
    needed(made, ["s3:PutBucketTagging"], "`tags`"),
    needed(
        made,
        ["s3:GetBucketObjectLockConfiguration", "s3:PutBucketObjectLockConfiguration"],
        "`objectLock`; the real provider reads it of every bucket",
    ),
    byProvider(
        made,
        [
            "s3:GetAccelerateConfiguration",
            "s3:GetBucketAcl",
            "s3:GetBucketCORS",
            "s3:GetBucketLocation",
            "s3:GetBucketLogging",
            "s3:GetBucketRequestPayment",
            "s3:GetBucketWebsite",
            "s3:GetReplicationConfiguration",
        ],
        "aws.s3.Bucket reads every setting, used or not",
    ),
    byProvider(
        made,
        ["s3:ListTagsForResource", "s3:TagResource", "s3:UntagResource"],
        "tags by the newer calls; denied, the provider falls back to the older",
    ),
];

const DELETE_BUCKET: readonly Grant[] = [
    needed(
        made,
        ["s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:ListBucketVersions"],
        "delete the bucket and its policy",
        "`destroy` fails",
    ),
    needed(`${made}/*`, ["s3:DeleteObjectVersion"], "empty it first", "`destroy` fails"),
];

const aliases = `arn:aws:kms:${REGION}:${ACCOUNT}:alias/*`;
const MAKE_KEY: readonly Grant[] = [
    needed("*", ["kms:CreateKey"], "create the key"),
    needed(keys, ["kms:EnableKeyRotation"], "its rotation"),
    needed([keys, aliases], ["kms:CreateAlias"], "its alias"),
    needed(
        keys,
        ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
        "read the key",
        "`up` and `refresh` fail",
    ),
    needed("*", ["kms:ListAliases"], "read the alias", "`up` and `refresh` fail"),
    needed(keys, ["kms:ScheduleKeyDeletion"], 'with `createKey.removalPolicy: "delete"`', "`destroy` fails"),
    needed([keys, aliases], ["kms:DeleteAlias"], "the alias goes with the stack", "`destroy` fails"),
    byProvider(
        keys,
        ["kms:TagResource", "kms:UntagResource", "kms:PutKeyPolicy", "kms:UpdateKeyDescription"],
        "`tags`, and a changed policy or description",
    ),
];

const role = `arn:aws:iam::${ACCOUNT}:role/nightly-*`;
const machine = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:nightly-*`;
const table = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/nightly-*`;
const topic = `arn:aws:sns:${REGION}:${ACCOUNT}:nightly-*`;
const rule = `arn:aws:events:${REGION}:${ACCOUNT}:rule/nightly-*`;
const schedule = `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/default/nightly-*`;
const own = "arn:aws:s3:::nightly-*";
const named = (service: string, ...verbs: readonly string[]) => verbs.map((verb) => `${service}:${verb}`);
const SCHEDULE: readonly Grant[] = [
    needed(
        role,
        named("iam", "CreateRole", "GetRole", "DeleteRole", "PutRolePolicy", "GetRolePolicy", "DeleteRolePolicy"),
        "the roles of the state machine and of the schedule",
        FAILS_LATER,
    ),
    needed(role, ["iam:PassRole"], "give them to Step Functions and EventBridge Scheduler"),
    needed(
        machine,
        named("states", "CreateStateMachine", "DescribeStateMachine", "DeleteStateMachine"),
        "the state machine",
        FAILS_LATER,
    ),
    needed(
        table,
        named(
            "dynamodb",
            "CreateTable",
            "DescribeTable",
            "DeleteTable",
            "UpdateContinuousBackups",
            "DescribeContinuousBackups",
        ),
        "the table of checkpoints",
        FAILS_LATER,
    ),
    needed(
        topic,
        named("sns", "CreateTopic", "SetTopicAttributes", "GetTopicAttributes", "DeleteTopic"),
        "the topic that tells of failures",
        FAILS_LATER,
    ),
    needed(
        rule,
        named("events", "PutRule", "DescribeRule", "DeleteRule", "PutTargets", "ListTargetsByRule", "RemoveTargets"),
        "the rule that feeds it",
        FAILS_LATER,
    ),
    needed(
        schedule,
        named("scheduler", "CreateSchedule", "GetSchedule", "DeleteSchedule"),
        "the schedule",
        FAILS_LATER,
    ),
    needed(
        own,
        named(
            "s3",
            "CreateBucket",
            "ListBucket",
            "ListBucketVersions",
            "DeleteBucket",
            "GetBucketTagging",
            "PutBucketPublicAccessBlock",
            "GetBucketPublicAccessBlock",
            "PutLifecycleConfiguration",
            "GetLifecycleConfiguration",
        ),
        "the bucket of its manifests; beside these what a bucket above is read by",
        FAILS_LATER,
    ),
    needed(
        `${own}/*`,
        named("s3", "PutObject", "GetObject", "DeleteObject"),
        "its lists of log groups, with `logGroups`",
        FAILS_LATER,
    ),
    byProvider(`${own}/*`, named("s3", "GetObjectTagging", "DeleteObjectVersion"), "read and delete them"),
    byProvider(
        machine,
        named("states", "ListStateMachineVersions", "ListTagsForResource", "UpdateStateMachine"),
        "read and change the state machine",
    ),
    byProvider("*", ["states:ValidateStateMachineDefinition"], "check the definition in a preview"),
    byProvider(
        role,
        named(
            "iam",
            "ListRolePolicies",
            "ListAttachedRolePolicies",
            "ListInstanceProfilesForRole",
            "UpdateAssumeRolePolicy",
        ),
        "read, change and delete roles",
    ),
    byProvider(
        table,
        named("dynamodb", "DescribeTimeToLive", "ListTagsOfResource", "UpdateTable"),
        "read and change the table",
    ),
    byProvider([topic], ["sns:ListTagsForResource"], "read the topic"),
    byProvider([rule], ["events:ListTagsForResource"], "read the rule"),
    byProvider([schedule], ["scheduler:UpdateSchedule"], "change the schedule"),
    byProvider(
        `arn:aws:sqs:${REGION}:${ACCOUNT}:nightly-*`,
        named("sqs", "CreateQueue", "GetQueueAttributes", "SetQueueAttributes", "ListQueueTags", "DeleteQueue"),
        "the queue of starts that were lost",
    ),
    byProvider(
        `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:nightly-*`,
        named("cloudwatch", "PutMetricAlarm", "DescribeAlarms", "ListTagsForResource", "DeleteAlarms"),
        "the alarms",
    ),
];

const SCHEDULE_KEY: readonly Grant[] = [
    needed(
        own,
        named("s3", "PutEncryptionConfiguration", "GetEncryptionConfiguration"),
        "encrypt the manifests",
        FAILS_LATER,
    ),
    needed(keys, ["kms:GenerateDataKey"], "write the lists of log groups, with `logGroups`"),
    byProvider(
        keys,
        named("kms", "CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "ReEncryptFrom", "ReEncryptTo"),
        "encrypt the table ([DynamoDB](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html)); " +
            "read the lists",
    ),
];

const database = `arn:aws:glue:${REGION}:${ACCOUNT}:database/shop_prod_audit`;
const tables = `arn:aws:glue:${REGION}:${ACCOUNT}:table/shop_prod_audit/*`;
const catalog = `arn:aws:glue:${REGION}:${ACCOUNT}:catalog`;
const workgroup = `arn:aws:athena:${REGION}:${ACCOUNT}:workgroup/primary`;
const TABLE: readonly Grant[] = [
    byProvider(
        [catalog, database, tables],
        named("glue", "CreateDatabase", "GetDatabase", "DeleteDatabase", "CreateTable", "GetTable", "DeleteTable"),
        "the database, the table and the view",
    ),
    byProvider([catalog, database, tables], named("glue", "UpdateDatabase", "UpdateTable"), "change them"),
    byProvider(
        [catalog, database, tables],
        ["glue:GetPartitionIndexes"],
        "the real provider reads them beside the table",
    ),
    byProvider(database, named("glue", "GetTags", "TagResource", "UntagResource"), "the tags of the database"),
    byProvider(
        workgroup,
        named("athena", "CreateNamedQuery", "GetNamedQuery", "DeleteNamedQuery"),
        "the saved queries, of a workgroup",
    ),
];

const results = "arn:aws:s3:::audit-query-results";
const QUERY: readonly Grant[] = [
    byProvider(
        workgroup,
        named(
            "athena",
            "GetNamedQuery",
            "GetQueryExecution",
            "GetQueryResults",
            "GetWorkGroup",
            "ListNamedQueries",
            "StartQueryExecution",
            "StopQueryExecution",
        ),
        "run queries, also the saved ones",
    ),
    byProvider(
        [catalog, database, tables],
        named("glue", "GetDatabase", "GetTable", "GetPartition", "GetPartitions"),
        "find the table and the view",
    ),
    byProvider([bucketArn, results], ["s3:GetBucketLocation", "s3:ListBucket"], "list the archive and the results"),
    byProvider(below, ["s3:GetObject"], "read the archive"),
    byProvider(
        `${results}/*`,
        named("s3", "AbortMultipartUpload", "GetObject", "ListMultipartUploadParts", "PutObject"),
        "write and read results, where the workgroup keeps them",
    ),
    byProvider(keys, ["kms:Decrypt"], "read what a KMS key encrypts; leave it out without one"),
];

const READ: readonly Grant[] = [
    needed(bucketArn, ["s3:ListBucket"], "list the archive", "the command fails"),
    {
        actions: ["s3:GetObject"],
        on: below,
        for: "read manifests, and for `read` and `--count` the data",
        without: "the command fails",
        shows: { fails: /not authorized to perform: s3:GetObject/ },
    },
];

const READ_KEY: readonly Grant[] = [needed(keys, ["kms:Decrypt"], "read manifests and data", "the command fails")];

const ASSUME: readonly Grant[] = [needed(EXPORTER_ROLE, ["sts:AssumeRole"], "become the role that exports")];

/** Who needs what, by use. */
export const PERMISSIONS = {
    export: {
        title: "Who runs `pulumi up`: exports into a bucket that exists",
        intro: "The role needs nothing else of S3 and CloudWatch Logs: the bucket's own policy lets the service write.",
        grants: EXPORT,
    },
    delete: {
        title: 'With `removalPolicy: "delete"`',
        intro: "To delete exported objects, in addition to the above:",
        grants: DELETE,
    },
    key: {
        title: "With a bucket that a KMS key encrypts",
        intro:
            "CloudWatch Logs encrypts what it exports by the key's policy. The caller needs the key for manifests alone, in " +
            "addition to the above:",
        grants: KEY_USE,
    },
    select: {
        title: "With `selectLogGroups`",
        intro: "In addition to the above:",
        grants: [needed("*", ["logs:ListLogGroups"], "list log groups, also in a preview", "preview and `up` fail")],
    },
    assume: {
        title: "Who exports as another role: `assumeRoleArn`",
        intro: "The role itself needs what is said above, and its trust policy must name the caller. The caller needs:",
        grants: ASSUME,
    },
    makeBucket: {
        title: "Who creates a bucket",
        intro: "A `LogExport` without `bucket.existing`, or an `ExportBucket`, here one that is named `archive`. In addition to exporting:",
        grants: MAKE_BUCKET,
    },
    deleteBucket: {
        title: 'Who deletes a bucket: `bucket: { removalPolicy: "delete" }`',
        intro: "By default a bucket stays, and none of these is called. In addition to creating it:",
        grants: DELETE_BUCKET,
    },
    makeKey: {
        title: "Who creates a key: `encryption: { createKey: true }`",
        intro: "In addition to creating the bucket:",
        grants: MAKE_KEY,
    },
    schedule: {
        title: "Who deploys a ScheduledLogExport",
        intro:
            "For one that is named `nightly`, in addition to creating its bucket. Runs need nothing of the deployer: the state " +
            "machine's role is created with exactly the permissions of its calls.",
        grants: SCHEDULE,
    },
    scheduleKey: {
        title: "Who deploys a ScheduledLogExport with `kmsKey`",
        intro: "In addition to the above, if the key's policy leaves its use to IAM policies:",
        grants: SCHEDULE_KEY,
    },
    table: {
        title: "Who deploys an ArchiveTable",
        intro: "For one that is named `audit`, in the stack `prod` of the project `shop`:",
        grants: TABLE,
    },
    query: {
        title: "Who queries an ArchiveTable in Athena",
        intro: "With results in a bucket of yours, here `audit-query-results`:",
        grants: QUERY,
    },
    read: {
        title: "Who runs `coverage`, `verify` or `read`",
        intro: "The commands of [Archives](archive.md) only read:",
        grants: READ,
    },
    readKey: {
        title: "The same, of a bucket that a KMS key encrypts",
        intro: "In addition to the above:",
        grants: READ_KEY,
    },
} as const satisfies Readonly<Record<string, Permissions>>;

export type Use = keyof typeof PERMISSIONS;

interface Statement {
    readonly Effect: "Allow";
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
}

/** The policy that allows these, one statement for each resource; without one action for a test of what happens then. */
export function policyOf(uses: readonly Use[], without?: string) {
    const byResource = new Map<string, { on: Grant["on"]; actions: Set<string> }>();
    for (const { on, actions } of uses.flatMap((use) => PERMISSIONS[use].grants as readonly Grant[])) {
        const statement = byResource.get(JSON.stringify(on)) ?? { on, actions: new Set<string>() };
        byResource.set(JSON.stringify(on), statement);
        for (const action of actions) if (action !== without) statement.actions.add(action);
    }
    const Statement = [...byResource.values()]
        .filter(({ actions }) => actions.size > 0)
        .map(({ on, actions }): Statement => {
            const sorted = [...actions].sort();
            return { Effect: "Allow", Action: sorted.length === 1 ? sorted[0] : sorted, Resource: on };
        });
    return { Version: "2012-10-17", Statement };
}
