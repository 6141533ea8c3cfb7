import * as assert from "node:assert/strict";
import { ExportBucket } from "../../../components/exportBucket/exportBucket";
import { promiseOf, quiet, urnOf } from "../../support/mocks";
import { NAMES, PARTS, Stage, TYPE, TYPES } from "./stage";

describe("ExportBucket", () => {
    const stage = new Stage();

    describe("by default", () => {
        let bucket: ExportBucket;
        before(async () => {
            bucket = await stage.make();
        });

        it("is made of a bucket and six resources that make it fit, and nothing else", () => {
            assert.deepEqual(
                stage.program.registrations.map(({ type }) => type).sort(),
                [TYPE, ...Object.values(TYPES)].sort(),
            );
        });

        it("leaves the bucket's name to Pulumi and does not empty it", () => {
            assert.deepEqual(stage.part("bucket").inputs, { forceDestroy: false });
        });

        it("blocks all public access", () => {
            assert.deepEqual(stage.part("publicAccessBlock").inputs, {
                bucket: "archive-1a2b3c",
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            });
        });

        it("gives every object to the bucket's owner", () => {
            assert.deepEqual(stage.part("ownershipControls").inputs, {
                bucket: "archive-1a2b3c",
                rule: { objectOwnership: "BucketOwnerEnforced" },
            });
        });

        it("keeps versions", () => {
            assert.deepEqual(stage.part("versioning").inputs, {
                bucket: "archive-1a2b3c",
                versioningConfiguration: { status: "Enabled" },
            });
        });

        it("encrypts with S3's own keys", () => {
            assert.deepEqual(stage.part("encryption").inputs, {
                bucket: "archive-1a2b3c",
                rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
            });
        });

        it("removes what uploads and deletions leave behind, and no data", () => {
            assert.deepEqual(stage.part("lifecycle").inputs, {
                bucket: "archive-1a2b3c",
                rules: [
                    {
                        id: "cloudwatch-logs-export:abort-incomplete-multipart-uploads",
                        status: "Enabled",
                        filter: { prefix: "" },
                        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
                    },
                    {
                        id: "cloudwatch-logs-export:remove-expired-delete-markers",
                        status: "Enabled",
                        filter: { prefix: "" },
                        expiration: { expiredObjectDeleteMarker: true },
                    },
                ],
            });
        });

        it("lets CloudWatch Logs of its own account export, nobody else, and nobody over plain HTTP", () => {
            assert.equal(stage.part("policy").inputs.bucket, "archive-1a2b3c");
            const arn = "arn:aws:s3:::archive-1a2b3c";
            const ArnLike = { "aws:SourceArn": ["arn:aws:logs:eu-central-1:123456789012:log-group:*"] };
            assert.deepEqual(stage.policyOf(), {
                Version: "2012-10-17",
                Statement: [
                    {
                        Sid: "CloudWatchLogsGetBucketAcl",
                        Effect: "Allow",
                        Principal: { Service: "logs.eu-central-1.amazonaws.com" },
                        Action: "s3:GetBucketAcl",
                        Resource: arn,
                        Condition: { StringEquals: { "aws:SourceAccount": ["123456789012"] }, ArnLike },
                    },
                    {
                        Sid: "CloudWatchLogsPutObject",
                        Effect: "Allow",
                        Principal: { Service: "logs.eu-central-1.amazonaws.com" },
                        Action: "s3:PutObject",
                        Resource: `${arn}/*`,
                        Condition: {
                            StringEquals: {
                                "aws:SourceAccount": ["123456789012"],
                                "s3:x-amz-acl": "bucket-owner-full-control",
                            },
                            ArnLike,
                        },
                    },
                    {
                        Sid: "DenyInsecureTransport",
                        Effect: "Deny",
                        Principal: "*",
                        Action: "s3:*",
                        Resource: [arn, `${arn}/*`],
                        Condition: { Bool: { "aws:SecureTransport": "false" } },
                    },
                ],
            });
        });

        it("is the parent of every inner resource, whose names begin with its own", async () => {
            assert.equal(await promiseOf(bucket.urn), urnOf(TYPE, "archive"));
            for (const name of PARTS) {
                const node = bucket.nodes[name];
                assert.ok(node, name);
                assert.equal(await promiseOf(node.urn), urnOf(`${TYPE}$${TYPES[name]}`, NAMES[name]));
                assert.equal(stage.part(name).parent, urnOf(TYPE, "archive"));
                assert.ok(NAMES[name].startsWith("archive"));
            }
        });

        it("leaves bucket and settings in AWS when it is removed", () => {
            for (const name of PARTS) assert.equal(stage.part(name).retainOnDelete, true, name);
        });

        it("settles versioning before the lifecycle rules", () => {
            assert.ok(stage.part("lifecycle").dependencies.includes(stage.part("versioning").urn));
        });

        it("is encrypted, versioned and closed before the policy lets anything in", () => {
            for (const name of ["publicAccessBlock", "ownershipControls", "versioning", "encryption"] as const) {
                assert.ok(stage.part("policy").dependencies.includes(stage.part(name).urn), name);
            }
        });

        it("tells name, ARN and accounts, and registers name and ARN as its outputs", async () => {
            assert.equal(await promiseOf(bucket.bucketName), "archive-1a2b3c");
            assert.equal(await promiseOf(bucket.bucketArn), "arn:aws:s3:::archive-1a2b3c");
            assert.deepEqual(await promiseOf(bucket.sourceAccounts), ["123456789012"]);
            assert.deepEqual(stage.program.find(TYPE, "archive").outputs, {
                bucketName: "archive-1a2b3c",
                bucketArn: "arn:aws:s3:::archive-1a2b3c",
            });
        });
    });

    describe("the name", () => {
        for (const late of ["publicAccessBlock", "ownershipControls", "versioning", "encryption", "policy"] as const) {
            it(`is not known before ${late} is in place`, async () => {
                let finish = () => {};
                const held = new Promise<void>((resolve) => (finish = resolve));
                await stage.begin({ onRegister: ({ type }) => (type === TYPES[late] ? held : undefined) });
                const bucket = new ExportBucket("archive");
                let known: string | undefined;
                const knowing = promiseOf(bucket.bucketName).then((value) => (known = value));
                await quiet();
                assert.equal(stage.program.ofType(TYPES[late]).length, 1, "it is being made");
                assert.equal(known, undefined);
                finish();
                assert.equal(await knowing, "archive-1a2b3c");
                await stage.program.settle();
            });
        }
    });
});
