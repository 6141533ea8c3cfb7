import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ExportBucket, ExportTask, InputError, LogExport } from "../index";
import { Failure } from "../providers/exportTask/failure";
import { lifecycle } from "../providers/exportTask/lifecycle";
import { Mocked, setMocks } from "./support/mocks";

const NOW = Date.parse("2026-11-20T00:00:00Z");
const OCTOBER = { from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };
const TASK = { logGroupName: "/aws/lambda/payments", ...OCTOBER, destination: "audit-archive" };
const EXPORT = { logGroups: ["/aws/lambda/payments"], ...OCTOBER };

/** One bad value: where it stands, how it is shown, what is said to be allowed, and the next step. */
interface Bad {
    readonly what: string;
    /** Laid over arguments that are right. A function: made once the program has begun. */
    readonly args: Record<string, unknown> | (() => Record<string, unknown>);
    readonly property: string;
    readonly shows: string;
    readonly allows: RegExp;
    readonly advises: RegExp;
}

const bad = (
    what: string,
    args: Bad["args"],
    property: string,
    shows: string,
    allows: RegExp,
    advises: RegExp,
): Bad => ({ what, args, property, shows, allows, advises });

const ISO = /must be ISO 8601 with an offset, a Date, or milliseconds since 1970/;
const NAME = /must be a log group's name: 1 to 512 of the characters/;
const BUCKET_NAME = /must be 3 to 63 lower-case letters, digits, hyphens and dots/;
const PREFIX = /must be an S3 key prefix of 1 to 464 bytes/;
const RULE = "lifecycleRules[0]";
const moving = (...steps: [unknown, string][]) => ({
    lifecycleRules: [{ transitions: steps.map(([days, storageClass]) => ({ days, storageClass })) }],
});
const ARN = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/payments:*";

