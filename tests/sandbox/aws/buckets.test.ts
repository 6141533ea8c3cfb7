import assert from "node:assert/strict";
import {
    CreateBucketCommand,
    DeleteBucketCommand,
    DeleteBucketEncryptionCommand,
    DeleteBucketOwnershipControlsCommand,
    DeleteBucketPolicyCommand,
    DeleteBucketTaggingCommand,
    DeletePublicAccessBlockCommand,
    GetBucketEncryptionCommand,
    GetBucketLocationCommand,
    GetBucketLoggingCommand,
    GetBucketOwnershipControlsCommand,
    GetBucketPolicyCommand,
    GetBucketTaggingCommand,
    GetBucketVersioningCommand,
    GetBucketLifecycleConfigurationCommand,
    GetObjectLockConfigurationCommand,
    GetPublicAccessBlockCommand,
    HeadBucketCommand,
    ListObjectsV2Command,
    PutBucketCorsCommand,
    PutBucketPolicyCommand,
    PutBucketTaggingCommand,
    PutBucketVersioningCommand,
    PutObjectCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import { answers, clients, region, withAws } from "./support";

const Bucket = "data-1";

describe("sandbox: S3 buckets", () => {
    const test = withAws();
    const create = (client: S3Client, name: string, location?: "eu-west-1" | "us-west-2") =>
        client.send(
            new CreateBucketCommand({
                Bucket: name,
                ...(location && { CreateBucketConfiguration: { LocationConstraint: location } }),
            }),
        );

    beforeEach(() => create(test.s3, Bucket, "eu-west-1"));

    it("creates a bucket in the client's Region, closed to the public and without ACLs", async () => {
        const { PublicAccessBlockConfiguration } = await test.s3.send(new GetPublicAccessBlockCommand({ Bucket }));
        assert.deepEqual(PublicAccessBlockConfiguration, {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
        });
        const { OwnershipControls } = await test.s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
        assert.deepEqual(OwnershipControls?.Rules, [{ ObjectOwnership: "BucketOwnerEnforced" }]);
        const { LocationConstraint } = await test.s3.send(new GetBucketLocationCommand({ Bucket }));
        assert.equal(LocationConstraint, region);
    });

    it("refuses a second bucket of the name, whoever owns the first", async () => {
        await assert.rejects(create(test.s3, Bucket, "eu-west-1"), answers("BucketAlreadyOwnedByYou"));
        await test.aws.control.registerKey("AKIAOTHER", { accountId: "999999999999" });
        const other = clients(test.aws.endpoint, { accessKeyId: "AKIAOTHER" }).s3;
        await assert.rejects(create(other, Bucket, "eu-west-1"), answers("BucketAlreadyExists"));
    });

    it("answers a repeated creation in us-east-1 with success", async () => {
        const east = clients(test.aws.endpoint, { region: "us-east-1" }).s3;
        await create(east, "east-1");
        await create(east, "east-1");
        const { LocationConstraint } = await east.send(new GetBucketLocationCommand({ Bucket: "east-1" }));
        assert.equal(LocationConstraint, undefined);
    });

    it("refuses a location that is not the endpoint's, and names that no bucket may have", async () => {
        await assert.rejects(create(test.s3, "b-2", "us-west-2"), answers("IllegalLocationConstraintException"));
        await assert.rejects(create(test.s3, "UPPER", "eu-west-1"), answers("InvalidBucketName"));
    });

    it("tells where the bucket is to those who ask in the wrong Region", async () => {
        const west = clients(test.aws.endpoint, { region: "us-west-2" }).s3;
        await assert.rejects(west.send(new ListObjectsV2Command({ Bucket })), answers("PermanentRedirect"));
        await assert.rejects(west.send(new HeadBucketCommand({ Bucket })), (error: unknown) => {
            const { $metadata, $response } = error as {
                $metadata: { httpStatusCode: number };
                $response: { headers: Record<string, string> };
            };
            assert.equal($metadata.httpStatusCode, 301);
            assert.equal($response.headers["x-amz-bucket-region"], region);
            return true;
        });
        const following = new S3Client({
            endpoint: test.aws.endpoint,
            region: "us-west-2",
            credentials: { accessKeyId: "A", secretAccessKey: "s" },
            followRegionRedirects: true,
        });
        assert.equal((await following.send(new HeadBucketCommand({ Bucket }))).BucketRegion, region);
    });

    it("deletes only an empty bucket", async () => {
        await test.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
        const { VersionId } = await test.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
        assert.ok(VersionId);
        await assert.rejects(test.s3.send(new DeleteBucketCommand({ Bucket })), answers("BucketNotEmpty"));
        delete test.aws.world.buckets[Bucket].objects.k;
        await test.s3.send(new DeleteBucketCommand({ Bucket }));
        await assert.rejects(test.s3.send(new HeadBucketCommand({ Bucket })), answers("NotFound"));
        await assert.rejects(test.s3.send(new ListObjectsV2Command({ Bucket })), answers("NoSuchBucket"));
    });

    it("answers with S3's own codes where a sub-resource was never put", async () => {
        await test.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
        await test.s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket }));
        const missing: [Promise<unknown>, string][] = [
            [test.s3.send(new GetBucketPolicyCommand({ Bucket })), "NoSuchBucketPolicy"],
            [test.s3.send(new GetBucketTaggingCommand({ Bucket })), "NoSuchTagSet"],
            [test.s3.send(new GetPublicAccessBlockCommand({ Bucket })), "NoSuchPublicAccessBlockConfiguration"],
            [test.s3.send(new GetBucketOwnershipControlsCommand({ Bucket })), "OwnershipControlsNotFoundError"],
            [test.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })), "NoSuchLifecycleConfiguration"],
            [test.s3.send(new GetObjectLockConfigurationCommand({ Bucket })), "ObjectLockConfigurationNotFoundError"],
        ];
        for (const [answer, code] of missing) await assert.rejects(answer, answers(code));
        assert.equal((await test.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status, undefined);
        assert.equal((await test.s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled, undefined);
    });

    it("encrypts with SSE-S3 by default, also after the configuration is deleted", async () => {
        await test.s3.send(new DeleteBucketEncryptionCommand({ Bucket }));
        const { ServerSideEncryptionConfiguration } = await test.s3.send(new GetBucketEncryptionCommand({ Bucket }));
        assert.deepEqual(ServerSideEncryptionConfiguration?.Rules, [
            { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false },
        ]);
    });

    it("keeps tags as they were put", async () => {
        const TagSet = [
            { Key: "owner", Value: "a & b" },
            { Key: "empty", Value: "" },
        ];
        await test.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
        assert.deepEqual((await test.s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet, TagSet);
        await test.s3.send(new DeleteBucketTaggingCommand({ Bucket }));
    });

    it("refuses loudly a sub-resource that it does not do", async () => {
        const CORSConfiguration = { CORSRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }] };
        await assert.rejects(
            test.s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration })),
            answers("NotImplemented", /\?cors/),
        );
    });
});

