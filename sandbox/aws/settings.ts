/** The figures of the service that a test may want smaller, and the sandbox's own pace. */
export interface Settings {
    readonly accountId: string;
    /** Requests per second by operation, `service:Operation`; false: no throttling. */
    readonly throttle: Readonly<Record<string, number>> | false;
    /** Uncompressed bytes after which an export begins a new file. AWS does not publish its figure. */
    readonly exportFileBytes: number;
    readonly pendingMilliseconds: number;
    /** How long a task runs, from the bytes that it exports. */
    readonly runMilliseconds: (bytes: number) => number;
    readonly cancelMilliseconds: number;
    /** What aws:SourceArn ends in after the log group's name. AWS does not document it; ":*" is the other candidate. */
    readonly sourceArnSuffix: "" | ":*";
    /** The organisation of each account that is in one: what aws:SourceOrgID shows. */
    readonly organizations: Readonly<Record<string, string>>;
    /** The class of "GetBucketAcl call … failed": AccessDeniedException in 2026, the other in 2023. */
    readonly grantError: "AccessDeniedException" | "InvalidParameterException";
    /** AWS ends a task after 24 hours. */
    readonly taskTimeoutMilliseconds: number;
    /** Keys in one page of an S3 listing, at most. */
    readonly listPageSize: number;
    readonly describePageSize: number;
    /** The real instant (for the SDK, which knows no other) at which the sandbox's clock will show so many milliseconds. */
    readonly realTime: (sandboxTime: number) => number;
}

export type Limits = Partial<Omit<Settings, "accountId" | "realTime">>;

export const hour = 3_600_000;

/** The documented quotas, per account and Region; what is not listed is not throttled. */
export const documentedRates: Readonly<Record<string, number>> = {
    "logs:CreateExportTask": 5,
    "logs:DescribeExportTasks": 5,
    "logs:CancelExportTask": 5,
    "logs:DescribeLogGroups": 10,
    "logs:ListLogGroups": 10,
    "logs:DescribeLogStreams": 25,
    "logs:ListTagsForResource": 5,
};

export const defaultSettings: Settings = {
    accountId: "123456789012",
    throttle: documentedRates,
    exportFileBytes: 64 * 1024 * 1024,
    pendingMilliseconds: 100,
    runMilliseconds: (bytes) => 200 + bytes / 50_000,
    cancelMilliseconds: 200,
    sourceArnSuffix: "",
    organizations: {},
    grantError: "AccessDeniedException",
    taskTimeoutMilliseconds: 24 * hour,
    listPageSize: 1000,
    describePageSize: 50,
    realTime: (sandboxTime) => sandboxTime,
};
