import * as assert from "node:assert/strict";
import { DeleteObjectCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type BucketContentsInputs, lifecycle } from "../../../providers/bucketContents/lifecycle";
import { type Report } from "../../../providers/exportTask/progress/report";
import { type Account, ACCOUNT, BUCKET, connectToSandbox, openAccount, REGION } from "../../support/account";

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

    const reports: Report[] = [];
    const methods = lifecycle(
        { get: () => undefined },
        (access) => connectToSandbox(access, account.clock),
        (report) => reports.push(report),
    );
    const inputs = (changes: Partial<BucketContentsInputs> = {}): BucketContentsInputs => ({
        bucket: BUCKET,
        region: REGION,
        removalPolicy: "retain",
        ...changes,
    });
    const versions = () => Object.values(account.aws.world.buckets[BUCKET].objects).flat().length;

    it("are known by the bucket's name, and declaring, changing and reading them does nothing in AWS", async () => {
        const asked = account.aws.requests.length;
        assert.deepEqual(await methods.create(inputs()), { id: BUCKET, outs: inputs() });
        assert.deepEqual(await methods.read(BUCKET, inputs()), { id: BUCKET, props: inputs() });
        assert.equal(account.aws.requests.length, asked);
        const news = inputs({ removalPolicy: "delete" });
        assert.deepEqual(await methods.update(BUCKET, inputs(), news), { outs: { ...news, account: ACCOUNT } });
        const operations = account.aws.requests.slice(asked).map(({ operation }) => operation);
        assert.deepEqual(operations, ["GetCallerIdentity"], "only who may delete is asked who it is");
    });

    it("are emptied and declared by one account alone", async () => {
        const recorded = { ...inputs({ removalPolicy: "delete" }), account: "999999999999" };
        const expected = /declared with credentials of account 999999999999, but these are of account 123456789012/;
        await assert.rejects(methods.delete(BUCKET, recorded), expected);
        await assert.rejects(methods.update(BUCKET, recorded, inputs({ removalPolicy: "delete" })), expected);
        assert.equal(versions(), 4);
    });

    const changes: [Partial<BucketContentsInputs> & { __provider?: string }, boolean, string[]][] = [
        [{}, false, []],
        [{ __provider: "another version" }, false, []],
        [{ __provider: undefined }, true, []], // a program's record and the plugin's declaration
        [{ removalPolicy: "delete" }, true, []],
        [{ profile: "other" }, true, []],
        [{ assumeRoleArn: "arn:aws:iam::123456789012:role/exporter" }, true, []],
        [{ bucket: "another" }, true, ["bucket"]],
    ];
    for (const [change, changed, replaces] of changes) {
        it(`${replaces.length ? "are others" : changed ? "are updated" : "are the same"} for ${JSON.stringify(change)}`, async () => {
            const recorded = { ...inputs(), __provider: "a version" };
            const diff = await methods.diff(BUCKET, recorded, { ...recorded, ...change });
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
            /Could not empty the bucket audit-archive: ListObjectVersions \(.*\) was refused: Access Denied .*Grant the caller s3:ListBucketVersions on arn.*removalPolicy: "retain"/,
        );
        assert.equal(versions(), 4);
    });

    it('go with removalPolicy: "delete", every version and delete marker, and how many is told meanwhile', async () => {
        reports.length = 0;
        await methods.delete(BUCKET, inputs({ removalPolicy: "delete" }));
        assert.equal(versions(), 0);
        assert.deepEqual(
            reports.map((report) => ({ ...report, elapsedMs: 0 })),
            [{ phase: "emptying", elapsedMs: 0, bucket: BUCKET, removed: 4 }],
        );
    });
});