/** What an ExportTask refuses, in the program and again in the provider, where also Outputs are known. */
const TASKS: Bad[] = [
    bad(
        "seconds",
        { from: 1790812800 },
        "from",
        "1790812800",
        /milliseconds since 1970/,
        /multiply by 1000, or write from: "2026-10-01T00:00:00.000Z"/,
    ),
    bad(
        "seconds in a Date",
        { from: new Date(1790812800) },
        "from",
        "Date(1790812800)",
        /milliseconds since 1970/,
        /multiply by 1000/,
    ),
    bad(
        "microseconds",
        { to: 1793491200000000 },
        "to",
        "1793491200000000",
        /milliseconds since 1970, before the year 2286/,
        /divide by 1000/,
    ),
    bad(
        "nanoseconds",
        { to: 1793491200000000000 },
        "to",
        "1793491200000000000",
        /milliseconds since 1970/,
        /divide by .* or 1000000/,
    ),
    bad(
        "no offset",
        { from: "2026-10-01T00:00:00" },
        "from",
        '"2026-10-01T00:00:00"',
        ISO,
        /It has no offset: add "Z" for UTC/,
    ),
    bad(
        "no offset, with milliseconds",
        { from: "2026-10-01T00:00:00.000" },
        "from",
        '"2026-10-01T00:00:00.000"',
        ISO,
        /no offset/,
    ),
    bad(
        "a date alone",
        { from: "2026-10-01" },
        "from",
        '"2026-10-01"',
        ISO,
        /Add time and offset, for example from: "2026-10-01T00:00:00Z"/,
    ),
    bad(
        "February 30",
        { from: "2026-02-30T00:00:00Z" },
        "from",
        '"2026-02-30T00:00:00Z"',
        ISO,
        /Correct it \(.+\), for example/,
    ),
    bad("a month 13", { from: "2026-13-01T00:00:00Z" }, "from", '"2026-13-01T00:00:00Z"', ISO, /Correct it/),
    bad("a leap second", { to: "2016-12-31T23:59:60Z" }, "to", '"2016-12-31T23:59:60Z"', ISO, /use second 59 or 00/),
    bad("words", { from: "yesterday" }, "from", '"yesterday"', ISO, /for example "2026-10-01T00:00:00Z"/),
    bad("an empty text", { from: "" }, "from", '""', ISO, /for example "2026-10-01T00:00:00Z"/),
    bad(
        "a number in quotes",
        { from: "1790812800000" },
        "from",
        '"1790812800000"',
        ISO,
        /without quotes: from: 1790812800000/,
    ),
    bad(
        "nanosecond precision",
        { from: "2026-10-01T00:00:00.0000001Z" },
        "from",
        '"2026-10-01T00:00:00.0000001Z"',
        /a time in whole milliseconds/,
        /round it/,
    ),
    bad(
        "a time before 1970",
        { from: "1969-12-31T00:00:00Z" },
        "from",
        '"1969-12-31T00:00:00Z"',
        /from 1973-03-03T09:46:40Z on and before 2286/,
        /for the beginning give from: 0/,
    ),
    bad(
        "a text of the 1970s",
        { from: "1971-01-01T00:00:00Z" },
        "from",
        '"1971-01-01T00:00:00Z"',
        /from 1973-03-03T09:46:40Z on/,
        /correct the year/,
    ),
    bad(
        "a far future",
        { to: "9999-12-31T00:00:00Z" },
        "to",
        '"9999-12-31T00:00:00Z"',
        /before 2286-11-20T17:46:40Z/,
        /correct the year/,
    ),
    bad(
        "a fraction",
        { from: 1790812800000.5 },
        "from",
        "1790812800000.5",
        /a whole number of milliseconds, 0 or more/,
        /Round it: from: 1790812800000\./,
    ),
    bad(
        "a negative number",
        { from: -1 },
        "from",
        "-1",
        /a whole number of milliseconds, 0 or more/,
        /for the beginning give from: 0/,
    ),
    bad("NaN", { from: NaN }, "from", "NaN", /a whole number of milliseconds/, /for the beginning give from: 0/),
    bad("infinity", { to: Infinity }, "to", "Infinity", /a whole number of milliseconds/, /give to: 0/),
    bad(
        "an invalid Date",
        { from: new Date("soon") },
        "from",
        '"an invalid Date"',
        ISO,
        /Check the text that the Date was made from/,
    ),
    bad("true for a time", { from: true }, "from", "true", ISO, /For example from: "2026-10-01T00:00:00Z"/),
    bad("a BigInt for a time", { from: 1790812800000n }, "from", "1790812800000n", ISO, /For example from:/),
    bad(
        "no from",
        { from: undefined },
        "from",
        "undefined",
        /must be given/,
        /for example from: "2026-10-01T00:00:00Z"/,
    ),
    bad("null for to", { to: null }, "to", "undefined", /must be given/, /for example to: "2026-11-01T00:00:00Z"/),
    bad(
        "to before from",
        { to: "2026-09-01T00:00:00Z" },
        "to",
        '"2026-09-01T00:00:00.000Z"',
        /later than from \(2026-10-01T00:00:00.000Z\)/,
        /Swap or correct the two/,
    ),
    bad(
        "to equal to from",
        { to: "2026-10-01T02:00:00+02:00" },
        "to",
        '"2026-10-01T00:00:00.000Z"',
        /later than from/,
        /an empty range exports nothing/,
    ),
    bad(
        "no log group",
        { logGroupName: undefined },
        "logGroupName",
        "undefined",
        /must be given/,
        /for example logGroupName: "\/aws\/lambda\/payments"/,
    ),
    bad(
        "an ARN for the log group",
        { logGroupName: ARN },
        "logGroupName",
        JSON.stringify(ARN),
        NAME,
        /give the name alone, "\/aws\/lambda\/payments"/,
    ),
    bad(
        "a space in the log group",
        { logGroupName: "/aws/my group" },
        "logGroupName",
        '"/aws/my group"',
        NAME,
        /`aws logs describe-log-groups` lists the names/,
    ),
    bad(
        "a wildcard log group",
        { logGroupName: "/aws/lambda/*" },
        "logGroupName",
        '"/aws/lambda/*"',
        NAME,
        /lists the names/,
    ),
    bad("an empty log group", { logGroupName: "" }, "logGroupName", '""', NAME, /lists the names/),
    bad(
        "a log group of 513 characters",
        { logGroupName: "g".repeat(513) },
        "logGroupName",
        `"${"g".repeat(116)}...`,
        NAME,
        /lists the names/,
    ),
    bad(
        "a number for the log group",
        { logGroupName: 7 },
        "logGroupName",
        "7",
        /must be a string/,
        /as a text in quotes/,
    ),
    bad(
        "a wildcard in the stream prefix",
        { logStreamNamePrefix: "2026/*" },
        "logStreamNamePrefix",
        '"2026/*"',
        /1 to 512 characters, none of them ":" or "\*"/,
        /A prefix needs no wildcard/,
    ),
    bad(
        "an empty stream prefix",
        { logStreamNamePrefix: "" },
        "logStreamNamePrefix",
        '""',
        /the beginning of log stream names/,
        /Leave it out to export every stream/,
    ),
    bad(
        "no destination",
        { destination: undefined },
        "destination",
        "undefined",
        /must be given/,
        /for example destination: bucket.bucketName/,
    ),
    bad(
        "an ARN for the bucket",
        { destination: "arn:aws:s3:::audit-archive" },
        "destination",
        '"arn:aws:s3:::audit-archive"',
        /must be a bucket's name/,
        /Give the name alone: "audit-archive"/,
    ),
    bad(
        "an S3 URI for the bucket",
        { destination: "s3://audit-archive/x" },
        "destination",
        '"s3://audit-archive/x"',
        /must be a bucket's name/,
        /Give the name alone: "audit-archive"/,
    ),
    bad(
        "a path for the bucket",
        { destination: "audit-archive/logs" },
        "destination",
        '"audit-archive/logs"',
        /must be a bucket's name/,
        /Put what follows the first \/ into destinationPrefix/,
    ),
    bad(
        "capitals in the bucket",
        { destination: "Audit-Archive" },
        "destination",
        '"Audit-Archive"',
        BUCKET_NAME,
        /Use the name that S3 shows/,
    ),
    bad(
        "a bucket of two characters",
        { destination: "ab" },
        "destination",
        '"ab"',
        BUCKET_NAME,
        /Use the name that S3 shows/,
    ),
    bad(
        "an IP address for the bucket",
        { destination: "192.168.0.1" },
        "destination",
        '"192.168.0.1"',
        /and no IP address/,
        /Use the name that S3 shows/,
    ),
    bad(
        "two dots in a row",
        { destination: "audit..archive" },
        "destination",
        '"audit..archive"',
        BUCKET_NAME,
        /Use the name that S3 shows/,
    ),
    bad(
        "a resource for the bucket",
        () => ({ destination: new aws.s3.BucketMetric("own", { bucket: "b" }) }),
        "destination",
        "a resource of type aws:s3/bucketMetric:BucketMetric",
        /must be a string/,
        /as a text in quotes/,
    ),
    bad(
        "a prefix of 465 bytes",
        { destinationPrefix: "p".repeat(465) },
        "destinationPrefix",
        `"${"p".repeat(116)}...`,
        /so that a key with the longest log stream name stays within S3's 1,024 bytes/,
        /It has 465 bytes: shorten it/,
    ),
    bad(
        "a prefix of 233 two-byte letters",
        { destinationPrefix: "ü".repeat(233) },
        "destinationPrefix",
        `"${"ü".repeat(116)}...`,
        PREFIX,
        /It has 466 bytes: shorten it/,
    ),
    bad(
        "a leading slash",
        { destinationPrefix: "/audit" },
        "destinationPrefix",
        '"/audit"',
        PREFIX,
        /write destinationPrefix: "audit"/,
    ),
    bad(
        "a trailing slash",
        { destinationPrefix: "audit/" },
        "destinationPrefix",
        '"audit/"',
        PREFIX,
        /write destinationPrefix: "audit"/,
    ),
    bad(
        "a double slash",
        { destinationPrefix: "audit//x" },
        "destinationPrefix",
        '"audit//x"',
        /without empty parts/,
        /write destinationPrefix: "audit\/x"/,
    ),
    bad(
        "a slash alone",
        { destinationPrefix: "/" },
        "destinationPrefix",
        '"/"',
        /without empty parts/,
        /write destinationPrefix: "audit"/,
    ),
    bad(
        "an S3 URI as prefix",
        { destinationPrefix: "s3://archive/audit" },
        "destinationPrefix",
        '"s3://archive/audit"',
        PREFIX,
        /Give the part behind the bucket: "audit"/,
    ),
    bad(
        "a control character",
        { destinationPrefix: "au\ndit" },
        "destinationPrefix",
        '"au\\ndit"',
        /without control characters/,
        /Remove line breaks/,
    ),
    bad(
        "a part ..",
        { destinationPrefix: "audit/../x" },
        "destinationPrefix",
        '"audit/../x"',
        /without the parts "\." and "\.\."/,
        /rename it/,
    ),
    bad(
        "an empty prefix",
        { destinationPrefix: "" },
        "destinationPrefix",
        '""',
        PREFIX,
        /Leave it out for the service's default, "exportedlogs"/,
    ),
    bad(
        "an empty task name",
        { taskName: "" },
        "taskName",
        '""',
        /1 to 479 characters/,
        /Leave it out for a name made of project, stack and resource/,
    ),
    bad(
        "a task name of 480 characters",
        { taskName: "t".repeat(480) },
        "taskName",
        `"${"t".repeat(116)}...`,
        /1 to 479 characters/,
        /Leave it out/,
    ),
    bad(
        "a Region's name",
        { region: "Frankfurt" },
        "region",
        '"Frankfurt"',
        /must be a Region's code/,
        /Write it like "eu-central-1"/,
    ),
    bad(
        "an availability zone",
        { region: "eu-central-1a" },
        "region",
        '"eu-central-1a"',
        /must be a Region's code/,
        /like "eu-central-1"/,
    ),
    bad(
        "an empty profile",
        { profile: "" },
        "profile",
        '""',
        /a profile of the AWS configuration/,
        /`aws configure list-profiles` lists them/,
    ),
    bad(
        "a role's name",
        { assumeRoleArn: "exporter" },
        "assumeRoleArn",
        '"exporter"',
        /must be the ARN of an IAM role/,
        /For example "arn:aws:iam::123456789012:role\/log-exporter"/,
    ),
    bad(
        "a user's ARN",
        { assumeRoleArn: "arn:aws:iam::123456789012:user/x" },
        "assumeRoleArn",
        '"arn:aws:iam::123456789012:user/x"',
        /the ARN of an IAM role/,
        /For example/,
    ),
    bad(
        "a text for a flag",
        { waitForCompletion: "false" },
        "waitForCompletion",
        '"false"',
        /must be true or false/,
        /without quotes/,
    ),
    bad("a number for a flag", { allowUnsettled: 1 }, "allowUnsettled", "1", /must be true or false/, /without quotes/),
    bad(
        "no time to wait",
        { timeoutSeconds: 0 },
        "timeoutSeconds",
        "0",
        /a whole number of seconds from 1 to 86400/,
        /shorten the range/,
    ),
    bad(
        "more than a day to wait",
        { timeoutSeconds: 90000 },
        "timeoutSeconds",
        "90000",
        /from 1 to 86400/,
        /The service itself stops a task after 24 hours/,
    ),
    bad(
        "a wait in a text",
        { timeoutSeconds: "600" },
        "timeoutSeconds",
        '"600"',
        /a whole number of seconds/,
        /shorten the range/,
    ),
    bad(
        "negative hours",
        { settleHours: -1 },
        "settleHours",
        "-1",
        /a number of hours from 0 to 8784/,
        /12 is the service's own figure/,
    ),
    bad(
        "hours that are NaN",
        { settleHours: NaN },
        "settleHours",
        "NaN",
        /a number of hours from 0 to 8784/,
        /12 is the service's own figure/,
    ),
    bad(
        "another way to destroy",
        { onDestroy: "delete" },
        "onDestroy",
        '"delete"',
        /"keepObjects" or "deleteObjects"/,
        /Leave it out to keep the objects/,
    ),
    bad(
        "a misspelt property",
        { destinatonPrefix: "audit" },
        "destinatonPrefix",
        "destinatonPrefix",
        /Allowed are logGroupName, .*destinationPrefix/,
        /Correct the spelling or remove it/,
    ),
];

