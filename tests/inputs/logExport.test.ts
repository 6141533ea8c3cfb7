import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ExportBucket, InputError, LogExport } from "../../index";
import { bad, PREFIX } from "./badInput";
import { EXPORT, refusedByLogExport } from "./refused";

refusedByLogExport([
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
        /separates log groups: .* both go to exportedlogs/,
        /Use "hive"/,
    ),
    bad(
        "a layout without a result",
        { layout: () => undefined },
        "layout",
        "undefined",
        /a function that returns a string/,
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
        { bucket: { removalPolicy: "empty" } },
        "removalPolicy",
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
        "a removal policy of CloudFormation",
        { removalPolicy: "snapshot" },
        "removalPolicy",
        '"snapshot"',
        /"retain" or "delete"/,
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
]);

describe("inputs that are wrong", () => {
    describe("are refused by LogExport", () => {
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
