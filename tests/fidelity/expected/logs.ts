import type { ExpectedDifferences } from "./expectedDifferences";

export const LOGS: readonly ExpectedDifferences[] = [
    {
        what: "Names and retention are validated",
        why: "CloudWatch Logs takes names of `[\\.\\-_/#A-Za-z0-9]+` and only certain numbers of days.",
        sources: [
            "https://docs.rs/crate/aws-sdk-cloudwatchlogs/0.25.1/source/src/operation/create_log_group/builders.rs",
            "https://docs.aws.amazon.com/sdk-for-ruby/v3/api/Aws/CloudWatchLogs/Types/PutRetentionPolicyRequest.html",
        ],
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
        why: "The class and the deletion protection of a log group are in its description. The end of what is too old is exclusive. A stream's storedBytes are always zero since June 2019, searchedLogStreams is always empty, and sequence tokens are ignored since 2023, so none is given.",
        sources: [
            "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html",
            "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_RejectedLogEventsInfo.html",
            "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogStream.html",
            "https://docs.aws.amazon.com/sdk-for-kotlin/api/latest/cloudwatchlogs/aws.sdk.kotlin.services.cloudwatchlogs.model/-filter-log-events-response/searched-log-streams.html",
        ],
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
];
