import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bad, LOG_GROUP_ARN, LOG_GROUP_NAME } from "./badInput";
import { refusedByLogExport } from "./refused";

refusedByLogExport([
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
    bad("a wildcard group", { logGroups: ["/aws/*"] }, "logGroups[0]", '"/aws/*"', LOG_GROUP_NAME, /lists the names/),
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
        /use a map with its name/,
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
        { logGroups: ["/aws/lambda/payments", LOG_GROUP_ARN] },
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
]);
