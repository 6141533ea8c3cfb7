import * as s3 from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { answers, clients, region, withAws } from "./support";

const Bucket = "archive";
const OTHER = "222222222222";

describe("sandbox: what a bucket is watched and copied by", () => {
    const test = withAws();
    beforeEach(() => {
        test.aws.seed({
            buckets: [
                { name: Bucket, region, versioning: "Enabled" },
                { name: "plain", region },
                { name: "reports", region },
                { name: "abroad", region: "us-east-1", versioning: "Enabled" },
                { name: "theirs", region, accountId: OTHER },
            ],
        });
    });

    describe("access logging", () => {
        const put = (TargetBucket: string | undefined) => {
            const LoggingEnabled = TargetBucket === undefined ? undefined : { TargetBucket, TargetPrefix: "access/" };
            return test.s3.send(new s3.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }));
        };
        const get = async () => (await test.s3.send(new s3.GetBucketLoggingCommand({ Bucket }))).LoggingEnabled;

        it("is kept as it was put, and put out by an empty status", async () => {
            await put("reports");
            assert.deepEqual(await get(), { TargetBucket: "reports", TargetPrefix: "access/" });
            await put(undefined);
            assert.equal(await get(), undefined);
        });

        const refused: [target: string, code: string, message: RegExp][] = [
            ["nowhere", "InvalidTargetBucketForLogging", /The target bucket for logging does not exist/],
            ["theirs", "InvalidTargetBucketForLogging", /must be the same/],
            ["abroad", "CrossLocationLoggingProhibitted", /Cross S3 location logging not allowed/],
        ];
        for (const [target, code, message] of refused) {
            it(`is refused to the bucket "${target}"`, async () => {
                await assert.rejects(put(target), answers(code, message));
                assert.equal(await get(), undefined);
            });
        }
    });

    describe("inventory", () => {
        const daily = (Id: string): s3.InventoryConfiguration => ({
            Id,
            IsEnabled: true,
            IncludedObjectVersions: "All",
            Schedule: { Frequency: "Daily" },
            OptionalFields: ["Size", "ETag"],
            Filter: { Prefix: "audit/" },
            Destination: { S3BucketDestination: { Bucket: "arn:aws:s3:::reports", Format: "CSV", Prefix: "a & b" } },
        });
        const put = (Id: string, InventoryConfiguration = daily(Id)) =>
            test.s3.send(new s3.PutBucketInventoryConfigurationCommand({ Bucket, Id, InventoryConfiguration }));
        const get = (Id: string) => test.s3.send(new s3.GetBucketInventoryConfigurationCommand({ Bucket, Id }));
        const list = (ContinuationToken?: string) =>
            test.s3.send(new s3.ListBucketInventoryConfigurationsCommand({ Bucket, ContinuationToken }));

        it("is kept as it was put, by its ID, and deleted by it", async () => {
            await put("one");
            await put("two");
            assert.deepEqual((await get("one")).InventoryConfiguration, daily("one"));
            await test.s3.send(new s3.DeleteBucketInventoryConfigurationCommand({ Bucket, Id: "one" }));
            await assert.rejects(get("one"), answers("NoSuchConfiguration"));
            assert.deepEqual((await list()).InventoryConfigurationList, [daily("two")]);
            const again = new s3.DeleteBucketInventoryConfigurationCommand({ Bucket, Id: "one" });
            await assert.rejects(test.s3.send(again), answers("NoSuchConfiguration"));
        });

        it("is listed a hundred at a time, a thousand at most", async () => {
            for (let n = 1; n <= 1000; n++) test.aws.world.buckets[Bucket].inventories[`i${n}`] = { Id: `i${n}` };
            const ids = new Set<string | undefined>();
            let pages = 0;
            for (let token: string | undefined; pages === 0 || token !== undefined; pages++) {
                const { InventoryConfigurationList = [], NextContinuationToken } = await list(token);
                for (const { Id } of InventoryConfigurationList) ids.add(Id);
                token = NextContinuationToken;
            }
            assert.deepEqual([pages, ids.size], [10, 1000]);
            await assert.rejects(put("one-more"), answers("TooManyConfigurations"));
        });

        const destination = (Bucket: string) => ({ S3BucketDestination: { Bucket, Format: "CSV" } as const });
        const refused: [what: string, change: Partial<s3.InventoryConfiguration>, code: string][] = [
            ["another ID in the document", { Id: "other" }, "IdMismatch"],
            ["a bucket's name for its ARN", { Destination: destination("reports") }, "InvalidS3DestinationBucket"],
            ["an unknown schedule", { Schedule: { Frequency: "Hourly" as "Daily" } }, "MalformedXML"],
            ["an unknown field", { OptionalFields: ["Colour" as "Size"] }, "MalformedXML"],
        ];
        for (const [what, change, code] of refused) {
            it(`is refused with ${what}`, () =>
                assert.rejects(put("one", { ...daily("one"), ...change }), answers(code)));
        }
    });

    describe("replication", () => {
        const rule = {
            ID: "everything",
            Status: "Enabled",
            Priority: 1,
            Filter: { Prefix: "" },
            DeleteMarkerReplication: { Status: "Disabled" },
            Destination: { Bucket: "arn:aws:s3:::abroad" },
        } satisfies s3.ReplicationRule;
        const Role = "arn:aws:iam::123456789012:role/replicator";
        const put = (change: Partial<s3.ReplicationRule> = {}, from = Bucket, more: s3.ReplicationRule[] = []) =>
            test.s3.send(
                new s3.PutBucketReplicationCommand({
                    Bucket: from,
                    ReplicationConfiguration: { Role, Rules: [{ ...rule, ...change }, ...more] },
                }),
            );
        const get = () => test.s3.send(new s3.GetBucketReplicationCommand({ Bucket }));
        const to = (name: string) => ({ Destination: { Bucket: `arn:aws:s3:::${name}` } });

        it("is kept as it was put, and deleted", async () => {
            await put();
            assert.deepEqual((await get()).ReplicationConfiguration, { Role, Rules: [rule] });
            await test.s3.send(new s3.DeleteBucketReplicationCommand({ Bucket }));
            await assert.rejects(get(), answers("ReplicationConfigurationNotFoundError"));
        });

        it("keeps the bucket versioned", async () => {
            await put();
            const suspended = { Bucket, VersioningConfiguration: { Status: "Suspended" } } as const;
            const suspend = () => test.s3.send(new s3.PutBucketVersioningCommand(suspended));
            await assert.rejects(suspend(), answers("InvalidBucketState", /first delete the replication/));
            await test.s3.send(new s3.DeleteBucketReplicationCommand({ Bucket }));
            await suspend();
        });

        const refused: [what: string, attempt: () => Promise<unknown>, code: string, message: RegExp][] = [
            ["of a bucket without versions", () => put({}, "plain"), "InvalidRequest", /Versioning must be 'Enabled'/],
            [
                "to a bucket without versions",
                () => put(to("reports")),
                "InvalidRequest",
                /must have versioning enabled/,
            ],
            ["to no bucket", () => put(to("nowhere")), "InvalidRequest", /Destination bucket must exist/],
            ["to itself", () => put(to(Bucket)), "InvalidRequest", /cannot be the same/],
            ["to what is no ARN", () => put({ Destination: { Bucket: "abroad" } }), "InvalidArgument", /bucket ARN/],
            ["without a priority", () => put({ Priority: undefined }), "InvalidRequest", /Priority must be specified/],
            [
                "without a word on delete markers",
                () => put({ DeleteMarkerReplication: undefined }),
                "InvalidRequest",
                /DeleteMarkerReplication must be specified/,
            ],
            ["by two rules of one ID", () => put({}, Bucket, [rule]), "InvalidArgument", /Rule Id must be unique/],
        ];
        for (const [what, attempt, code, message] of refused) {
            it(`is refused ${what}`, () => assert.rejects(attempt(), answers(code, message)));
        }
    });

    it("is for those who may: the caller of another account is refused", async () => {
        await test.aws.control.registerKey("AKIAOTHER", { accountId: OTHER });
        const stranger = clients(test.aws.endpoint, { accessKeyId: "AKIAOTHER" }).s3;
        const denied = answers("AccessDenied", /s3:GetReplicationConfiguration/);
        await assert.rejects(stranger.send(new s3.GetBucketReplicationCommand({ Bucket })), denied);
        const listing = new s3.ListBucketInventoryConfigurationsCommand({ Bucket });
        await assert.rejects(stranger.send(listing), answers("AccessDenied", /s3:GetInventoryConfiguration/));
    });
});