describe("sandbox: bucket policies", () => {
    const test = withAws();
    const arn = `arn:aws:s3:::${Bucket}`;
    const put = (...Statement: object[]) =>
        test.s3.send(
            new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) }),
        );

    beforeEach(() => test.aws.seed({ buckets: [{ name: Bucket, region }] }));

    it("gives the policy back as it was put", async () => {
        const statement = { Effect: "Allow", Principal: { AWS: "123456789012" }, Action: "s3:*", Resource: arn };
        await put(statement);
        const { Policy } = await test.s3.send(new GetBucketPolicyCommand({ Bucket }));
        assert.deepEqual((JSON.parse(Policy ?? "") as { Statement: object[] }).Statement, [statement]);
        await test.s3.send(new DeleteBucketPolicyCommand({ Bucket }));
        await assert.rejects(test.s3.send(new GetBucketPolicyCommand({ Bucket })), answers("NoSuchBucketPolicy"));
    });

    it("refuses policies that S3 refuses", async () => {
        const good = { Effect: "Allow", Principal: { AWS: "123456789012" }, Action: "s3:ListBucket", Resource: arn };
        const malformed = (problem: RegExp) => answers("MalformedPolicy", problem);
        await assert.rejects(put({ ...good, Effect: "Maybe" }), malformed(/Invalid effect/));
        await assert.rejects(put({ ...good, Principal: undefined }), malformed(/Principal/));
        await assert.rejects(put({ ...good, Resource: "arn:aws:s3:::other" }), malformed(/invalid resource/));
        await assert.rejects(put({ ...good, Principal: { AWS: "nobody" } }), malformed(/Invalid principal/));
        await assert.rejects(
            put({ ...good, Condition: { Foo: { a: "b" } } }),
            malformed(/Invalid Condition type : Foo/),
        );
        await assert.rejects(put({ ...good, Action: "s3:GetObject" }), malformed(/does not apply to any resource/));
        await assert.rejects(
            test.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: "{" })),
            malformed(/invalid Json/),
        );
        await assert.rejects(put({ ...good, Sid: "x".repeat(20 * 1024) }), answers("PolicyTooLarge"));
        await assert.rejects(put({ ...good, Principal: "*" }), answers("AccessDenied", /BlockPublicPolicy/));
    });

    it("fails loudly over an operator that it cannot decide", async () => {
        const statement = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: arn };
        await assert.rejects(
            put({ ...statement, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }),
            answers("NotImplemented", /IpAddress/),
        );
    });

    it("applies explicit denies to the administrator of the account as well", async () => {
        const deny = { Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: `${arn}/locked/*` };
        await put(deny);
        const write = (Key: string) => test.s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
        await write("open/k");
        await assert.rejects(
            write("locked/k"),
            answers("AccessDenied", /with an explicit deny in a resource-based policy/),
        );
    });

    it("counts the sandbox's HTTP as secure transport", async () => {
        const Condition = { Bool: { "aws:SecureTransport": "false" } };
        await put({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: [arn, `${arn}/*`], Condition });
        await test.s3.send(new ListObjectsV2Command({ Bucket }));
    });

    it("lets another account in only where the policy allows it", async () => {
        await test.aws.control.registerKey("AKIAOTHER", { accountId: "999999999999" });
        const other = clients(test.aws.endpoint, { accessKeyId: "AKIAOTHER" }).s3;
        const list = () => other.send(new ListObjectsV2Command({ Bucket, Prefix: "shared/" }));
        await assert.rejects(list(), answers("AccessDenied"));
        const Condition = { StringLike: { "s3:prefix": "shared/*" } };
        await put({
            Effect: "Allow",
            Principal: { AWS: "999999999999" },
            Action: "s3:List*",
            Resource: arn,
            Condition,
        });
        await list();
        await assert.rejects(other.send(new ListObjectsV2Command({ Bucket })), answers("AccessDenied"));
    });
});
