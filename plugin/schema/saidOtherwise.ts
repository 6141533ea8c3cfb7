/** Why an argument of the library is not in the schema, or is there in other words. */
export interface Difference {
    readonly says: "otherwise" | "nothing";
    /** What stands for it, or why nothing does; Markdown. */
    readonly text: string;
}

const otherwise = (text: string): Difference => ({ says: "otherwise", text });
const leftOut = (text: string): Difference => ({ says: "nothing", text });

const TRANSFORM = "A function of the program, or arguments of an inner resource of another package";
const TIME = "text in ISO 8601 with an offset, or `latest`; no `Date`, no number";

/**
 * Every argument that is not the same in each language, by type and name: the parity table of docs/languages.md, and what the
 * generator leaves out or takes from `additions`. A union that no SDK can express is in none of them, and fails the generator.
 */
export const DIFFERENCES: Readonly<Record<string, Readonly<Record<string, Difference>>>> = {
    ExportTaskArgs: {
        from: otherwise("text in ISO 8601 with an offset; no `Date`, no number"),
        to: otherwise("text in ISO 8601 with an offset; no `Date`, no number"),
    },
    LogExportArgs: {
        logGroups: otherwise(
            "`logGroups`, a list of names and ARNs; `logGroupsByKey`, a map to names that may be outputs; or `select`, a selection " +
                "in place of `await selectLogGroups(…)`",
        ),
        from: otherwise(TIME),
        to: otherwise(TIME),
        layout: otherwise("`hive` or `plain`; a function cannot leave the program"),
        bucket: otherwise("`bucket`, the arguments of a new or existing one, or `sharedBucket`, an `ExportBucket`"),
        transform: leftOut(TRANSFORM),
    },
    TimeRangeArgs: { from: otherwise(TIME), to: otherwise(TIME) },
    ExportBucketArgs: {
        existing: otherwise("the bucket's name, which may be an output"),
        encryption: otherwise(
            "`kmsKey`, the key's ARN, which may be an output, or `createKey`, an object, which may be empty; left out for SSE-S3",
        ),
        sourceLogGroups: otherwise('the same list; in a `LogExport`, `ownLogGroupsOnly: true` for `"own"`'),
        destinationPrefixes: otherwise('the same list; in a `LogExport`, `ownPrefixesOnly: true` for `"own"`'),
        transform: leftOut(TRANSFORM),
    },
    ScheduledLogExportArgs: {
        logGroups: otherwise(
            "`logGroups`, a list of names and ARNs, or `logGroupsByKey`, a map to names that may be outputs",
        ),
        schedule: otherwise("an object with `expression` and, if you like, `timeZone`"),
        from: otherwise("text in ISO 8601 with an offset; no `Date`, no number"),
        to: otherwise("text in ISO 8601 with an offset; no `Date`, no number"),
        bucket: otherwise("`bucket`, the arguments of a new or existing one, or `sharedBucket`, an `ExportBucket`"),
        kmsKey: otherwise("the key's ARN, which may be an output"),
        alarms: otherwise("`alarms`, an object; `withoutAlarms: true` for `false`"),
        topicEncryption: otherwise("`kmsKey`, the key's ARN, which may be an output, or `createKey: true`"),
        executionLogs: otherwise("an object, which may be empty; left out for none"),
        transform: leftOut(TRANSFORM),
    },
    ArchiveTableArgs: {
        logGroups: otherwise(
            "`logGroups`, a list of names and ARNs, or `logGroupsByKey`, a map to names that may be outputs",
        ),
        transform: leftOut(TRANSFORM),
    },
    LogGroupSelection: {
        namePattern: otherwise("a glob; a regular expression cannot leave the program"),
        tags: otherwise("a list of values for each key, also for a single one"),
        exclude: otherwise("globs; a regular expression cannot leave the program"),
    },
};

/** A property as it stands in the schema. */
export type PropertySpec = Readonly<Record<string, unknown>>;

const text = { type: "string" };
const plainText = { type: "string", plain: true };
const listOf = (items: object) => ({ type: "array", items });
const plainListOf = (items: object) => ({ type: "array", items, plain: true });
const typeRef = (name: string) => ({ $ref: `#/types/cloudwatch-logs-export:index:${name}` });
const resourceRef = (name: string) => ({ $ref: `#/resources/cloudwatch-logs-export:index:${name}` });

const FROM = "The start of the range, inclusive: ISO 8601 with an offset.";
const NAMES_OR_ARNS = { ...plainListOf(plainText), description: "The log groups, by name or ARN." };
const BY_KEY = {
    type: "object",
    plain: true,
    additionalProperties: text,
    description:
        "The log groups, by a key of your choice, which becomes part of the names of the exports; instead of `logGroups`. Unlike " +
        "there, a name can be the output of a resource.",
};
const BUCKET = (type: string) => ({
    ...typeRef(type),
    plain: true,
    description:
        "The bucket: the arguments of a new one, or with `existing` of one that is there.\n\nDefault: a new bucket.",
});
const SHARED_BUCKET = {
    ...resourceRef("ExportBucket"),
    description: "The bucket, shared with other exports; instead of `bucket`.",
};
const SCHEDULED_TO = { ...plainText, description: "The end of the range, exclusive; only with `once`." };
const CONTINUES =
    "A `LogExport` of this program that this one continues: it begins where the last range of the LogExport ends, once all its " +
    "exports are completed. Instead of `from`.";

