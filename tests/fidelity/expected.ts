import { Difference } from "./answers";

/**
 * Every difference between the sandbox's answers and those of moto's server, with the reason why the sandbox is right: the
 * service's documented or verified behaviour.
 */
export const EXPECTED: readonly {
    readonly what: string;
    readonly why: string;
    readonly differences: readonly Difference[];
}[] = [
    {
        what: "Encryption by default",
        why: 'Since January 2023 S3 encrypts every new object with SSE-S3, names the encryption in the answers about it, and every bucket has a configuration that says so (S3 User Guide, "Setting default server-side encryption behavior").',
        differences: [
            {
                call: "GetBucketEncryption of a new bucket",
                at: "ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.SSEAlgorithm",
                sandbox: '"AES256"',
                moto: "nothing",
            },
            {
                call: "GetBucketEncryption of a new bucket",
                at: "ServerSideEncryptionConfiguration.Rules[0].BucketKeyEnabled",
                sandbox: "false",
                moto: "nothing",
            },
            {
                call: "GetBucketEncryption of a new bucket",
                at: "error.code",
                sandbox: "nothing",
                moto: '"ServerSideEncryptionConfigurationNotFoundError"',
            },
            {
                call: "GetBucketEncryption of a new bucket",
                at: "error.message",
                sandbox: "nothing",
                moto: '"The server side encryption configuration was not found"',
            },
            { call: "PutObject a/1.gz", at: "ServerSideEncryption", sandbox: '"AES256"', moto: "nothing" },
            { call: "PutObject a/2.gz", at: "ServerSideEncryption", sandbox: '"AES256"', moto: "nothing" },
            { call: "PutObject b/3 +ü.gz", at: "ServerSideEncryption", sandbox: '"AES256"', moto: "nothing" },
            { call: "GetObject", at: "ServerSideEncryption", sandbox: '"AES256"', moto: "nothing" },
            { call: "HeadObject", at: "ServerSideEncryption", sandbox: '"AES256"', moto: "nothing" },
        ],
    },
    {
        what: "Lifecycle rules are checked",
        why: "S3 refuses STANDARD_IA before 30 days, and answers with the size under which objects are not moved (PutBucketLifecycleConfiguration, API reference). A rule that S3 would refuse has to fail in a test.",
        differences: [
            {
                call: "PutBucketLifecycleConfiguration",
                at: "TransitionDefaultMinimumObjectSize",
                sandbox: '"all_storage_classes_128K"',
                moto: "nothing",
            },
            {
                call: "PutBucketLifecycleConfiguration to STANDARD_IA after 7 days",
                at: "error.code",
                sandbox: '"InvalidArgument"',
                moto: "nothing",
            },
            {
                call: "PutBucketLifecycleConfiguration to STANDARD_IA after 7 days",
                at: "error.message",
                sandbox:
                    "\"'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'\"",
                moto: "nothing",
            },
        ],
    },
    {
        what: "Headers and fields of S3",
        why: "HeadBucket says whether the name is an access point's alias; a listing repeats the continuation token it was asked with; display names of owners are no longer given since November 2025 (Amazon S3 API reference).",
        differences: [
            { call: "HeadBucket", at: "AccessPointAlias", sandbox: "false", moto: "nothing" },
            { call: "ListObjectsV2, second page", at: "ContinuationToken", sandbox: '"<token>"', moto: "nothing" },
            {
                call: "ListObjectVersions",
                at: "DeleteMarkers[0].Owner.DisplayName",
                sandbox: "nothing",
                moto: '"webfile"',
            },
            { call: "ListObjectVersions", at: "Versions[0].Owner.DisplayName", sandbox: "nothing", moto: '"webfile"' },
        ],
    },
    {
        what: "DeleteObjects, quietly",
        why: "In quiet mode the answer names only what could not be deleted (DeleteObjects, API reference). moto names everything.",
        differences: [
            { call: "DeleteObjects", at: "Deleted[0].DeleteMarker", sandbox: "nothing", moto: "true" },
            { call: "DeleteObjects", at: "Deleted[0].DeleteMarkerVersionId", sandbox: "nothing", moto: '"<uuid>"' },
            { call: "DeleteObjects", at: "Deleted[0].Key", sandbox: "nothing", moto: '"a/2.gz"' },
            { call: "DeleteObjects", at: "Deleted[1].Key", sandbox: "nothing", moto: '"none"' },
        ],
    },
    {
        what: "A versioned bucket that is not empty",
        why: "S3's message about a bucket with versioning asks for all versions to be deleted.",
        differences: [
            {
                call: "DeleteBucket that is not empty",
                at: "error.message",
                sandbox: '"The bucket you tried to delete is not empty. You must delete all versions in the bucket."',
                moto: '"The bucket you tried to delete is not empty"',
            },
        ],
    },
    {
        what: "Who the caller is",
        why: "The name of the user behind a made-up key is arbitrary. A user's keys are of IAM (`arn:aws:iam::…:user/…`), not of STS; and the packed size of a session policy is given only where there is one (STS API reference).",
        differences: [
            {
                call: "GetCallerIdentity",
                at: "Arn",
                sandbox: '"arn:aws:iam::123456789012:user/sandbox"',
                moto: '"arn:aws:sts::123456789012:user/moto"',
            },
            { call: "AssumeRole", at: "PackedPolicySize", sandbox: "nothing", moto: "6" },
        ],
    },
    {
        what: "Names and retention are validated",
        why: "CloudWatch Logs takes names of `[\\.\\-_/#A-Za-z0-9]+` and only certain numbers of days (CreateLogGroup and PutRetentionPolicy, API reference).",
        differences: [
            {
                call: "CreateLogGroup by a bad name",
                at: "error.code",
                sandbox: '"InvalidParameterException"',
                moto: "nothing",
            },
            {
                call: "CreateLogGroup by a bad name",
                at: "error.message",
                sandbox:
                    "\"1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [.\\\\-_/#A-Za-z0-9]+\"",
                moto: "nothing",
            },
            {
                call: "PutRetentionPolicy of 31 days",
                at: "error.code",
                sandbox: '"InvalidParameterException"',
                moto: "nothing",
            },
            {
                call: "PutRetentionPolicy of 31 days",
                at: "error.message",
                sandbox:
                    "\"1 validation error detected: Value '31' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]\"",
                moto: "nothing",
            },
        ],
    },
    {
        what: "Fields of log groups, streams and events",
        why: "The class and the deletion protection of a log group are in its description. The end of what is too old is exclusive (RejectedLogEventsInfo). A stream's storedBytes are always zero since June 2019, searchedLogStreams is always empty, and sequence tokens are ignored since 2023, so none is given (CloudWatch Logs API reference).",
        differences: [
            {
                call: "DescribeLogGroups by prefix",
                at: "logGroups[0].deletionProtectionEnabled",
                sandbox: "false",
                moto: "nothing",
            },
            {
                call: "DescribeLogGroups by prefix",
                at: "logGroups[0].logGroupClass",
                sandbox: '"STANDARD"',
                moto: "nothing",
            },
            {
                call: "PutLogEvents 15 days late",
                at: "rejectedLogEventsInfo.tooOldLogEventEndIndex",
                sandbox: "1",
                moto: "0",
            },
            { call: "FilterLogEvents", at: "searchedLogStreams", sandbox: "[]", moto: "nothing" },
            {
                call: "FilterLogEvents",
                at: "searchedLogStreams[0].logStreamName",
                sandbox: "nothing",
                moto: '"2026/11/20/abc"',
            },
            {
                call: "FilterLogEvents",
                at: "searchedLogStreams[0].searchedCompletely",
                sandbox: "nothing",
                moto: "true",
            },
            { call: "DescribeLogStreams", at: "logStreams[0].storedBytes", sandbox: "0", moto: "21" },
            { call: "DescribeLogStreams", at: "logStreams[0].uploadSequenceToken", sandbox: "nothing", moto: '"2"' },
        ],
    },
    {
        what: "An export that must be refused",
        why: "The service looks at the range and, before a task is made, at the bucket's policy; the texts are those that users report from AWS. moto starts a task whatever the policy says, so a missing grant would never be noticed.",
        differences: [
            {
                call: "CreateExportTask with from after to",
                at: "error.code",
                sandbox: '"InvalidParameterException"',
                moto: "nothing",
            },
            {
                call: "CreateExportTask with from after to",
                at: "error.message",
                sandbox: '"The specified time range is invalid: from must be before to."',
                moto: "nothing",
            },
            { call: "CreateExportTask with from after to", at: "taskId", sandbox: "nothing", moto: '"<uuid>"' },
            {
                call: "CreateExportTask without a grant in the bucket's policy",
                at: "error.code",
                sandbox: '"AccessDeniedException"',
                moto: "nothing",
            },
            {
                call: "CreateExportTask without a grant in the bucket's policy",
                at: "error.message",
                sandbox:
                    '"GetBucketAcl call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation."',
                moto: "nothing",
            },
            {
                call: "CreateExportTask without a grant in the bucket's policy",
                at: "taskId",
                sandbox: "nothing",
                moto: '"<uuid>"',
            },
        ],
    },
    {
        what: "One export task at a time",
        why: "The quota is one PENDING or RUNNING task per account and Region; the answer is recorded against AWS by public test suites.",
        differences: [
            {
                call: "CreateExportTask while another is active",
                at: "error.code",
                sandbox: '"LimitExceededException"',
                moto: "nothing",
            },
            {
                call: "CreateExportTask while another is active",
                at: "error.message",
                sandbox: '"Resource limit exceeded."',
                moto: "nothing",
            },
            { call: "CreateExportTask while another is active", at: "taskId", sandbox: "nothing", moto: '"<uuid>"' },
        ],
    },
    {
        what: "An export takes time",
        why: "A task begins PENDING, without a message and with its time of creation, and ends later with its time of completion; one that has ended cannot be cancelled (recorded against AWS). moto completes it within the call and never times it.",
        differences: [
            {
                call: "DescribeExportTasks right after",
                at: "exportTasks[0].executionInfo.creationTime",
                sandbox: '"<time>"',
                moto: "nothing",
            },
            {
                call: "DescribeExportTasks right after",
                at: "exportTasks[0].status.code",
                sandbox: '"PENDING"',
                moto: '"COMPLETED"',
            },
            {
                call: "DescribeExportTasks right after",
                at: "exportTasks[0].status.message",
                sandbox: "nothing",
                moto: '"Completed successfully"',
            },
            {
                call: "DescribeExportTasks when it has ended",
                at: "exportTasks[0].executionInfo.completionTime",
                sandbox: '"<time>"',
                moto: "nothing",
            },
            {
                call: "DescribeExportTasks when it has ended",
                at: "exportTasks[0].executionInfo.creationTime",
                sandbox: '"<time>"',
                moto: "nothing",
            },
            {
                call: "CancelExportTask of one that has ended",
                at: "error.code",
                sandbox: '"InvalidOperationException"',
                moto: "nothing",
            },
            {
                call: "CancelExportTask of one that has ended",
                at: "error.message",
                sandbox: '"The specified export task has already finished"',
                moto: "nothing",
            },
        ],
    },
    {
        what: "An unknown export task",
        why: "AWS answers a description of an unknown task with an empty list, not with an error (recorded against AWS).",
        differences: [
            {
                call: "DescribeExportTasks of an unknown task",
                at: "error.code",
                sandbox: "nothing",
                moto: '"ResourceNotFoundException"',
            },
            {
                call: "DescribeExportTasks of an unknown task",
                at: "error.message",
                sandbox: "nothing",
                moto: '"The specified log group does not exist."',
            },
            { call: "DescribeExportTasks of an unknown task", at: "exportTasks", sandbox: "[]", moto: "nothing" },
        ],
    },
    {
        what: "What an export writes",
        why: 'The data lie under the task\'s ID, which is how they are found again; the marker lies under the prefix that the task was given; and every line ends (CloudWatch Logs User Guide, "Export log data to Amazon S3").',
        differences: [
            {
                call: "the objects of the export",
                at: "audit/aws-logs-write-test",
                sandbox: '"Permission Check Successful"',
                moto: "nothing",
            },
            {
                call: "the objects of the export",
                at: "audit/{another ID}/2026-11-20-abc/000000.gz",
                sandbox: "nothing",
                moto: '"<time> event 1\\n<time> event 2\\n<time> event 3"',
            },
            {
                call: "the objects of the export",
                at: "audit/{taskId}/2026-11-20-abc/000000.gz",
                sandbox: '"<time> event 1\\n<time> event 2\\n<time> event 3\\n"',
                moto: "nothing",
            },
        ],
    },
];
