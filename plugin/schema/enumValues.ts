/** What each value of an enum means, by the enum's name in the schema. TypeScript has these values as texts, without comments. */
export const ENUM_VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    ExecutionLogLevel: {
        ALL: "Every event.",
        ERROR: "Errors, those that were caught too.",
        FATAL: "What made an execution fail.",
    },
    ExportLayout: {
        hive: "`log_group=…/year=…/month=…/day=…`, so that Athena and Spark can partition by it; split by hour also `hour=…`.",
        plain: "Only the destination prefix; for a single log group.",
    },
    LifecyclePreset: {
        "90-days": "Deleted after 90 days.",
        "1-year": "Deleted after a year; from day 30 on in S3 Glacier Instant Retrieval.",
        "6-years":
            "Deleted after six years; from day 30 on in S3 Glacier Instant Retrieval, after two years in Deep Archive.",
        "7-years":
            "Deleted after seven years; from day 30 on in S3 Glacier Instant Retrieval, after a year in Deep Archive.",
        "10-years":
            "Deleted after ten years; from day 30 on in S3 Glacier Instant Retrieval, after a year in Deep Archive.",
        forever: "Never deleted; from day 30 on in S3 Glacier Instant Retrieval, after a year in Deep Archive.",
    },
    LogGroupClass: {
        STANDARD: "All features, exports among them.",
        INFREQUENT_ACCESS: "Cheaper to ingest; AWS lists the export to S3 as not available.",
        DELIVERY: "Hands log events on, and keeps them for one day only.",
        ESSENTIALS: "Named by the service's API; AWS says nothing of its exports.",
    },
    ObjectLockMode: {
        GOVERNANCE: "Callers with `s3:BypassGovernanceRetention` can delete objects before their time has passed.",
        COMPLIANCE: "Nobody can delete objects before their time has passed, not even the account's root user.",
    },
    PolicyManagement: {
        managed: "This program writes what exports need into the policy, and keeps what others wrote.",
        unmanaged: "The policy stays as it is.",
    },
    ProviderPackage: {
        aws: "`@pulumi/aws`, the default.",
        "aws-native": "`@pulumi/aws-native`.",
    },
    QuietSplitBy: { day: "A calendar day.", week: "A week that begins on Monday.", month: "A calendar month." },
    RemovalPolicy: { retain: "It stays.", delete: "It is deleted." },
    SplitBy: {
        hour: "An hour of the clock.",
        day: "A calendar day.",
        week: "A week that begins on Monday.",
        month: "A calendar month.",
    },
    TransitionStorageClass: {
        STANDARD_IA: "S3 Standard-Infrequent Access.",
        INTELLIGENT_TIERING: "S3 Intelligent-Tiering.",
        ONEZONE_IA: "S3 One Zone-Infrequent Access: one Availability Zone, which can be lost.",
        GLACIER_IR: "S3 Glacier Instant Retrieval: read at once.",
        GLACIER: "S3 Glacier Flexible Retrieval: restored in minutes to hours.",
        DEEP_ARCHIVE: "S3 Glacier Deep Archive: restored in hours.",
    },
};
