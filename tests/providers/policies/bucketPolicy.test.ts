import * as assert from "node:assert/strict";
import { bucketPolicy, type ExportGrant, exportStatements } from "../../../providers/policies/bucketPolicy";
import { keyStatements } from "../../../providers/policies/keyPolicy";
import { InputError } from "../../../providers/validation/inputError";

const GRANT = { region: "eu-central-1", bucketArn: "arn:aws:s3:::archive", sourceAccounts: ["123456789012"] };

describe("the bucket policy", () => {
    it("allows exactly the two calls that an export makes, each for CloudWatch Logs of the Region", () => {
        assert.deepEqual(
            exportStatements(GRANT).map(({ Effect, Action, Resource, Principal }) => ({
                Effect,
                Action,
                Resource,
                Principal,
            })),
            [
                {
                    Effect: "Allow",
                    Action: "s3:GetBucketAcl",
                    Resource: "arn:aws:s3:::archive",
                    Principal: { Service: "logs.eu-central-1.amazonaws.com" },
                },
                {
                    Effect: "Allow",
                    Action: "s3:PutObject",
                    Resource: "arn:aws:s3:::archive/*",
                    Principal: { Service: "logs.eu-central-1.amazonaws.com" },
                },
            ],
        );
    });

    it("guards both against the confused deputy, by account and by log group", () => {
        for (const { Condition } of exportStatements({ ...GRANT, sourceAccounts: ["111111111111", "222222222222"] })) {
            assert.deepEqual(Condition?.StringEquals["aws:SourceAccount"], ["111111111111", "222222222222"]);
            assert.deepEqual(Condition?.ArnLike["aws:SourceArn"], ["arn:aws:logs:eu-central-1:*:log-group:*"]);
        }
    });

    describe("as statements to merge", () => {
        const wrong: [property: string, grant: Partial<ExportGrant>][] = [
            ["destinationPrefixes", { destinationPrefixes: [] }],
            ["destinationPrefixes[0]", { destinationPrefixes: ["audit/"] }],
            ["destinationPrefixes[1]", { destinationPrefixes: ["audit", "*"] }],
            ["destinationPrefixes[0]", { destinationPrefixes: ["${aws:username}"] }],
            ["sourceLogGroups", { sourceLogGroups: [] }],
            ["sourceLogGroups[0]", { sourceLogGroups: ["a b"] }],
            ["sourceAccounts[0]", { sourceAccounts: ["1234"] }],
            ["sourceAccounts", { sourceAccounts: [] }],
            ["callerRoleArns[0]", { callerRoleArns: ["me"] }],
            ["region", { region: "Frankfurt" }],
            ["bucketArn", { bucketArn: "archive" }],
            ["bucketArn", { bucketArn: "arn:aws:s3:::archive/*" }],
            ["bucketArn", { bucketArn: "arn:aws:s3:::10.0.0.1" }],
            ["bucketArn", { bucketArn: "arn:aws:s3:::archive*" }],
            ["bucketArn", { bucketArn: "arn:aws:s3:::Old_Archive" }],
        ];

        for (const [property, change] of wrong) {
            it(`refuses ${JSON.stringify(change)}`, () => {
                assert.throws(
                    () => exportStatements({ ...GRANT, ...change }),
                    (error: InputError) => error instanceof InputError && error.failures[0].property === property,
                );
            });
        }

        it("for a bucket of us-east-1 with a name from before March 2018", () => {
            const bucketArn = "arn:aws:s3:::Old_Archive";
            const [acl] = exportStatements({ ...GRANT, region: "us-east-1", bucketArn });
            assert.equal(acl.Resource, bucketArn);
        });

        it("for a key too", () => {
            const grant = { region: "eu-central-1", sourceAccounts: ["123456789012"] };
            assert.equal(keyStatements(grant).length, 1);
            assert.throws(() => keyStatements({ ...grant, region: "Frankfurt" }), /region is "Frankfurt"/);
            assert.throws(() => keyStatements({ ...grant, sourceAccounts: ["1"] }), /sourceAccounts\[0\] is "1"/);
        });
    });

    it("asks for full control of the bucket's owner where objects are written, and only there", () => {
        const [acl, put] = exportStatements(GRANT);
        assert.equal(put.Condition?.StringEquals["s3:x-amz-acl"], "bucket-owner-full-control");
        assert.equal("s3:x-amz-acl" in (acl.Condition?.StringEquals ?? {}), false);
    });

    it("denies everything over plain HTTP, after the grant", () => {
        const { Version, Statement } = bucketPolicy(GRANT);
        assert.equal(Version, "2012-10-17");
        assert.deepEqual(Statement.slice(0, 2), exportStatements(GRANT));
        assert.deepEqual(Statement.slice(2), [
            {
                Sid: "DenyInsecureTransport",
                Effect: "Deny",
                Principal: "*",
                Action: "s3:*",
                Resource: ["arn:aws:s3:::archive", "arn:aws:s3:::archive/*"],
                Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
        ]);
    });

    it("has names of its own for all statements, as S3 wants", () => {
        const names = bucketPolicy(GRANT).Statement.map(({ Sid }) => Sid);
        assert.equal(new Set(names).size, 3);
        for (const name of names) assert.match(name, /^[A-Za-z0-9]+$/);
    });

    it("takes the partition of its ARNs from the bucket's", () => {
        const [acl] = exportStatements({ ...GRANT, region: "cn-north-1", bucketArn: "arn:aws-cn:s3:::archive" });
        assert.deepEqual(acl.Condition?.ArnLike["aws:SourceArn"], [
            "arn:aws-cn:logs:cn-north-1:123456789012:log-group:*",
        ]);
    });

    it("stays within S3's 20 KB for a hundred accounts", () => {
        const sourceAccounts = Array.from({ length: 100 }, (_, index) => String(100_000_000_000 + index));
        const bucketArn = `arn:aws-us-gov:s3:::${"b".repeat(63)}`;
        const document = JSON.stringify(bucketPolicy({ region: "us-gov-west-1", bucketArn, sourceAccounts }));
        assert.ok(Buffer.byteLength(document) < 20 * 1024, `${Buffer.byteLength(document)} bytes`);
    });
});