/** What only the provider can tell, because only it knows the time, the Region and the values of Outputs. */
const TASKS_WHEN_KNOWN: Bad[] = [
    bad(
        "a range of the future",
        { from: "2026-12-01T00:00:00Z", to: "2026-12-02T00:00:00Z" },
        "to",
        '"2026-12-02T00:00:00Z"',
        /in the past: it is 2026-11-20T00:00:00Z now/,
        /Use a time up to 2026-11-19T12:00:00Z, wait, or set allowUnsettled/,
    ),
    bad(
        "a range that is not settled",
        { to: "2026-11-19T12:00:00.001Z" },
        "to",
        '"2026-11-19T12:00:00.001Z"',
        /at least 12 hours ago \(settleHours\)/,
        /Use a time up to 2026-11-19T12:00:00Z, wait/,
    ),
    bad(
        "a range not settled for as long as asked",
        { settleHours: 336, to: "2026-11-10T00:00:00Z" },
        "to",
        '"2026-11-10T00:00:00Z"',
        /at least 336 hours ago/,
        /Use a time up to 2026-11-06T00:00:00Z/,
    ),
    bad(
        "no Region anywhere",
        { region: undefined },
        "region",
        "undefined",
        /given, in stack config or in the environment/,
        /pulumi config set aws:region/,
    ),
];

