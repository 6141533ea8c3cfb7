import { HOUR } from "../durations";

/** Limits of the services that tests may lower, and how fast the sandbox works. */
export interface Settings {
    readonly accountId: string;
    /** Requests per second by operation, `service:Operation`; false: no throttling. */
    readonly throttle: Readonly<Record<string, number>> | false;
    /** Uncompressed bytes after which an export starts a new file. AWS does not publish its value. */
    readonly exportFileBytes: number;
    readonly pendingMilliseconds: number;
    /** How long a task that exports this many bytes runs. */
    readonly runMilliseconds: (bytes: number) => number;
    readonly cancelMilliseconds: number;
    /** The suffix of aws:SourceArn after the log group's name. AWS does not document whether it is "" or ":*". */
    readonly sourceArnSuffix: "" | ":*";
    /** The organization of each account: the value of aws:SourceOrgID. */
    readonly organizations: Readonly<Record<string, string>>;
    /** The class of "GetBucketAcl call … failed": AccessDeniedException in 2026, the other in 2023. */
    readonly grantError: "AccessDeniedException" | "InvalidParameterException";
    /** AWS ends a task after 24 hours. */
    readonly taskTimeoutMilliseconds: number;
    /** The maximum number of keys in a page of an S3 listing. */
    readonly listPageSize: number;
    readonly describePageSize: number;
    /** The real time at which the sandbox's clock will show a given time. The SDK compares some times with the real clock. */
    readonly realTime: (sandboxTime: number) => number;
}

export type Limits = Partial<Omit<Settings, "accountId" | "realTime">>;

/** The documented quotas per account and Region. Other operations are not throttled. */
const documentedRates: Readonly<Record<string, number>> = {
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
    taskTimeoutMilliseconds: 24 * HOUR,
    listPageSize: 1000,
    describePageSize: 50,
    realTime: (sandboxTime) => sandboxTime,
};
