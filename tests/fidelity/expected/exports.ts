import type { ExpectedDifferences } from "./expectedDifferences";

export const EXPORTS: readonly ExpectedDifferences[] = [
    {
        what: "An export that must be refused",
        why: "The service looks at the range and, before a task is made, at the bucket's policy; that from is before to stands in the reference. The texts are those that users report from AWS, for which no public page was found; the text about the range is not recorded anywhere. moto starts a task whatever the policy says, so a missing grant would never be noticed.",
        sources: ["https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateExportTask.html"],
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
        why: "The quota is one PENDING or RUNNING task per account and Region; the reference names the quota, and moto's own tests against AWS the exception. No public page with its text was found.",
        sources: [
            "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateExportTask.html",
            "https://github.com/getmoto/moto/blob/master/tests/test_logs/test_export_tasks.py",
        ],
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
        sources: [
            "https://github.com/localstack/localstack/blob/e3b2b97e6ae4079d235263943f5084137e0f00ce/tests/aws/services/logs/test_logs_export_tasks.snapshot.json",
            "https://github.com/getmoto/moto/blob/master/tests/test_logs/test_export_tasks.py",
        ],
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
        sources: [
            "https://github.com/localstack/localstack/blob/e3b2b97e6ae4079d235263943f5084137e0f00ce/tests/aws/services/logs/test_logs_export_tasks.snapshot.json",
        ],
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
        why: "The data lie under the task's ID, which is how they are found again; the marker lies under the prefix that the task was given; and every line ends. The marker and its text are recorded against AWS; the layout of the keys is what users describe, and no page of AWS that says it was found.",
        sources: ["https://github.com/getmoto/moto/blob/master/tests/test_logs/test_export_tasks.py"],
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
