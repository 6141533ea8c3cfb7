import * as assert from "node:assert/strict";
import { DeleteObjectCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type BucketContentsInputs, lifecycle } from "../../../providers/bucketContents/lifecycle";
import { type Account, BUCKET, openAccount, REGION } from "../../support/account";

describe("the contents of a bucket", () => {
    let account: Account;
    let s3: S3Client;
    before(async () => {
        account = await openAccount();
        s3 = new S3Client({ region: REGION });
        const VersioningConfiguration = { Status: "Enabled" } as const;
        await s3.send(new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration }));
        for (const body of ["first", "second"]) {
            await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "audit/000000.gz", Body: body }));
        }
        await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "deleted", Body: "x" }));
        await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "deleted" }));
    });
    after(() => account.close());

    const methods = lifecycle({ get: () => undefined });
    const inputs = (changes: Partial<BucketContentsInputs> = {}): BucketContentsInputs => ({
        bucket: BUCKET,
        region: REGION,
        removalPolicy: "retain",
        ...changes,
    });
    const versions = () => Object.values(account.aws.world.buckets[BUCKET].objects).flat().length;

    it("are known by the bucket's name, and making, changing and reading them does nothing in AWS", async () => {
        const asked = account.aws.requests.length;
        assert.deepEqual(await methods.create(inputs()), { id: BUCKET, outs: inputs() });
        assert.deepEqual(await methods.read(BUCKET, inputs()), { id: BUCKET, props: inputs() });
        const news = inputs({ removalPolicy: "delete" });
        assert.deepEqual(await methods.update(BUCKET, inputs(), news), { outs: news });
        assert.equal(account.aws.requests.length, asked);
    });

    const changes: [Partial<BucketContentsInputs> & { __provider?: string }, boolean, string[]][] = [
        [{}, false, []],
        [{ __provider: "another version" }, false, []],
        [{ removalPolicy: "delete" }, true, []],
        [{ profile: "other" }, true, []],
        [{ bucket: "another" }, true, ["bucket"]],
    ];
    for (const [change, changed, replaces] of changes) {
        it(`${replaces.length ? "are others" : changed ? "are updated" : "are the same"} for ${JSON.stringify(change)}`, async () => {
            const diff = await methods.diff(BUCKET, inputs(), { ...inputs(), ...change });
            assert.deepEqual(diff, { changes: changed, replaces });
        });
    }

    it('stay with removalPolicy: "retain"', async () => {
        const asked = account.aws.requests.length;
        await methods.delete(BUCKET, inputs());
        assert.equal(account.aws.requests.length, asked);
        assert.equal(versions(), 4);
    });

    it("are not there any more where the bucket is gone", async () => {
        await methods.delete("gone", inputs({ bucket: "gone", removalPolicy: "delete" }));
    });

    it("stay where S3 refuses, which says what to do", async () => {
        account.aws.faults.inject({
            service: "s3",
            operation: "ListObjectVersions",
            effect: { kind: "error", code: "AccessDenied", status: 403, message: "Access Denied" },
        });
        await assert.rejects(
            methods.delete(BUCKET, inputs({ removalPolicy: "delete" })),
            /Could not empty the bucket audit-archive: Access Denied .*grant s3:ListBucketVersions.*removalPolicy: "retain"/,
        );
        assert.equal(versions(), 4);
    });

    it('go with removalPolicy: "delete", every version and delete marker', async () => {
        await methods.delete(BUCKET, inputs({ removalPolicy: "delete" }));
        assert.equal(versions(), 0);
    });
});
