import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ExportBucket } from "../../components/exportBucket";
import { ExportBucketArgs, ExistingBucket } from "../../components/exportBucketArgs";
import { Mocked, MockOptions, promiseOf, quiet, setMocks, urnOf, warningsOf } from "../support/mocks";

const TYPE = "cloudwatch-logs-export:index:ExportBucket";

const TYPES = {
    bucket: "aws:s3/bucket:Bucket",
    publicAccessBlock: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    ownershipControls: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    versioning: "aws:s3/bucketVersioning:BucketVersioning",
    encryption: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    lifecycle: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    policy: "aws:s3/bucketPolicy:BucketPolicy",
};
type Part = keyof typeof TYPES;
const PARTS = Object.keys(TYPES) as Part[];

const NAMES: Record<Part, string> = {
    bucket: "archive",
    publicAccessBlock: "archive-public-access-block",
    ownershipControls: "archive-ownership-controls",
    versioning: "archive-versioning",
    encryption: "archive-encryption",
    lifecycle: "archive-lifecycle",
    policy: "archive-policy",
};

describe("ExportBucket", () => {
    let program: Mocked;
    const part = (name: Part) => program.find(TYPES[name], NAMES[name]);
    const policyOf = (name: Part = "policy") => JSON.parse(part(name).inputs.policy as string);
    const rules = () => part("lifecycle").inputs.rules as Record<string, unknown>[];

    async function make(args?: ExportBucketArgs, options: MockOptions = {}): Promise<ExportBucket> {
        program = await setMocks(options);
        const bucket = new ExportBucket("archive", args);
        await program.settle();
        return bucket;
    }

    describe("by default", () => {
        let bucket: ExportBucket;
        before(async () => {
            bucket = await make();
        });

        it("is made of a bucket and six resources that make it fit, and nothing else", () => {
            assert.deepEqual(
                program.registrations.map(({ type }) => type).sort(),
                [TYPE, ...Object.values(TYPES)].sort(),
            );
        });

        it("leaves the bucket's name to Pulumi and does not empty it", () => {
            assert.deepEqual(part("bucket").inputs, { forceDestroy: false });
        });

        it("blocks all public access", () => {
            assert.deepEqual(part("publicAccessBlock").inputs, {
                bucket: "archive-1a2b3c",
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            });
        });

        it("gives every object to the bucket's owner", () => {
            assert.deepEqual(part("ownershipControls").inputs, {
                bucket: "archive-1a2b3c",
                rule: { objectOwnership: "BucketOwnerEnforced" },
            });
        });

        it("keeps versions", () => {
            assert.deepEqual(part("versioning").inputs, {
                bucket: "archive-1a2b3c",
                versioningConfiguration: { status: "Enabled" },
            });
        });

        it("encrypts with S3's own keys", () => {
            assert.deepEqual(part("encryption").inputs, {
                bucket: "archive-1a2b3c",
                rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
            });
        });

        it("removes what uploads and deletions leave behind, and no data", () => {
            assert.deepEqual(part("lifecycle").inputs, {
                bucket: "archive-1a2b3c",
                rules: [
                    {
                        id: "abort-incomplete-multipart-uploads",
                        status: "Enabled",
                        filter: { prefix: "" },
                        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
                    },
                    {
                        id: "remove-expired-delete-markers",
                        status: "Enabled",
                        filter: { prefix: "" },
                        expiration: { expiredObjectDeleteMarker: true },
                    },
                ],
            });
        });

        it("lets CloudWatch Logs of its own account export, nobody else, and nobody over plain HTTP", () => {
            assert.equal(part("policy").inputs.bucket, "archive-1a2b3c");
            const arn = "arn:aws:s3:::archive-1a2b3c";
            const ArnLike = { "aws:SourceArn": ["arn:aws:logs:eu-central-1:123456789012:log-group:*"] };
            assert.deepEqual(policyOf(), {
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
                assert.equal(part(name).parent, urnOf(TYPE, "archive"));
                assert.ok(NAMES[name].startsWith("archive"));
            }
        });

        it("leaves bucket and settings in AWS when it is removed", () => {
            for (const name of PARTS) assert.equal(part(name).retainOnDelete, true, name);
        });

        it("settles versioning before the lifecycle rules", () => {
            assert.ok(part("lifecycle").dependencies.includes(part("versioning").urn));
        });

        it("is encrypted, versioned and closed before the policy lets anything in", () => {
            for (const name of ["publicAccessBlock", "ownershipControls", "versioning", "encryption"] as const) {
                assert.ok(part("policy").dependencies.includes(part(name).urn), name);
            }
        });

        it("tells name, ARN and accounts, and registers name and ARN as its outputs", async () => {
            assert.equal(await promiseOf(bucket.bucketName), "archive-1a2b3c");
            assert.equal(await promiseOf(bucket.bucketArn), "arn:aws:s3:::archive-1a2b3c");
            assert.deepEqual(await promiseOf(bucket.sourceAccounts), ["123456789012"]);
            assert.deepEqual(program.find(TYPE, "archive").outputs, {
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
                program = await setMocks({ onRegister: ({ type }) => (type === TYPES[late] ? held : undefined) });
                const bucket = new ExportBucket("archive");
                let known: string | undefined;
                const knowing = promiseOf(bucket.bucketName).then((value) => (known = value));
                await quiet();
                assert.equal(program.ofType(TYPES[late]).length, 1, "it is being made");
                assert.equal(known, undefined);
                finish();
                assert.equal(await knowing, "archive-1a2b3c");
                await program.settle();
            });
        }
    });

    describe("arguments", () => {
        it("name the bucket and tag it", async () => {
            const bucket = await make({ bucketName: "audit-archive", tags: { team: "audit" } });
            assert.deepEqual(part("bucket").inputs, {
                bucket: "audit-archive",
                tags: { team: "audit" },
                forceDestroy: false,
            });
            assert.equal(await promiseOf(bucket.bucketName), "audit-archive");
        });

        it('empty and delete it with everything when onDestroy is "delete"', async () => {
            await make({ onDestroy: "delete" });
            assert.deepEqual(part("bucket").inputs, { forceDestroy: true });
            for (const name of PARTS) assert.equal(part(name).retainOnDelete, false, name);
        });

        it("turn versioning off, and with it the rule for delete markers", async () => {
            await make({ versioning: false, lifecycleRules: [{ expirationDays: 365 }] });
            assert.deepEqual(part("versioning").inputs.versioningConfiguration, { status: "Suspended" });
            assert.deepEqual(
                rules().map(({ id }) => id),
                ["abort-incomplete-multipart-uploads", "all"],
            );
            assert.deepEqual(rules()[1], {
                id: "all",
                status: "Enabled",
                filter: { prefix: "" },
                expiration: { days: 365 },
            });
        });

        it("say when unfinished uploads go", async () => {
            await make({ abortIncompleteMultipartUploadDays: 2 });
            assert.deepEqual(rules()[0].abortIncompleteMultipartUpload, { daysAfterInitiation: 2 });
        });

        it("name other accounts, all of which may export", async () => {
            const sourceAccounts = ["111111111111", pulumi.output("222222222222")];
            const bucket = await make({ sourceAccounts });
            for (const { Condition } of policyOf().Statement.slice(0, 2)) {
                assert.deepEqual(Condition.StringEquals["aws:SourceAccount"], ["111111111111", "222222222222"]);
                assert.deepEqual(Condition.ArnLike["aws:SourceArn"], [
                    "arn:aws:logs:eu-central-1:111111111111:log-group:*",
                    "arn:aws:logs:eu-central-1:222222222222:log-group:*",
                ]);
            }
            assert.deepEqual(await promiseOf(bucket.sourceAccounts), ["111111111111", "222222222222"]);
            assert.deepEqual(program.calls, [], "nobody is asked for the account");
        });
    });

    describe("lifecycle rules", () => {
        it("become S3's, and noncurrent versions go 30 days after the data expired", async () => {
            const lifecycleRules = [
                { transitions: [{ days: 30, storageClass: "GLACIER_IR" as const }], expirationDays: 365 },
            ];
            await warningsOf(async () => void (await make({ lifecycleRules })));
            assert.deepEqual(rules()[2], {
                id: "all",
                status: "Enabled",
                filter: { prefix: "" },
                transitions: [{ days: 30, storageClass: "GLACIER_IR" }],
                expiration: { days: 365 },
                noncurrentVersionExpiration: { noncurrentDays: 30 },
            });
        });

        it("hold for a prefix, a least size, and noncurrent versions by rules of their own", async () => {
            await make({
                lifecycleRules: [
                    {
                        id: "payments",
                        destinationPrefix: "audit/payments",
                        objectSizeGreaterThan: 131072,
                        transitions: [{ days: 0, storageClass: "GLACIER" }],
                        noncurrentVersionTransitions: [{ days: 30, storageClass: "STANDARD_IA" }],
                        noncurrentVersionExpirationDays: 90,
                    },
                ],
            });
            assert.deepEqual(rules()[2], {
                id: "payments",
                status: "Enabled",
                filter: { and: { prefix: "audit/payments/", objectSizeGreaterThan: 131072 } },
                transitions: [{ days: 0, storageClass: "GLACIER" }],
                noncurrentVersionTransitions: [{ noncurrentDays: 30, storageClass: "STANDARD_IA" }],
                noncurrentVersionExpiration: { noncurrentDays: 90 },
            });
        });

        it("end at a / so that a neighbour whose name begins alike is not meant", async () => {
            await make({ lifecycleRules: [{ destinationPrefix: "audit", expirationDays: 1 }] });
            assert.deepEqual(rules()[2].filter, { prefix: "audit/" });
        });

        it("keep noncurrent versions where data does not expire", async () => {
            const transitions = [{ days: 0, storageClass: "GLACIER" as const }];
            await make({ lifecycleRules: [{ objectSizeGreaterThan: 0, transitions }] });
            assert.equal(rules()[2].noncurrentVersionExpiration, undefined);
            assert.equal(rules()[2].expiration, undefined);
        });

        it("warn of what S3 charges for or does not do", async () => {
            const lifecycleRules = [
                { transitions: [{ days: 0, storageClass: "GLACIER" as const }], expirationDays: 10 },
            ];
            const warnings = await warningsOf(async () => void (await make({ lifecycleRules })));
            assert.equal(warnings.length, 2);
            assert.match(warnings[0], /leave GLACIER after 40 days; S3 charges for 90 days all the same/);
            assert.match(warnings[1], /does not move objects under 128 KB/);
        });
    });

    describe("the policy elsewhere", () => {
        for (const { region, partition, principal } of [
            { region: "cn-north-1", partition: "aws-cn", principal: "logs.cn-north-1.amazonaws.com.cn" },
            { region: "us-gov-west-1", partition: "aws-us-gov", principal: "logs.us-gov-west-1.amazonaws.com" },
        ]) {
            it(`names ${principal} and ARNs of ${partition} in ${region}`, async () => {
                const bucket = await make(undefined, { region });
                const arn = `arn:${partition}:s3:::archive-1a2b3c`;
                assert.equal(await promiseOf(bucket.bucketArn), arn);
                const [acl, put, deny] = policyOf().Statement;
                assert.deepEqual(acl.Principal, { Service: principal });
                assert.deepEqual(put.Principal, { Service: principal });
                assert.deepEqual([acl.Resource, put.Resource, deny.Resource], [arn, `${arn}/*`, [arn, `${arn}/*`]]);
                const sources = [`arn:${partition}:logs:${region}:123456789012:log-group:*`];
                assert.deepEqual(acl.Condition.ArnLike["aws:SourceArn"], sources);
                assert.deepEqual(put.Condition.ArnLike["aws:SourceArn"], sources);
            });
        }
    });

    describe("Pulumi's own options", () => {
        it("hand an explicit aws provider to every inner resource and question", async () => {
            program = await setMocks();
            const provider = new aws.Provider("ireland", { region: "eu-west-1" });
            new ExportBucket("archive", {}, { provider });
            await program.settle();
            const { urn } = program.find("pulumi:providers:aws", "ireland");
            for (const name of PARTS) assert.equal(part(name).provider, `${urn}::id-of-ireland`, name);
            assert.deepEqual(
                program.calls.map((call) => call.provider),
                [`${urn}::id-of-ireland`],
            );
            assert.deepEqual(policyOf().Statement[0].Principal, { Service: "logs.eu-west-1.amazonaws.com" });
        });

        it("protect every inner resource", async () => {
            program = await setMocks();
            new ExportBucket("archive", {}, { protect: true });
            await program.settle();
            for (const name of PARTS) assert.equal(part(name).protect, true, name);
        });
    });

    describe("transform", () => {
        it("lays values over the arguments of an inner resource", async () => {
            await make({ transform: { bucket: { objectLockEnabled: true }, versioning: { mfa: "1234" } } });
            assert.deepEqual(part("bucket").inputs, { forceDestroy: false, objectLockEnabled: true });
            assert.equal(part("versioning").inputs.mfa, "1234");
            assert.deepEqual(part("versioning").inputs.versioningConfiguration, { status: "Enabled" });
        });

        it("lets a function change arguments and options in place, and tells it the name", async () => {
            let heard: string | undefined;
            await make({
                transform: {
                    policy: (args, opts, name) => {
                        heard = name;
                        args.region = "eu-north-1";
                        opts.protect = true;
                    },
                },
            });
            assert.equal(heard, "archive-policy");
            assert.equal(part("policy").inputs.region, "eu-north-1");
            assert.equal(part("policy").protect, true);
            assert.equal(part("policy").retainOnDelete, true, "the other options stay");
            assert.equal(part("bucket").protect, false);
        });

        it("lets a function return other arguments", async () => {
            await make({
                transform: {
                    encryption: ({ bucket }) => ({
                        bucket,
                        rules: [
                            {
                                applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "k" },
                                bucketKeyEnabled: true,
                            },
                        ],
                    }),
                },
            });
            assert.deepEqual(part("encryption").inputs, {
                bucket: "archive-1a2b3c",
                rules: [
                    {
                        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "k" },
                        bucketKeyEnabled: true,
                    },
                ],
            });
        });

        for (const name of PARTS) {
            it(`reaches ${name}`, async () => {
                const seen: string[] = [];
                await make({
                    transform: { [name]: (_args: unknown, _opts: unknown, of: string) => void seen.push(of) },
                });
                assert.deepEqual(seen, [NAMES[name]]);
            });
        }
    });

    describe("an existing bucket", () => {
        const structural = () => ({
            bucketName: pulumi.output<string | undefined>("audit-archive"),
            arn: pulumi.output("arn:aws:s3:::audit-archive"),
        });
        const given: Record<string, () => ExistingBucket> = {
            "by name": () => "audit-archive",
            "by an Output of its name": () => pulumi.output("audit-archive"),
            "as an aws.s3.Bucket": () => new aws.s3.Bucket("theirs", { bucket: "audit-archive" }),
            "as an awsNative.s3.Bucket": structural,
        };
        for (const [how, existing] of Object.entries(given)) {
            it(`is adopted ${how}, and nothing of it is changed`, async () => {
                program = await setMocks();
                const bucket = new ExportBucket("archive", { existing: existing() });
                await program.settle();
                assert.equal(await promiseOf(bucket.bucketName), "audit-archive");
                assert.equal(await promiseOf(bucket.bucketArn), "arn:aws:s3:::audit-archive");
                assert.equal(await promiseOf(bucket.sourceAccounts), undefined);
                assert.deepEqual(bucket.nodes, {});
                const mine = program.registrations.filter(({ name }) => name !== "theirs");
                assert.deepEqual(
                    mine.map(({ type }) => type),
                    [TYPE],
                );
                assert.deepEqual(mine[0].outputs, {
                    bucketName: "audit-archive",
                    bucketArn: "arn:aws:s3:::audit-archive",
                });
            });
        }

        it("given by name has the ARN of the Region's partition", async () => {
            const bucket = await make({ existing: "audit-archive" }, { config: { "aws:region": "cn-north-1" } });
            assert.equal(await promiseOf(bucket.bucketArn), "arn:aws-cn:s3:::audit-archive");
        });

        it("gets the whole policy where that is managed, which stays when the component goes", async () => {
            const bucket = await make({ existing: "audit-archive", policy: "managed" });
            assert.deepEqual(
                program.registrations.map(({ type }) => type),
                [TYPE, TYPES.policy],
            );
            assert.equal(part("policy").inputs.bucket, "audit-archive");
            assert.equal(part("policy").retainOnDelete, true);
            assert.equal(part("policy").parent, urnOf(TYPE, "archive"));
            assert.deepEqual(
                policyOf().Statement.map(({ Sid }: { Sid: string }) => Sid),
                ["CloudWatchLogsGetBucketAcl", "CloudWatchLogsPutObject", "DenyInsecureTransport"],
            );
            assert.deepEqual(policyOf().Statement[0].Principal, { Service: "logs.eu-central-1.amazonaws.com" });
            assert.deepEqual(policyOf().Statement[0].Condition.StringEquals, { "aws:SourceAccount": ["123456789012"] });
            assert.deepEqual(await promiseOf(bucket.sourceAccounts), ["123456789012"]);
            assert.ok(bucket.nodes.policy);
        });

        it("with a managed policy names the given accounts, and takes a transform", async () => {
            await make({
                existing: "audit-archive",
                policy: "managed",
                sourceAccounts: ["111111111111"],
                transform: { policy: { region: "eu-north-1" } },
            });
            assert.deepEqual(policyOf().Statement[0].Condition.StringEquals, { "aws:SourceAccount": ["111111111111"] });
            assert.equal(part("policy").inputs.region, "eu-north-1");
        });

        it("with a managed policy is named only once that is in place", async () => {
            let finish = () => {};
            const held = new Promise<void>((resolve) => (finish = resolve));
            program = await setMocks({ onRegister: ({ type }) => (type === TYPES.policy ? held : undefined) });
            const bucket = new ExportBucket("archive", { existing: "audit-archive", policy: "managed" });
            let known: string | undefined;
            const knowing = promiseOf(bucket.bucketName).then((value) => (known = value));
            await quiet();
            assert.equal(program.ofType(TYPES.policy).length, 1);
            assert.equal(known, undefined);
            finish();
            assert.equal(await knowing, "audit-archive");
            await program.settle();
        });
    });
});