const BUCKETS: Bad[] = [
    bad("capitals in the name", { bucketName: "Archive" }, "bucketName", '"Archive"', BUCKET_NAME, /Use the name/),
    bad(
        "a number for the name",
        { bucketName: 7 },
        "bucketName",
        "7",
        /a bucket's name/,
        /Leave it out for the component's name/,
    ),
    bad(
        "a transform of a resource that only the other provider makes",
        { transform: { awsNativeBucket: { objectLockEnabled: true } } },
        "transform.awsNativeBucket",
        '{"objectLockEnabled":true}',
        /Allowed are bucket, publicAccessBlock, .*policy/,
        /Correct the spelling or remove it/,
    ),
    bad(
        "a transform of a resource that aws-native does not make",
        { provider: "aws-native", transform: { versioning: { mfa: "1" } } },
        "transform.versioning",
        '{"mfa":"1"}',
        /Allowed are awsNativeBucket, awsNativePolicy/,
        /remove it/,
    ),
    bad(
        "a transform of what is not touched of an existing bucket",
        { existing: "audit-archive", transform: { bucket: { tags: {} } } },
        "transform.bucket",
        '{"tags":{}}',
        /Allowed are policy/,
        /remove it/,
    ),
    bad(
        "a transform that is no object",
        { transform: "bucket" },
        "transform",
        '"bucket"',
        /an object with the inner resources to change/,
        /Leave it out/,
    ),
    bad(
        "an unknown provider",
        { provider: "aws-classic" },
        "provider",
        '"aws-classic"',
        /must be "aws"/,
        /Leave it out for the default/,
    ),
    bad(
        "another way to destroy",
        { onDestroy: "keepObjects" },
        "onDestroy",
        '"keepObjects"',
        /"retain" or "delete"/,
        /Leave it out/,
    ),
    bad(
        "a text for versioning",
        { versioning: "Enabled" },
        "versioning",
        '"Enabled"',
        /must be true or false/,
        /Leave it out/,
    ),
    bad(
        "no days for unfinished uploads",
        { abortIncompleteMultipartUploadDays: 0 },
        "abortIncompleteMultipartUploadDays",
        "0",
        /a whole number of days, 1 or more/,
        /7 is the default/,
    ),
    bad(
        "a policy for a new bucket",
        { policy: "managed" },
        "policy",
        '"managed"',
        /absent for a new bucket/,
        /always managed/,
    ),
    bad(
        "an account as a number",
        { sourceAccounts: [123456789012] },
        "sourceAccounts[0]",
        "123456789012",
        /an account ID of 12 digits/,
        /in quotes: \["012345678901"\]/,
    ),
    bad(
        "an account without its zero",
        { sourceAccounts: ["123456789012", "12345678901"] },
        "sourceAccounts[1]",
        '"12345678901"',
        /an account ID of 12 digits/,
        /with its leading zeros/,
    ),
    bad(
        "null for an account",
        { sourceAccounts: [null] },
        "sourceAccounts[0]",
        "null",
        /an account ID of 12 digits/,
        /Give at least one account ID/,
    ),
    bad(
        "no accounts",
        { sourceAccounts: [] },
        "sourceAccounts",
        "[]",
        /a list of account IDs/,
        /Give at least one account ID/,
    ),
    bad(
        "one account without a list",
        { sourceAccounts: "123456789012" },
        "sourceAccounts",
        '"123456789012"',
        /a list of account IDs/,
        /at least one/,
    ),
    bad(
        "a misspelt property",
        { lifecycleRule: [] },
        "lifecycleRule",
        "[]",
        /Allowed are bucketName, .*lifecycleRules/,
        /Correct the spelling/,
    ),
    bad(
        "a rule outside a list",
        { lifecycleRules: { expirationDays: 1 } },
        "lifecycleRules",
        '{"expirationDays":1}',
        /a plain list/,
        /For example lifecycleRules: \[\{ expirationDays: 365 \}\]/,
    ),
    bad("null for a rule", { lifecycleRules: [null] }, RULE, "null", /an object/, /For example lifecycleRules/),
    bad(
        "a rule without an action",
        { lifecycleRules: [{ destinationPrefix: "audit" }] },
        RULE,
        '{"destinationPrefix":"audit"}',
        /a rule with preset, transitions, expirationDays/,
        /Add an action or remove the rule/,
    ),
    bad(
        "a misspelt action",
        { lifecycleRules: [{ expirationDay: 1 }] },
        `${RULE}.expirationDay`,
        "1",
        /Allowed are .*expirationDays/,
        /Correct the spelling/,
    ),
    bad(
        "a rule for a bad prefix",
        { lifecycleRules: [{ destinationPrefix: "audit/", expirationDays: 1 }] },
        `${RULE}.destinationPrefix`,
        '"audit/"',
        PREFIX,
        /The service adds the \/ behind it/,
    ),
    bad(
        "a transition outside a list",
        { lifecycleRules: [{ transitions: { days: 1 } }] },
        `${RULE}.transitions`,
        '{"days":1}',
        /a plain list/,
        /For example .*\{ days: 30, storageClass: "GLACIER_IR" \}/,
    ),
    bad(
        "an unknown storage class",
        moving([30, "GLACIER_INSTANT"]),
        `${RULE}.transitions[0].storageClass`,
        '"GLACIER_INSTANT"',
        /one of STANDARD_IA, .*DEEP_ARCHIVE/,
        /Correct the spelling/,
    ),
    bad(
        "a way back to STANDARD",
        moving([30, "STANDARD"]),
        `${RULE}.transitions[0].storageClass`,
        '"STANDARD"',
        /one of STANDARD_IA/,
        /Objects start there/,
    ),
    bad(
        "STANDARD_IA before day 30",
        moving([29, "STANDARD_IA"]),
        `${RULE}.transitions[0].days`,
        "29",
        /a whole number of days, 30 or more/,
        /into STANDARD_IA from day 30 on/,
    ),
    bad(
        "ONEZONE_IA before day 30",
        moving([0, "ONEZONE_IA"]),
        `${RULE}.transitions[0].days`,
        "0",
        /30 or more/,
        /into ONEZONE_IA from day 30 on/,
    ),
    bad(
        "half a day",
        moving([1.5, "GLACIER"]),
        `${RULE}.transitions[0].days`,
        "1.5",
        /a whole number of days, 0 or more/,
        /from day 0 on/,
    ),
    bad(
        "days in a text",
        moving(["30", "GLACIER"]),
        `${RULE}.transitions[0].days`,
        '"30"',
        /a whole number of days/,
        /from day 0 on/,
    ),
    bad(
        "upwards",
        moving([30, "GLACIER"], [60, "GLACIER_IR"]),
        `${RULE}.transitions[1].storageClass`,
        '"GLACIER_IR"',
        /one of DEEP_ARCHIVE after GLACIER/,
        /Order the transitions so/,
    ),
    bad(
        "from ONEZONE_IA to GLACIER_IR",
        moving([30, "ONEZONE_IA"], [60, "GLACIER_IR"]),
        `${RULE}.transitions[1].storageClass`,
        '"GLACIER_IR"',
        /one of GLACIER, DEEP_ARCHIVE/,
        /Order the transitions/,
    ),
    bad(
        "out of DEEP_ARCHIVE",
        moving([30, "DEEP_ARCHIVE"], [300, "GLACIER"]),
        `${RULE}.transitions[1].storageClass`,
        '"GLACIER"',
        /must be absent/,
        /Nothing leaves DEEP_ARCHIVE/,
    ),
    bad(
        "steps of the same day",
        moving([30, "GLACIER"], [30, "DEEP_ARCHIVE"]),
        `${RULE}.transitions[1].days`,
        "30",
        /more than the 30 days of the transition before it/,
        /Order the transitions by days/,
    ),
    bad(
        "expiration before the last step",
        { lifecycleRules: [{ transitions: [{ days: 90, storageClass: "GLACIER" }], expirationDays: 90 }] },
        `${RULE}.expirationDays`,
        "90",
        /more than the last transition's 90 days/,
        /S3 expires objects only after it/,
    ),
    bad(
        "expiration after no days",
        { lifecycleRules: [{ expirationDays: 0 }] },
        `${RULE}.expirationDays`,
        "0",
        /a whole number of days, 1 or more/,
        /A year is 365/,
    ),
    bad(
        "noncurrent versions too early",
        { lifecycleRules: [{ noncurrentVersionTransitions: [{ days: 1, storageClass: "STANDARD_IA" }] }] },
        `${RULE}.noncurrentVersionTransitions[0].days`,
        "1",
        /30 or more/,
        /from day 30 on/,
    ),
    bad(
        "a negative size",
        { lifecycleRules: [{ objectSizeGreaterThan: -1, expirationDays: 1 }] },
        `${RULE}.objectSizeGreaterThan`,
        "-1",
        /a whole number of bytes/,
        /131072 are 128 KB/,
    ),
    bad(
        "a rule's name that is too long",
        { lifecycleRules: [{ id: "i".repeat(256), expirationDays: 1 }] },
        `${RULE}.id`,
        `"${"i".repeat(116)}...`,
        /1 to 255 characters/,
        /Shorten it, or leave it out/,
    ),
    bad(
        "1,000 rules",
        { lifecycleRules: Array.from({ length: 1000 }, (_, id) => ({ id: `r${id}`, expirationDays: 1 })) },
        "lifecycleRules",
        '"1000 rules"',
        /at most 998 rules/,
        /Write rules for common prefixes/,
    ),
    bad(
        "two rules of one name",
        { lifecycleRules: [{ expirationDays: 1 }, { expirationDays: 2 }] },
        "lifecycleRules[1].id",
        '"all"',
        /unique in the bucket/,
        /different ids or prefixes/,
    ),
    bad(
        "too few days in an infrequent-access class",
        moving([30, "STANDARD_IA"], [45, "GLACIER"]),
        `${RULE}.transitions[1].days`,
        "45",
        /60 or more/,
        /S3 lets objects leave STANDARD_IA after 30 days in it/,
    ),
    bad(
        "a misspelt property of a transition",
        { lifecycleRules: [{ transitions: [{ days: 30, storageClass: "GLACIER", class: "GLACIER" }] }] },
        `${RULE}.transitions[0].class`,
        '"GLACIER"',
        /not a property of a transition. Allowed are days, storageClass/,
        /Correct the spelling/,
    ),
    bad(
        "more days than S3 can count",
        { lifecycleRules: [{ expirationDays: 2 ** 31 }] },
        `${RULE}.expirationDays`,
        "2147483648",
        /in 32 bits/,
        /A year is 365/,
    ),
    bad(
        "an unknown preset",
        { lifecycleRules: [{ preset: "5-years" }] },
        `${RULE}.preset`,
        '"5-years"',
        /one of 90-days, 1-year, 6-years, 7-years, 10-years, forever/,
        /For other needs give transitions and expirationDays/,
    ),
    bad(
        "a preset and days of one's own",
        { lifecycleRules: [{ preset: "1-year", expirationDays: 400 }] },
        `${RULE}.expirationDays`,
        "400",
        /absent beside preset/,
        /Leave out the one or the other/,
    ),
    bad(
        "a retention that another rule cuts short",
        { lifecycleRules: [{ expirationDays: 90 }, { destinationPrefix: "audit", preset: "7-years" }] },
        "lifecycleRules[1].preset",
        '"7-years"',
        /no longer than the 90 days of lifecycleRules\[0\], which holds for the same objects/,
        /S3 takes the sooner expiration/,
    ),
    bad(
        "an existing bucket's ARN",
        { existing: "arn:aws:s3:::archive" },
        "existing",
        '"arn:aws:s3:::archive"',
        /a bucket's name/,
        /Give the name alone: "archive"/,
    ),
    bad(
        "nothing for an existing bucket",
        { existing: undefined },
        "existing",
        "undefined",
        /a bucket or its name/,
        /Leave it out for a new bucket/,
    ),
    bad(
        "a number for an existing bucket",
        { existing: 7 },
        "existing",
        "7",
        /a bucket or its name/,
        /as a text in quotes/,
    ),
    bad(
        "something else for an existing bucket",
        () => ({ existing: new aws.s3.BucketMetric("own", { bucket: "b" }) }),
        "existing",
        "a resource of type aws:s3/bucketMetric:BucketMetric",
        /a bucket or its name/,
        /Give the bucket resource, or the bucket's name/,
    ),
    bad(
        "both an existing and a new bucket",
        { existing: "archive", versioning: true },
        "versioning",
        "true",
        /absent where existing is given/,
        /set them where the bucket is managed/,
    ),
    bad(
        "rules for an existing bucket",
        { existing: "archive", lifecycleRules: [{ expirationDays: 1 }] },
        "lifecycleRules",
        '[{"expirationDays":1}]',
        /absent where existing is given/,
        /set them where the bucket is managed/,
    ),
    bad(
        "an unknown policy",
        { existing: "archive", policy: "merged" },
        "policy",
        '"merged"',
        /"managed" or "unmanaged"/,
        /Leave it out/,
    ),
];

