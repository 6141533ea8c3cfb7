import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import * as s3 from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { unknownValue, type PropertyMap } from "../../../sandbox/engine/values";
import { startStandIn, urnOf, withStandIn } from "./standIn";

const BUCKET = "aws-native:s3:Bucket";
const POLICY = "aws-native:s3:BucketPolicy";
const LOG_GROUP = "aws-native:logs:LogGroup";
const ROLE = "arn:aws-cn:iam::210987654321:role/audit";
const TAG = { key: "team", value: "audit" };

const DENY = {
    Version: "2012-10-17",
    Statement: [
        {
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: "arn:aws:s3:::with-policy/*",
            Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
    ],
};

/** Every setting that the stand-in has, and another value of it. */
const SETTINGS: Readonly<Record<string, readonly [PropertyMap | PropertyMap[], PropertyMap | PropertyMap[]]>> = {
    tags: [[{ key: "team", value: "audit" }], [{ key: "team", value: "shop" }]],
    versioningConfiguration: [{ status: "Enabled" }, { status: "Suspended" }],
    bucketEncryption: [
        { serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
        {
            serverSideEncryptionConfiguration: [
                {
                    bucketKeyEnabled: true,
                    serverSideEncryptionByDefault: {
                        sseAlgorithm: "aws:kms",
                        kmsMasterKeyId: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                    },
                },
            ],
        },
    ],
    publicAccessBlockConfiguration: [
        { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
        { blockPublicAcls: false, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    ],
    ownershipControls: [
        { rules: [{ objectOwnership: "BucketOwnerEnforced" }] },
        { rules: [{ objectOwnership: "BucketOwnerPreferred" }] },
    ],
    lifecycleConfiguration: [
        {
            rules: [
                {
                    id: "all",
                    status: "Enabled",
                    transitions: [{ storageClass: "GLACIER", transitionInDays: 0 }],
                    expirationInDays: 365,
                    noncurrentVersionTransitions: [{ storageClass: "GLACIER", transitionInDays: 1 }],
                    noncurrentVersionExpiration: { noncurrentDays: 30 },
                },
                {
                    id: "some",
                    status: "Enabled",
                    prefix: "p/",
                    objectSizeGreaterThan: "131072",
                    tagFilters: [{ key: "a", value: "b" }],
                    expirationInDays: 1,
                },
                { id: "big", status: "Enabled", objectSizeGreaterThan: "1", expirationInDays: 1 },
                { id: "parts", status: "Enabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
                { id: "markers", status: "Enabled", expiredObjectDeleteMarker: true },
            ],
            transitionDefaultMinimumObjectSize: "varies_by_storage_class",
        },
        { rules: [{ id: "all", status: "Disabled", prefix: "p/", expirationInDays: 1 }] },
    ],
    loggingConfiguration: [
        { destinationBucketName: "access-logs", logFilePrefix: "a/" },
        { destinationBucketName: "access-logs", logFilePrefix: "b/" },
    ],
    inventoryConfigurations: [[inventory("all", "All"), inventory("now", "Current")], [inventory("all", "Current")]],
    replicationConfiguration: [
        { role: ROLE, rules: [replicated({ prefix: "p/" }), { ...replicated({ tagFilter: TAG }), priority: 2 }] },
        { role: ROLE, rules: [replicated({ and: { prefix: "p/", tagFilters: [TAG] } })] },
    ],
};

function inventory(id: string, includedObjectVersions: string): PropertyMap {
    const destination = { bucketArn: "arn:aws:s3:::access-logs", format: "CSV", prefix: "inventory" };
    return { id, enabled: true, includedObjectVersions, scheduleFrequency: "Weekly", destination };
}

function replicated(filter: PropertyMap): PropertyMap {
    const destination = { bucket: "arn:aws:s3:::copies", storageClass: "GLACIER_IR" };
    return { status: "Enabled", priority: 1, filter, deleteMarkerReplication: { status: "Disabled" }, destination };
}

/** The other inputs that a setting needs. */
const BESIDE: Readonly<Record<string, PropertyMap>> = {
    replicationConfiguration: { versioningConfiguration: { status: "Enabled" } },
};

describe("the stand-in for the aws-native provider", function () {
    this.timeout(60_000);
    const test = withStandIn(
        "aws-native",
        { region: "eu-west-1" },
        { buckets: [{ name: "copies", region: "us-east-1", versioning: "Enabled" }] },
    );
    const { make } = test;

    before(async () => {
        await make(BUCKET, "logs", {
            bucketName: "access-logs",
            ownershipControls: { rules: [{ objectOwnership: "BucketOwnerPreferred" }] },
        });
    });

    it("names a bucket after its resource as it is written, and keeps the name", async () => {
        const urn = urnOf(BUCKET, "Archive");
        const { inputs } = await test.plugin.check({ urn, oldInputs: undefined, inputs: {} });
        assert.match(String(inputs.bucketName), /^Archive-[0-9a-f]{7}$/);
        const again = await test.plugin.check({ urn, oldInputs: inputs, inputs: {} });
        assert.equal(again.inputs.bucketName, inputs.bucketName);
        await assert.rejects(test.plugin.create({ urn, inputs, timeout: 0, preview: false }), /bucket is not valid/);
    });
    it("previews a bucket with its name known and its ARN not", async () => {
        const request = { urn: urnOf(BUCKET, "b"), inputs: { bucketName: "named" }, timeout: 0, preview: true };
        const { outputs } = await test.plugin.create(request);
        assert.deepEqual([outputs.bucketName, outputs.arn], ["named", unknownValue]);
        await assert.rejects(test.s3.send(new s3.HeadBucketCommand({ Bucket: "named" })));
    });
    it("creates a bucket with the outputs of the real provider", async () => {
        const { id, outputs } = await make(BUCKET, "real", { bucketName: "real-bucket" });
        assert.equal(id, "real-bucket");
        assert.equal(outputs.arn, "arn:aws:s3:::real-bucket");
        assert.equal(outputs.regionalDomainName, "real-bucket.s3.eu-west-1.amazonaws.com");
        await test.s3.send(new s3.HeadBucketCommand({ Bucket: "real-bucket" }));
    });
    for (const [property, [one, another]] of Object.entries(SETTINGS)) {
        it(`puts ${property}, reads it back without a difference, changes it, notices what others change`, async () => {
            const bucketName = `with-${property.toLowerCase()}`;
            const given = { bucketName, ...BESIDE[property], [property]: one };
            const { urn, id, inputs, outputs } = await make(BUCKET, "set", given);
            const read = await test.plugin.read({ urn, id, inputs, state: outputs });
            assert.deepEqual(read.inputs, inputs);
            const next = { ...inputs, [property]: another };
            const ask = { urn, id, oldInputs: inputs, oldOutputs: outputs, inputs: next };
            const diff = await test.plugin.diff({ ...ask, ignoreChanges: [] });
            assert.deepEqual([diff.changedKeys, diff.replaceKeys], [[property], []]);
            await test.plugin.update({ ...ask, timeout: 0, preview: false, ignoreChanges: [] });
            const changed = await test.plugin.read({ urn, id, inputs, state: outputs });
            assert.notDeepEqual(changed.inputs, inputs);
            const updated = await test.plugin.read({ urn, id, inputs: next, state: outputs });
            assert.deepEqual(updated.inputs, next);
            // Without the property the setting is removed.
            const without = Object.fromEntries(Object.entries(next).filter(([key]) => key !== property));
            const removal = { ...ask, oldInputs: next, oldOutputs: { ...outputs, ...next }, inputs: without };
            await test.plugin.update({ ...removal, timeout: 0, preview: false, ignoreChanges: [] });
            await test.plugin.delete({ urn, id, inputs: without, outputs, timeout: 0 });
        });
    }
    it("makes a bucket with Object Lock", async () => {
        const rule = { defaultRetention: { mode: "GOVERNANCE", days: 30 } };
        const { urn, id, inputs, outputs } = await make(BUCKET, "locked", {
            bucketName: "locked",
            versioningConfiguration: { status: "Enabled" },
            objectLockEnabled: true,
            objectLockConfiguration: { objectLockEnabled: "Enabled", rule },
        });
        assert.deepEqual((await test.plugin.read({ urn, id, inputs, state: outputs })).inputs, inputs);
    });
    it("refuses a property that CloudFormation does not have, however deep it stands", async () => {
        const rules = [{ id: "a", status: "Enabled", expirationDays: 3 }];
        const creation = make(BUCKET, "deep", { bucketName: "deep", lifecycleConfiguration: { rules } });
        await assert.rejects(creation, /lifecycleConfiguration\/rules\/0: extraneous key \[expirationDays\]/);
        await assert.rejects(test.s3.send(new s3.HeadBucketCommand({ Bucket: "deep" })));
    });
    it("deletes only an empty bucket", async () => {
        const { urn, id, inputs, outputs } = await make(BUCKET, "full", { bucketName: "full-bucket" });
        await test.s3.send(new s3.PutObjectCommand({ Bucket: "full-bucket", Key: "a", Body: "b" }));
        await assert.rejects(test.plugin.delete({ urn, id, inputs, outputs, timeout: 0 }), /not empty/i);
    });
    it("gives a bucket a policy, never over one that is there", async () => {
        await make(BUCKET, "own", { bucketName: "with-policy" });
        const given = { bucket: "with-policy", policyDocument: DENY };
        const { urn, id, inputs, outputs } = await make(POLICY, "one", given);
        const { Policy } = await test.s3.send(new s3.GetBucketPolicyCommand({ Bucket: "with-policy" }));
        assert.deepEqual(JSON.parse(Policy ?? ""), DENY);
        assert.deepEqual((await test.plugin.read({ urn, id, inputs, state: outputs })).inputs, inputs);
        await assert.rejects(make(POLICY, "another", given), /Bucket Policy Already Exists/);
        await test.plugin.delete({ urn, id, inputs, outputs, timeout: 0 });
        assert.equal((await test.plugin.read({ urn, id, inputs, state: outputs })).id, "");
    });
    it("makes log groups, whose ARN ends in :*", async () => {
        const given = { logGroupName: "/near", retentionInDays: 7, tags: [{ key: "team", value: "audit" }] };
        const { urn, id, inputs, outputs } = await make(LOG_GROUP, "near", given);
        assert.equal(outputs.arn, "arn:aws:logs:eu-west-1:123456789012:log-group:/near:*");
        assert.deepEqual((await test.plugin.read({ urn, id, inputs, state: outputs })).inputs, inputs);
        const credentials = { accessKeyId: "a", secretAccessKey: "b" };
        const logs = new CloudWatchLogsClient({ endpoint: test.aws.endpoint, region: "eu-west-1", credentials });
        const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
        assert.deepEqual(
            logGroups?.map(({ logGroupName, retentionInDays }) => [logGroupName, retentionInDays]),
            [["/near", 7]],
        );
        await test.plugin.delete({ urn, id, inputs, outputs, timeout: 0 });
        assert.equal((await test.plugin.read({ urn, id, inputs, state: outputs })).id, "");
    });
    it("answers functions, as the role that it is told to assume", async () => {
        const assumeRole = JSON.stringify({ roleArn: ROLE });
        const other = await startStandIn("aws-native", test.aws, { region: "cn-north-1", assumeRole });
        const ask = async (token: string) => (await other.invoke(`aws-native:index:${token}`, {}, false)).result;
        assert.deepEqual(await ask("getAccountId"), { accountId: "210987654321" });
        assert.deepEqual(await ask("getRegion"), { region: "cn-north-1" });
        assert.deepEqual(await ask("getPartition"), { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn" });
        assert.deepEqual(await ask("getUrlSuffix"), { urlSuffix: "amazonaws.com.cn" });
        await other.close();
    });
    it("answers with the policy of a bucket, or says that there is none", async () => {
        const ask = (bucket: string) => test.plugin.invoke("aws-native:s3:getBucketPolicy", { bucket }, false);
        const policy = { Version: "2012-10-17", Statement: [] };
        test.aws.seed({
            buckets: [
                { name: "has-policy", region: "eu-west-1", policy },
                { name: "has-none", region: "eu-west-1" },
            ],
        });
        assert.deepEqual((await ask("has-policy")).result.policyDocument, { version: "2012-10-17", statement: [] });
        await assert.rejects(ask("has-none"), /resource not found/);
    });
    it("refuses loudly what it does not know", async () => {
        const unknownType = test.plugin.check({
            urn: urnOf("aws-native:ec2:Vpc", "v"),
            oldInputs: undefined,
            inputs: {},
        });
        await assert.rejects(unknownType, /aws-native has no resource type aws-native:ec2:Vpc/);
        await assert.rejects(test.plugin.invoke("aws-native:index:cidr", {}, false), /has no function/);
        const request = { urn: urnOf(BUCKET, "x"), oldInputs: undefined, inputs: { websiteConfiguration: {} } };
        assert.deepEqual(
            (await test.plugin.check(request)).failures.map(({ property }) => property),
            ["websiteConfiguration"],
        );
    });
});
