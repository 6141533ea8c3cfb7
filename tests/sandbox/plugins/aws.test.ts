import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetBucketLifecycleConfigurationCommand, HeadBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { makeSecret, unknownValue, type PropertyMap } from "../../../sandbox/engine/values";
import { startStandIn, urnOf, withStandIn } from "./standIn";

const bucketType = "aws:s3/bucket:Bucket";

describe("the stand-in for the aws provider", function () {
    this.timeout(60_000);
    const region = "us-east-1";
    const test = withStandIn(
        "aws",
        { region, secretKey: makeSecret("k"), accessKey: makeSecret("a") },
        {
            buckets: [
                { name: "reports", region },
                { name: "versioned", region, versioning: "Enabled" },
                { name: "copies", region: "eu-west-1", versioning: "Enabled" },
            ],
        },
    );
    const { make } = test;

    it("names a bucket after its resource, in lower case, and keeps the name", async () => {
        const urn = urnOf(bucketType, "Archive");
        const { inputs } = await test.plugin.check({ urn, oldInputs: undefined, inputs: {} });
        assert.match(String(inputs.bucket), /^archive-[0-9a-f]{7}$/);
        const again = await test.plugin.check({ urn, oldInputs: inputs, inputs: {} });
        assert.equal(again.inputs.bucket, inputs.bucket);
    });
    it("previews a bucket with its name known and its ARN not", async () => {
        const urn = urnOf(bucketType, "b");
        const inputs = { bucket: "named" };
        const { outputs } = await test.plugin.create({ urn, inputs, timeout: 0, preview: true });
        assert.deepEqual([outputs.bucket, outputs.arn], ["named", unknownValue]);
        await assert.rejects(test.s3.send(new HeadBucketCommand({ Bucket: "named" })));
    });
    it("creates a bucket with the outputs of the real provider", async () => {
        const { id, outputs } = await make(bucketType, "real", { bucket: "real-bucket", tags: { team: "shop" } });
        assert.equal(id, "real-bucket");
        assert.equal(outputs.arn, "arn:aws:s3:::real-bucket");
        assert.equal(outputs.bucketRegionalDomainName, "real-bucket.s3.us-east-1.amazonaws.com");
        assert.equal(outputs.hostedZoneId, "Z3AQBSTGFYJSTF");
        assert.deepEqual([outputs.region, outputs.tagsAll], ["us-east-1", { team: "shop" }]);
        await test.s3.send(new HeadBucketCommand({ Bucket: "real-bucket" }));
    });
    it("reads back what it made, and nothing of what is gone", async () => {
        const { urn, inputs, outputs } = await make(bucketType, "read", { bucket: "read-bucket", forceDestroy: true });
        const read = await test.plugin.read({ urn, id: "read-bucket", inputs, state: outputs });
        assert.deepEqual([read.id, read.inputs], ["read-bucket", inputs]);
        await test.plugin.delete({ urn, id: "read-bucket", inputs, outputs, timeout: 0 });
        const gone = await test.plugin.read({ urn, id: "read-bucket", inputs, state: outputs });
        assert.deepEqual([gone.id, gone.outputs], ["", undefined]);
    });
    it("replaces a bucket for another name, deletes first where the name stays, updates for tags", async () => {
        const { urn, inputs, outputs, id } = await make(bucketType, "diff", { bucket: "diff-bucket" });
        const ask = (next: PropertyMap) =>
            test.plugin.diff({
                urn,
                id,
                oldInputs: inputs,
                oldOutputs: outputs,
                inputs: { ...inputs, ...next },
                ignoreChanges: [],
            });
        assert.equal((await ask({})).changes, "none");
        assert.deepEqual(await ask({ bucket: "other" }), {
            changes: "some",
            replaceKeys: ["bucket"],
            changedKeys: ["bucket"],
            deleteBeforeReplace: false,
        });
        assert.equal((await ask({ objectLockEnabled: true })).deleteBeforeReplace, true);
        assert.deepEqual((await ask({ tags: { a: "b" } })).replaceKeys, []);
    });
    it("deletes a bucket with objects only where it is told to", async () => {
        const kept = await make(bucketType, "full", { bucket: "full-bucket" });
        await test.s3.send(new PutObjectCommand({ Bucket: "full-bucket", Key: "a", Body: "b" }));
        const { urn, id, inputs, outputs } = kept;
        await assert.rejects(test.plugin.delete({ urn, id, inputs, outputs, timeout: 0 }), /not empty/i);
        await test.plugin.delete({ urn, id, inputs, outputs: { ...outputs, forceDestroy: true }, timeout: 0 });
        await assert.rejects(test.s3.send(new HeadBucketCommand({ Bucket: "full-bucket" })));
    });

    const rule = { id: "old", status: "Enabled", filter: { prefix: "p/" }, expiration: { days: 30 } };
    const replicated = {
        status: "Enabled",
        deleteMarkerReplication: { status: "Disabled" },
        destination: { bucket: "arn:aws:s3:::copies", encryptionConfiguration: { replicaKmsKeyId: "k" } },
    };
    const settings: Record<string, PropertyMap> = {
        "aws:s3/bucketPolicy:BucketPolicy": {
            policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::set-bucket/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}',
        },
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": { rules: [rule] },
        "aws:s3/bucketVersioning:BucketVersioning": { versioningConfiguration: { status: "Enabled" } },
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": { blockPublicAcls: true, blockPublicPolicy: true },
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls": { rule: { objectOwnership: "BucketOwnerEnforced" } },
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
            rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
        },
        "aws:s3/bucketLogging:BucketLogging": {
            targetBucket: "reports",
            targetPrefix: "access/",
            targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
        },
        "aws:s3/inventory:Inventory": {
            name: "weekly",
            includedObjectVersions: "All",
            schedule: { frequency: "Weekly" },
            optionalFields: ["Size", "StorageClass"],
            filter: { prefix: "audit/" },
            destination: {
                bucket: { bucketArn: "arn:aws:s3:::reports", format: "ORC", prefix: "p", encryption: { sseS3: {} } },
            },
        },
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig": {
            bucket: "versioned",
            role: "arn:aws:iam::123456789012:role/replicator",
            rules: [
                { ...replicated, id: "all", priority: 0, filter: { prefix: "" } },
                { ...replicated, id: "some", priority: 1, filter: { and: { prefix: "p/", tags: { team: "shop" } } } },
            ],
        },
    };
    for (const [type, given] of Object.entries(settings)) {
        it(`puts, reads back without a difference, and removes ${type.split(":").at(-1)}`, async () => {
            if (!test.aws.world || !(await exists("set-bucket"))) {
                await make(bucketType, "set", { bucket: "set-bucket" });
            }
            const { urn, id, inputs, outputs } = await make(type, "setting", { bucket: "set-bucket", ...given });
            const read = await test.plugin.read({ urn, id, inputs, state: outputs });
            assert.deepEqual(read.inputs, inputs);
            await test.plugin.delete({ urn, id, inputs, outputs, timeout: 0 });
            await test.plugin.delete({ urn, id, inputs, outputs, timeout: 0 }); // deleting again succeeds
        });
    }
    const exists = (Bucket: string): Promise<boolean> =>
        test.s3.send(new HeadBucketCommand({ Bucket })).then(
            () => true,
            () => false,
        );

    it("notices what somebody else changed", async () => {
        await make(bucketType, "drift", { bucket: "drift-bucket" });
        const type = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
        const one = await make(type, "rules", { bucket: "drift-bucket", rules: [rule] });
        await make(type, "others", { bucket: "drift-bucket", rules: [{ ...rule, expiration: { days: 60 } }] });
        const read = await test.plugin.read({ urn: one.urn, id: one.id, inputs: one.inputs, state: one.outputs });
        assert.deepEqual(read.inputs?.rules, [{ ...rule, expiration: { days: 60 } }]);
        const { Rules } = await test.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: "drift-bucket" }));
        assert.equal(Rules?.length, 1);
    });
    it("makes log groups in the Region of the provider, or of the resource", async () => {
        const type = "aws:cloudwatch/logGroup:LogGroup";
        const near = await make(type, "near", { name: "/near", retentionInDays: 7 });
        const far = await make(type, "far", { name: "/far", region: "eu-west-1" });
        assert.equal(near.outputs.arn, "arn:aws:logs:us-east-1:123456789012:log-group:/near");
        assert.equal(far.outputs.arn, "arn:aws:logs:eu-west-1:123456789012:log-group:/far");
        const credentials = { accessKeyId: "a", secretAccessKey: "b" };
        const logs = new CloudWatchLogsClient({ endpoint: test.aws.endpoint, region: "eu-west-1", credentials });
        const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
        assert.deepEqual(
            logGroups?.map(({ logGroupName }) => logGroupName),
            ["/far"],
        );
    });
    it("answers functions", async () => {
        const ask = async (token: string, args: PropertyMap = {}) =>
            (await test.plugin.invoke(token, args, false)).result;
        assert.equal((await ask("aws:index/getCallerIdentity:getCallerIdentity")).accountId, "123456789012");
        assert.equal((await ask("aws:index/getRegion:getRegion")).region, "us-east-1");
        assert.equal((await ask("aws:index/getPartition:getPartition")).dnsSuffix, "amazonaws.com");
        const { json } = await ask("aws:iam/getPolicyDocument:getPolicyDocument", {
            statements: [{ actions: ["s3:*"], resources: ["*"], principals: [{ type: "*", identifiers: ["*"] }] }],
        });
        assert.deepEqual(JSON.parse(String(json)).Statement, [
            { Effect: "Allow", Action: "s3:*", Resource: "*", Principal: "*" },
        ]);
    });
    it("answers with the policy of a bucket, or says that there is none as the provider does", async () => {
        const ask = (bucket: string) => test.plugin.invoke("aws:s3/getBucketPolicy:getBucketPolicy", { bucket }, false);
        const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
        test.aws.seed({
            buckets: [
                { name: "has-policy", region: "us-east-1", policy: JSON.parse(policy) as object },
                { name: "has-none", region: "us-east-1" },
            ],
        });
        assert.equal((await ask("has-policy")).result.policy, policy);
        await assert.rejects(ask("has-none"), /reading S3 Bucket \(has-none\) Policy: couldn't find resource/);
    });
    it("refuses loudly what it does not know", async () => {
        const urn = urnOf("aws:ec2/vpc:Vpc", "v");
        const unknownType = test.plugin.check({ urn, oldInputs: undefined, inputs: {} });
        await assert.rejects(unknownType, /has no resource type aws:ec2\/vpc:Vpc/);
        await assert.rejects(
            test.plugin.invoke("aws:ec2/getVpc:getVpc", {}, false),
            /has no function aws:ec2\/getVpc:getVpc/,
        );
        const { failures } = await test.plugin.check({
            urn: urnOf(bucketType, "x"),
            oldInputs: undefined,
            inputs: { website: {} },
        });
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["website"],
        );
    });
    it("keeps to the accounts that it is allowed", async () => {
        await assert.rejects(
            startStandIn("aws", test.aws, { region: "us-east-1", allowedAccountIds: '["999999999999"]' }),
            /AWS account ID not allowed: 123456789012/,
        );
    });
});