const range = (from: string, to: string) => ({ from: `2026-10-${from}T00:00:00Z`, to: `2026-10-${to}T00:00:00Z` });
const ranges = (...timeRanges: unknown[]) => ({ from: undefined, to: undefined, timeRanges });

const EXPORTS: Bad[] = [
    bad(
        "no log groups",
        { logGroups: undefined },
        "logGroups",
        "undefined",
        /an array or a map of log groups/,
        /For one group: \["\/aws\/lambda\/payments"\]/,
    ),
    bad("one group without a list", { logGroups: "/a" }, "logGroups", '"/a"', /an array or a map/, /For one group/),
    bad("an empty list of groups", { logGroups: [] }, "logGroups", "[]", /at least one log group/, /nothing to export/),
    bad(
        "an Output in a list",
        () => ({ logGroups: [pulumi.output("/a")] }),
        "logGroups[0]",
        '"an Output"',
        /a name, an ARN or a log group resource/,
        /Use a map: \{ payments: output \}/,
    ),
    bad(
        "a Promise in a list",
        { logGroups: [Promise.resolve("/a")] },
        "logGroups[0]",
        '"an Output"',
        /a name, an ARN/,
        /Use a map/,
    ),
    bad("a wildcard group", { logGroups: ["/aws/*"] }, "logGroups[0]", '"/aws/*"', NAME, /lists the names/),
    bad(
        "null in a map",
        { logGroups: { pay: null } },
        "logGroups.pay",
        "null",
        /a name, an ARN or a log group resource/,
        /Correct or remove it/,
    ),
    bad(
        "a resource of another kind",
        () => ({ logGroups: [new aws.s3.BucketPolicy("own", { bucket: "b", policy: "{}" })] }),
        "logGroups[0]",
        '"aws:s3/bucketPolicy:BucketPolicy"',
        /a log group resource/,
        /give its name in a map/,
    ),
    bad(
        "a group listed twice",
        { logGroups: ["/a", "/b", "/a"] },
        "logGroups",
        '"/a"',
        /listed once/,
        /its data would be exported twice/,
    ),
    bad(
        "a group by name and by ARN",
        { logGroups: ["/aws/lambda/payments", ARN] },
        "logGroups",
        '"/aws/lambda/payments"',
        /listed once/,
        /Remove the repetition/,
    ),
    bad(
        "a group under two keys",
        { logGroups: { one: "/a", two: "/a" } },
        "logGroups",
        '"/a"',
        /listed once/,
        /Remove the repetition/,
    ),
    bad("seconds", { from: 1790812800 }, "from", "1790812800", /milliseconds since 1970/, /multiply by 1000/),
    bad("no range at all", { from: undefined, to: undefined }, "from", "undefined", ISO, /For example from:/),
    bad(
        "to before from",
        { to: "2026-09-01T00:00:00Z" },
        "to",
        '"2026-09-01T00:00:00.000Z"',
        /later than from/,
        /Swap or correct/,
    ),
    bad(
        "both timeRanges and from",
        { timeRanges: [range("01", "02")] },
        "timeRanges",
        JSON.stringify([range("01", "02")]),
        /absent where from and to are given/,
        /Put the range into timeRanges, or remove them/,
    ),
    bad(
        "an empty list of ranges",
        ranges(),
        "timeRanges",
        "[]",
        /a list of at least one range/,
        /For example \[\{ from:/,
    ),
    bad("null for a range", ranges(null), "timeRanges[0]", "null", /must be a range/, /\{ from: …, to: … \}/),
    bad(
        "a misspelt property of a range",
        ranges({ ...range("01", "02"), prefix: "x" }),
        "timeRanges[0].prefix",
        '"x"',
        /Allowed are from, to, destinationPrefix/,
        /Correct the spelling/,
    ),
    bad(
        "a range's date alone",
        ranges(range("01", "02"), { from: "2026-10-02", to: OCTOBER.to }),
        "timeRanges[1].from",
        '"2026-10-02"',
        ISO,
        /timeRanges\[1\].from: "2026-10-02T00:00:00Z"/,
    ),
    bad(
        "ranges that overlap",
        ranges(range("02", "04"), range("01", "03")),
        "timeRanges",
        '"a range from 2026-10-02T00:00:00.000Z"',
        /ranges that do not overlap/,
        /ends at 2026-10-03T00:00:00.000Z: let it begin there/,
    ),
    bad(
        "the same range twice",
        ranges(range("01", "02"), range("01", "02")),
        "timeRanges",
        '"a range from 2026-10-01T00:00:00.000Z"',
        /do not overlap/,
        /let it begin there/,
    ),
    bad(
        "a range's bad prefix",
        ranges({ ...range("01", "02"), destinationPrefix: "/x" }),
        "timeRanges[0].destinationPrefix",
        '"/x"',
        PREFIX,
        /"x"/,
    ),
    bad(
        "a number for a range's prefix",
        ranges({ ...range("01", "02"), destinationPrefix: 7 }),
        "timeRanges[0].destinationPrefix",
        "7",
        /a plain string/,
        /cannot be an Output/,
    ),
    bad(
        "a typo in splitBy",
        { splitBy: "daily" },
        "splitBy",
        '"daily"',
        /"hour", "day", "week", "month"/,
        /Leave it out for one export a range/,
    ),
    bad(
        "too many exports",
        { splitBy: "hour", from: "1990-01-01T00:00:00Z" },
        "splitBy",
        '"hour"',
        /coarser: this makes \d{6} exports/,
        /At most 100000 fit/,
    ),
    bad(
        "an unknown layout",
        { layout: "flat" },
        "layout",
        '"flat"',
        /"hive", "plain" or a function/,
        /Leave it out for "hive"/,
    ),
    bad(
        "a layout that mixes groups",
        { layout: "plain", logGroups: ["/a", "/b"] },
        "layout",
        '"plain"',
        /keeps log groups apart: .* both go to exportedlogs/,
        /Use "hive"/,
    ),
    bad(
        "a layout without a result",
        { layout: () => undefined },
        "layout",
        "undefined",
        /a function that gives a string/,
        /return the whole prefix/,
    ),
    bad(
        "a layout with a bad result",
        { layout: () => "/x" },
        "destinationPrefix of /aws/lambda/payments-20261001T000000Z-20261101T000000Z",
        '"/x"',
        PREFIX,
        /"x"/,
    ),
    bad("a bad prefix", { destinationPrefix: "audit/" }, "destinationPrefix", '"audit/"', PREFIX, /"audit"/),
    bad(
        "an Output for the prefix",
        () => ({ destinationPrefix: pulumi.output("x") }),
        "destinationPrefix",
        "an Output",
        /a plain string/,
        /It decides names/,
    ),
    bad(
        "a prefix that layout makes too long",
        { destinationPrefix: "p".repeat(420) },
        "destinationPrefix of /aws/lambda/payments-20261001T000000Z-20261101T000000Z",
        `"${"p".repeat(116)}...`,
        PREFIX,
        /It has 483 bytes: shorten it/,
    ),
    bad(
        "a misspelt property",
        { destination: "archive" },
        "destination",
        '"archive"',
        /Allowed are logGroups, .*bucket/,
        /Correct the spelling/,
    ),
    bad(
        "a name for the bucket",
        { bucket: "archive" },
        "bucket",
        '"archive"',
        /an ExportBucket, or the arguments of one/,
        /bucket: \{ existing: … \}/,
    ),
    bad(
        "a bucket resource for the bucket",
        () => ({ bucket: new aws.s3.Bucket("own") }),
        "bucket",
        "a resource of type aws:s3/bucket:Bucket",
        /an ExportBucket, or the arguments of one/,
        /bucket: \{ existing: … \}/,
    ),
    bad(
        "an Output for the bucket",
        () => ({ bucket: pulumi.output("archive") }),
        "bucket",
        "an Output",
        /an ExportBucket/,
        /bucket: \{ existing: … \}/,
    ),
    bad(
        "a bad argument of the bucket",
        { bucket: { onDestroy: "empty" } },
        "onDestroy",
        '"empty"',
        /"retain" or "delete"/,
        /Leave it out/,
    ),
    bad(
        "an ExportBucket as an existing bucket",
        () => ({ bucket: { existing: new ExportBucket("own") } }),
        "existing",
        "a resource of type cloudwatch-logs-export:index:ExportBucket",
        /a bucket or its name/,
        /Give the ExportBucket itself/,
    ),
    bad("no time to wait", { timeoutSeconds: 0 }, "timeoutSeconds", "0", /from 1 to 86400/, /shorten the range/),
    bad(
        "another way to destroy",
        { onDestroy: "retain" },
        "onDestroy",
        '"retain"',
        /"keepObjects" or "deleteObjects"/,
        /Leave it out to keep/,
    ),
    bad(
        "a role's name",
        { assumeRoleArn: "exporter" },
        "assumeRoleArn",
        '"exporter"',
        /the ARN of an IAM role/,
        /For example/,
    ),
];

function assertTold(failures: readonly Failure[], { property, shows, allows, advises }: Bad): void {
    const told = failures.find((failure) => failure.property === property);
    assert.ok(told, `nothing is said of ${property}: ${JSON.stringify(failures)}`);
    assert.ok(told.reason.startsWith(property), `does not begin with the property: ${told.reason}`);
    assert.ok(told.reason.includes(shows), `does not show ${shows}: ${told.reason}`);
    assert.match(told.reason, allows);
    assert.match(told.reason, advises);
}

describe("inputs that are wrong", () => {
    let program: Mocked;
    beforeEach(async () => {
        program = await setMocks();
    });
    afterEach(() => program.settle());

    /** Tells it before anything is registered, but for what the arguments themselves are made of. */
    async function assertRefused(row: Bad, declare: (args: object) => unknown): Promise<void> {
        const args = typeof row.args === "function" ? row.args() : row.args;
        await program.settle();
        const before = program.registrations.length;
        assert.throws(
            () => declare(args),
            (error: unknown) => {
                assert.ok(error instanceof InputError, String(error));
                assert.ok(pulumi.RunError.isInstance(error), "Pulumi shows it without a stack");
                assertTold(error.failures, row);
                for (const { reason } of error.failures) assert.ok(error.message.includes(reason));
                return true;
            },
        );
        await program.settle();
        assert.equal(program.registrations.length, before, "nothing was registered");
    }

    const rows = [...TASKS, ...TASKS_WHEN_KNOWN, ...BUCKETS, ...EXPORTS];
    it(`are more than ninety: ${rows.length}`, () => assert.ok(rows.length > 90));

    describe("are refused by ExportTask in the program", () => {
        for (const row of TASKS) {
            it(row.what, () => assertRefused(row, (args) => new ExportTask("october", { ...TASK, ...args } as never)));
        }
    });

    describe("are refused by ExportTask in the provider", () => {
        const provider = () =>
            lifecycle(
                { get: () => undefined },
                {
                    clock: { now: () => NOW, sleep: () => Promise.reject(new Error("a check waits for nothing")) },
                    connect: () => {
                        throw new Error("a check asks AWS nothing");
                    },
                    environmentRegion: () => Promise.resolve(undefined),
                    audience: () => "sparse",
                    linesOf: () => ({
                        status: () => undefined,
                        warn: () => undefined,
                        arrived: () => Promise.resolve(),
                    }),
                    isEngineAlive: () => Promise.resolve(true),
                    newClaim: () => "claim",
                },
            );
        for (const row of [...TASKS, ...TASKS_WHEN_KNOWN]) {
            it(row.what, async () => {
                const args = typeof row.args === "function" ? row.args() : row.args;
                const news = { ...TASK, region: "eu-central-1", resourceUrn: "urn", ...args };
                assertTold((await provider().check(undefined, news)).failures, row);
            });
        }

        it("and what is right passes", async () => {
            const { failures } = await provider().check(undefined, { ...TASK, region: "eu-central-1" });
            assert.deepEqual(failures, []);
        });
    });

    describe("are refused by ExportBucket", () => {
        for (const row of BUCKETS) {
            it(row.what, () => assertRefused(row, (args) => new ExportBucket("archive", args as never)));
        }
    });

    describe("are refused by LogExport", () => {
        for (const row of EXPORTS) {
            it(row.what, () => assertRefused(row, (args) => new LogExport("audit", { ...EXPORT, ...args } as never)));
        }

        it("all at once, not one by one", () => {
            const args = { ...EXPORT, from: 1790812800, splitBy: "daily", layout: "flat", timeoutSeconds: 0 };
            assert.throws(
                () => new LogExport("audit", args as never),
                (error: unknown) => {
                    assert.ok(error instanceof InputError);
                    assert.deepEqual(
                        error.failures.map(({ property }) => property),
                        ["from", "splitBy", "layout", "timeoutSeconds"],
                    );
                    assert.match(error.message, /^LogExport "audit": from is 1790812800, but must be/);
                    return true;
                },
            );
        });
    });
});
