import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { OWN_RULE_IDS } from "../../../components/exportBucket/lifecycle/configuration";
import { ExportBucket } from "../../../components/exportBucket/exportBucket";
import { promiseOf, warningsOf } from "../../support/mocks";
import { PARTS, Stage } from "./stage";

describe("ExportBucket", () => {
    const stage = new Stage();

    describe("arguments", () => {
        it("name the bucket and tag it", async () => {
            const bucket = await stage.make({ bucketName: "audit-archive", tags: { team: "audit" } });
            assert.deepEqual(stage.part("bucket").inputs, {
                bucket: "audit-archive",
                tags: { team: "audit" },
                forceDestroy: false,
            });
            assert.equal(await promiseOf(bucket.bucketName), "audit-archive");
        });

        it('empty and delete it with everything when removalPolicy is "delete"', async () => {
            await stage.make({ removalPolicy: "delete" });
            assert.deepEqual(stage.part("bucket").inputs, { forceDestroy: true });
            for (const name of PARTS) assert.equal(stage.part(name).retainOnDelete, false, name);
        });

        it("turn versioning off, and go on removing the versions and delete markers of the time before", async () => {
            await stage.make({ versioning: false, lifecycleRules: [{ expirationDays: 365 }] });
            assert.deepEqual(stage.part("versioning").inputs.versioningConfiguration, { status: "Suspended" });
            assert.deepEqual(
                stage.rules().map(({ id }) => id),
                [...OWN_RULE_IDS, "all"],
            );
            assert.deepEqual(stage.rules()[2], {
                id: "all",
                status: "Enabled",
                filter: { prefix: "" },
                expiration: { days: 365 },
                noncurrentVersionExpiration: { noncurrentDays: 30 },
            });
        });

        it("say when unfinished uploads go", async () => {
            await stage.make({ abortIncompleteMultipartUploadDays: 2 });
            assert.deepEqual(stage.rules()[0].abortIncompleteMultipartUpload, { daysAfterInitiation: 2 });
        });

        it("name other accounts, all of which may export", async () => {
            const sourceAccounts = ["111111111111", pulumi.output("222222222222")];
            const bucket = await stage.make({ sourceAccounts });
            for (const { Condition } of stage.policyOf().Statement.slice(0, 2)) {
                assert.deepEqual(Condition.StringEquals["aws:SourceAccount"], ["111111111111", "222222222222"]);
                assert.deepEqual(Condition.ArnLike["aws:SourceArn"], ["arn:aws:logs:eu-central-1:*:log-group:*"]);
            }
            assert.deepEqual(await promiseOf(bucket.sourceAccounts), ["111111111111", "222222222222"]);
            assert.deepEqual(stage.program.calls, [], "nobody is asked for the account");
        });
    });

    describe("lifecycle rules", () => {
        it("become S3's, and noncurrent versions go 30 days after the data expired", async () => {
            const lifecycleRules = [
                { transitions: [{ days: 30, storageClass: "GLACIER_IR" as const }], expirationDays: 365 },
            ];
            await warningsOf(async () => void (await stage.make({ lifecycleRules })));
            assert.deepEqual(stage.rules()[2], {
                id: "all",
                status: "Enabled",
                filter: { prefix: "" },
                transitions: [{ days: 30, storageClass: "GLACIER_IR" }],
                expiration: { days: 365 },
                noncurrentVersionExpiration: { noncurrentDays: 30 },
            });
        });

        it("hold for a prefix, a least size, and noncurrent versions by rules of their own", async () => {
            await stage.make({
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
            assert.deepEqual(stage.rules()[2], {
                id: "payments",
                status: "Enabled",
                filter: { and: { prefix: "audit/payments/", objectSizeGreaterThan: 131072 } },
                transitions: [{ days: 0, storageClass: "GLACIER" }],
                noncurrentVersionTransitions: [{ noncurrentDays: 30, storageClass: "STANDARD_IA" }],
                noncurrentVersionExpiration: { noncurrentDays: 90 },
            });
        });

        it("end at a / so that a neighbour whose name begins alike is not meant", async () => {
            await stage.make({ lifecycleRules: [{ destinationPrefix: "audit", expirationDays: 1 }] });
            assert.deepEqual(stage.rules()[2].filter, { prefix: "audit/" });
        });

        it("keep noncurrent versions where data does not expire", async () => {
            const transitions = [{ days: 0, storageClass: "GLACIER" as const }];
            await stage.make({ lifecycleRules: [{ objectSizeGreaterThan: 0, transitions }] });
            assert.equal(stage.rules()[2].noncurrentVersionExpiration, undefined);
            assert.equal(stage.rules()[2].expiration, undefined);
        });

        it("warn of what S3 charges for or does not do", async () => {
            const lifecycleRules = [
                { transitions: [{ days: 0, storageClass: "GLACIER" as const }], expirationDays: 10 },
            ];
            const warnings = await warningsOf(async () => void (await stage.make({ lifecycleRules })));
            assert.equal(warnings.length, 2);
            assert.match(warnings[0], /leave GLACIER after 40 days; S3 charges for at least 90 days/);
            assert.match(warnings[1], /does not move objects under 128 KB/);
        });
    });

    describe("the policy elsewhere", () => {
        for (const { region, partition, principal } of [
            { region: "cn-north-1", partition: "aws-cn", principal: "logs.cn-north-1.amazonaws.com.cn" },
            { region: "us-gov-west-1", partition: "aws-us-gov", principal: "logs.us-gov-west-1.amazonaws.com" },
        ]) {
            it(`names ${principal} and ARNs of ${partition} in ${region}`, async () => {
                const bucket = await stage.make(undefined, { region });
                const arn = `arn:${partition}:s3:::archive-1a2b3c`;
                assert.equal(await promiseOf(bucket.bucketArn), arn);
                const [acl, put, deny] = stage.policyOf().Statement;
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
            await stage.begin();
            const provider = new aws.Provider("ireland", { region: "eu-west-1" });
            new ExportBucket("archive", {}, { provider });
            await stage.program.settle();
            const { urn } = stage.program.find("pulumi:providers:aws", "ireland");
            for (const name of PARTS) assert.equal(stage.part(name).provider, `${urn}::id-of-ireland`, name);
            assert.deepEqual(
                stage.program.calls.map((call) => call.provider),
                [`${urn}::id-of-ireland`],
            );
            assert.deepEqual(stage.policyOf().Statement[0].Principal, { Service: "logs.eu-west-1.amazonaws.com" });
        });

        it("protect every inner resource", async () => {
            await stage.begin();
            new ExportBucket("archive", {}, { protect: true });
            await stage.program.settle();
            for (const name of PARTS) assert.equal(stage.part(name).protect, true, name);
        });
    });
});
