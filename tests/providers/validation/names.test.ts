import * as assert from "node:assert/strict";
import { UNKNOWN } from "../../../providers/validation/unknown";
import { checkNames, MAX_DESTINATION_PREFIX_BYTES, MAX_TASK_NAME_LENGTH } from "../../../providers/validation/names";

const GOOD: Record<string, unknown[]> = {
    logGroupName: ["a", "/aws/lambda/payments", "API-Gateway-Execution-Logs_x/prod", "a.b#c_d-e", "g".repeat(512)],
    logStreamNamePrefix: ["2026/10", "[$LATEST]", "ü", "s".repeat(512)],
    destination: ["abc", "audit-archive", "logs.example.com", "1a2", "b".repeat(63)],
    destinationPrefix: ["audit", "a/b/c", "log_group=%2Faws/year=2026", "mit Leerzeichen", "ü".repeat(232)],
    taskNamePrefix: ["t", "any text: ü", "t".repeat(479)],
    region: ["eu-central-1", "us-gov-west-1", "cn-northwest-1", "ap-southeast-5", "us-iso-east-1"],
    profile: ["default", "audit team"],
    assumeRoleArn: [
        "arn:aws:iam::123456789012:role/exporter",
        "arn:aws-cn:iam::123456789012:role/path/to/exporter",
        "arn:aws-us-gov:iam::123456789012:role/a+=,.@-_b",
    ],
};

const BAD: Record<string, unknown[]> = {
    logGroupName: ["", "a b", "a:b", "ä", "a*", "g".repeat(513), "arn:aws:logs:eu-central-1:1:log-group:/a", 1, {}],
    logStreamNamePrefix: ["", "a:b", "a*", "s".repeat(513), true],
    destination: ["", "ab", "b".repeat(256), "A b", "-ab", "ab-", "a..b", "10.0.0.1", "a/b", "s3://abc", []],
    destinationPrefix: ["", "/", "/a", "a/", "a//b", "./a", "a/..", "a\tb", "a\u007fb", "s3://b/a", "p".repeat(465)],
    taskNamePrefix: ["", "t".repeat(480), 5],
    region: ["", "eu-central", "EU-CENTRAL-1", "eu_central_1", "eu-central-1 "],
    profile: ["", " audit", "audit "],
    assumeRoleArn: [
        "",
        "exporter",
        "arn:aws:iam::1:role/x",
        "arn:aws:iam::123456789012:user/x",
        "arn:aws:iam::123456789012:role/",
    ],
};

describe("names", () => {
    for (const [property, values] of Object.entries(GOOD)) {
        for (const value of values) {
            it(`${property} may be ${String(value).slice(0, 60)}`, () => {
                assert.deepEqual(checkNames({ [property]: value }), []);
            });
        }
    }

    for (const [property, values] of Object.entries(BAD)) {
        for (const value of values) {
            it(`${property} may not be ${JSON.stringify(value).slice(0, 60)}`, () => {
                assert.deepEqual(
                    checkNames({ [property]: value }).map((failure) => failure.property),
                    [property],
                );
            });
        }
    }

    for (const value of [undefined, null, UNKNOWN]) {
        it(`are passed over while they are ${value}`, () => {
            assert.deepEqual(checkNames(Object.fromEntries(Object.keys(GOOD).map((name) => [name, value]))), []);
        });
    }

    it("leave room for the longest key, and for the hash behind a task's name", () => {
        const longest = `${"p".repeat(MAX_DESTINATION_PREFIX_BYTES)}/${"t".repeat(36)}/${"s".repeat(512)}/000000.gz`;
        assert.equal(Buffer.byteLength(longest), 1024);
        assert.equal(MAX_TASK_NAME_LENGTH + 1 + 32, 512);
    });

    it("of old buckets are accepted in us-east-1, and as long as the Region is not known", () => {
        for (const destination of ["A-b", "a_b", "b".repeat(64), "Acme.Logs_2017"]) {
            for (const region of [undefined, UNKNOWN, "us-east-1"]) {
                assert.deepEqual(checkNames({ destination, region }), [], `${destination} in ${region}`);
            }
            const [{ property, reason }] = checkNames({ destination, region: "eu-central-1" });
            assert.equal(property, "destination");
            assert.match(reason, /Only buckets of us-east-1 from before March 2018 may be named so\.$/);
        }
    });
});