/** What stands in the schema for the arguments that are said otherwise, by type and name. */
export const SAID_OTHERWISE: Readonly<Record<string, Readonly<Record<string, PropertySpec>>>> = {
    LogExportArgs: {
        logGroups: NAMES_OR_ARNS,
        logGroupsByKey: BY_KEY,
        select: {
            ...typeRef("LogGroupSelection"),
            plain: true,
            description:
                "Selects the log groups that exist when the program runs; instead of `logGroups`. Once a log group is deleted, its " +
                "exports leave the program, and their objects stay with `removalPolicy` retain.",
        },
        layout: { ...typeRef("ExportLayout"), plain: true },
        bucket: BUCKET("LogExportBucket"),
        sharedBucket: SHARED_BUCKET,
    },
    LogExportBucket: {
        ownLogGroupsOnly: {
            type: "boolean",
            plain: true,
            description:
                "Whether only the log groups of this LogExport may be exported into the bucket; instead of `sourceLogGroups`.\n\n" +
                "Default: false",
        },
        ownPrefixesOnly: {
            type: "boolean",
            plain: true,
            description:
                "Whether exports may write only to the prefixes of this LogExport; instead of `destinationPrefixes`.\n\nDefault: false",
        },
    },
    ExportBucketArgs: {
        existing: {
            ...text,
            description:
                "The name of an existing bucket to use instead of a new one. Only its policy is changed, and only with `policy` managed.",
        },
        encryption: {
            ...typeRef("BucketEncryption"),
            plain: true,
            description: "How objects are encrypted.\n\nDefault: SSE-S3, with keys that S3 manages",
        },
        sourceLogGroups: listOf(text),
        destinationPrefixes: listOf(text),
    },
    BucketEncryption: {
        kmsKey: {
            ...text,
            description:
                "The ARN of your symmetric key in the bucket's Region. Its policy must allow CloudWatch Logs to use it for exports.",
        },
        createKey: {
            ...typeRef("NewKey"),
            plain: true,
            description: "Creates a key with that policy, rotation and an alias; an empty object has the defaults.",
        },
    },
    ScheduledLogExportArgs: {
        logGroups: NAMES_OR_ARNS,
        logGroupsByKey: BY_KEY,
        schedule: { ...typeRef("ExportSchedule"), plain: true },
        once: {
            type: "boolean",
            plain: true,
            description:
                "Whether this is a backfill: it exports from `from` to `to`, starts immediately, and is resumed every six hours until " +
                "all is exported.",
        },
        from: { ...plainText, description: `${FROM} A log group that has a checkpoint resumes from that.` },
        to: SCHEDULED_TO,
        continues: { ...resourceRef("LogExport"), description: CONTINUES },
        layout: { ...typeRef("ExportLayout"), plain: true },
        bucket: BUCKET("ExportBucketOptions"),
        sharedBucket: SHARED_BUCKET,
        kmsKey: text,
        alarms: { ...typeRef("Alarm"), plain: true },
        withoutAlarms: {
            type: "boolean",
            plain: true,
            description: "Whether there are no alarms; instead of `alarms`.\n\nDefault: false",
        },
        topicEncryption: { ...typeRef("TopicEncryption"), plain: true },
        executionLogs: { ...typeRef("ExecutionLogs"), plain: true },
    },
    TopicEncryption: {
        kmsKey: {
            ...text,
            description: "The ARN of your symmetric key. Its policy must allow EventBridge and CloudWatch to use it.",
        },
        createKey: { type: "boolean", plain: true, description: "Whether a key with that policy is created." },
    },
    ArchiveTableArgs: { logGroups: NAMES_OR_ARNS, logGroupsByKey: BY_KEY },
    LogGroupSelection: {
        namePattern: {
            ...plainText,
            description: "Which names: a glob, matched against the whole name, in which `*` stands for any text.",
        },
        tags: { type: "object", plain: true, additionalProperties: plainListOf(plainText) },
        exclude: {
            ...plainListOf(plainText),
            description: "Which of these to leave out: globs. A name without `*` is that log group.",
        },
    },
};

/** Names and descriptions for sets of texts that the library spells out where they are used. */
export const ENUMS: Readonly<Record<string, { readonly name: string; readonly description: string }>> = {
    removalPolicy: {
        name: "RemovalPolicy",
        description: "What becomes of what is in AWS when the resource is deleted.",
    },
    policy: { name: "PolicyManagement", description: "Whether the program writes the bucket's policy." },
    mode: {
        name: "ObjectLockMode",
        description: "Whether somebody with a special permission may shorten the retention.",
    },
    logGroupClass: {
        name: "LogGroupClass",
        description: "The class of a log group. CloudWatch Logs may refuse to export others than STANDARD.",
    },
    layout: { name: "ExportLayout", description: "How keys continue after the destination prefix." },
    "QuietGroupsArgs.splitBy": { name: "QuietSplitBy", description: "The ranges of log groups with little data." },
    "ExecutionLogsArgs.level": { name: "ExecutionLogLevel", description: "Which events of a run are logged." },
};

/** Numbers that are not whole, or may be larger than 32 bits hold. */
export const LARGE_NUMBERS = new Set([
    "from",
    "to",
    "creationTime",
    "completionTime",
    "byteCount",
    "settleHours",
    "objectSizeGreaterThan",
    "belowBytesPerDay",
]);
