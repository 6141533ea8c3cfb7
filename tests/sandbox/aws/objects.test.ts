import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { Readable } from "node:stream";
import {
    DeleteObjectCommand,
    DeleteObjectsCommand,
    GetObjectCommand,
    GetObjectTaggingCommand,
    HeadObjectCommand,
    ListObjectsV2Command,
    ListObjectVersionsCommand,
    PutBucketEncryptionCommand,
    PutBucketVersioningCommand,
    PutObjectCommand,
    PutObjectLockConfigurationCommand,
    PutObjectTaggingCommand,
    CreateBucketCommand,
    CreateMultipartUploadCommand,
    S3Client,
    type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { answers, region, withAws } from "./support";

const Bucket = "data-1";

describe("sandbox: S3 objects", () => {
    const test = withAws({ limits: { listPageSize: 3 } });

    beforeEach(() => test.aws.seed({ buckets: [{ name: Bucket, region }] }));

    const put = (Key: string, Body: PutObjectCommandInput["Body"] = Key, more: Partial<PutObjectCommandInput> = {}) =>
        test.s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
    const get = async (Key: string, more: object = {}) =>
        (await test.s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();
    const version = (Status: "Enabled" | "Suspended") =>
        test.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));

    it("gives back what was put, with its headers, metadata and the default encryption", async () => {
        await put("a b/ü+c.gz", "hello", { ContentType: "text/plain", Metadata: { kind: "greeting" } });
        const got = await test.s3.send(new GetObjectCommand({ Bucket, Key: "a b/ü+c.gz" }));
        assert.equal(await got.Body?.transformToString(), "hello");
        assert.equal(got.ContentType, "text/plain");
        assert.deepEqual(got.Metadata, { kind: "greeting" });
        assert.equal(got.ServerSideEncryption, "AES256");
        assert.equal(got.ETag, '"5d41402abc4b2a76b9719d911017c592"');
        assert.equal(got.LastModified?.getTime(), test.clock.now());
        const head = await test.s3.send(new HeadObjectCommand({ Bucket, Key: "a b/ü+c.gz" }));
        assert.equal(head.ContentLength, 5);
    });

    it("keeps the tags that an object was put with, or was given later", async () => {
        const tagsOf = async (Key: string) => (await test.s3.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet;
        const tag = (Key: string, ...TagSet: { Key: string; Value: string }[]) =>
            test.s3.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
        await put("a", "a", { Tagging: "team=audit&kind=a%26b" });
        const given = [
            { Key: "team", Value: "audit" },
            { Key: "kind", Value: "a&b" },
        ];
        assert.deepEqual(await tagsOf("a"), given);
        await tag("a", { Key: "LastExport", Value: "2026" });
        assert.deepEqual(await tagsOf("a"), [{ Key: "LastExport", Value: "2026" }]);
        await tag("a");
        assert.deepEqual(await tagsOf("a"), []);
        await assert.rejects(tagsOf("none"), answers("NoSuchKey"));
        await assert.rejects(tag("none", ...given), answers("NoSuchKey"));
        await assert.rejects(tag("a", given[0], given[0]), answers("InvalidTag"));
        const eleven = Array.from({ length: 11 }, (_, index) => ({ Key: `key${index}`, Value: "" }));
        await assert.rejects(tag("a", ...eleven), answers("BadRequest"));
        await assert.rejects(put("b", "b", { Tagging: "team=a&team=b" }), answers("InvalidTag"));
    });

    it("unwraps the chunks in which the SDK sends a stream, and keeps their checksum", async () => {
        const Body = Readable.from([Buffer.from("hello "), Buffer.from("world")]);
        await put("stream", Body, { ContentLength: 11 });
        const got = await test.s3.send(new GetObjectCommand({ Bucket, Key: "stream", ChecksumMode: "ENABLED" }));
        assert.equal(await got.Body?.transformToString(), "hello world");
        assert.equal(got.ChecksumCRC32, "DUoRhQ==");
        assert.equal(got.ContentEncoding, undefined);
    });

    it("refuses a body that does not match its checksum", async () => {
        await assert.rejects(put("bad", "hello", { ChecksumCRC32: "AAAAAA==" }), answers("BadDigest"));
        await assert.rejects(get("bad"), answers("NoSuchKey"));
    });

    it("answers parts, conditions and absent keys like S3", async () => {
        await put("k", "0123456789");
        assert.equal(await get("k", { Range: "bytes=2-4" }), "234");
        assert.equal(await get("k", { Range: "bytes=-3" }), "789");
        await assert.rejects(get("k", { Range: "bytes=10-" }), answers("InvalidRange"));
        await assert.rejects(get("k", { IfMatch: '"other"' }), answers("PreconditionFailed"));
        await assert.rejects(put("k", "again", { IfNoneMatch: "*" }), answers("PreconditionFailed"));
        await assert.rejects(get("absent"), answers("NoSuchKey", "The specified key does not exist."));
        await assert.rejects(test.s3.send(new HeadObjectCommand({ Bucket, Key: "absent" })), answers("NotFound"));
        await assert.rejects(put("k".repeat(1025)), answers("KeyTooLongError"));
    });

    it("lists page by page in the order of the keys' bytes", async () => {
        const names = ["b", "a/2", "a/1", "é", "B", "a b", "a&<b>", "z\u{1F600}"];
        for (const name of names) await put(name);
        const listed: string[] = [];
        let ContinuationToken: string | undefined;
        do {
            const page = await test.s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken }));
            assert.ok((page.Contents?.length ?? 0) <= 3);
            listed.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ""));
            ContinuationToken = page.NextContinuationToken;
        } while (ContinuationToken !== undefined);
        assert.deepEqual(listed, ["B", "a b", "a&<b>", "a/1", "a/2", "b", "z\u{1F600}", "é"]);
    });

    it("rolls keys up to common prefixes, also across pages", async () => {
        for (const name of ["a/1", "a/2", "b", "c/1", "c/2", "d"]) await put(name);
        const list = (ContinuationToken?: string) =>
            test.s3.send(new ListObjectsV2Command({ Bucket, Delimiter: "/", ContinuationToken }));
        const first = await list();
        assert.deepEqual(first.CommonPrefixes, [{ Prefix: "a/" }, { Prefix: "c/" }]);
        assert.deepEqual(
            first.Contents?.map(({ Key }) => Key),
            ["b"],
        );
        assert.equal(first.KeyCount, 3);
        const second = await list(first.NextContinuationToken);
        assert.equal(second.CommonPrefixes, undefined);
        assert.deepEqual(
            second.Contents?.map(({ Key }) => Key),
            ["d"],
        );
        assert.equal(second.IsTruncated, false);
    });

    it("lists below a prefix, after a key, and keys that XML cannot hold when they are URL-encoded", async () => {
        for (const name of ["p/1", "p/2", "q", "c\u0001\rtl +"]) await put(name);
        const list = async (input: object) =>
            (await test.s3.send(new ListObjectsV2Command({ Bucket, ...input }))).Contents?.map(({ Key }) => Key);
        assert.deepEqual(await list({ Prefix: "p/" }), ["p/1", "p/2"]);
        assert.deepEqual(await list({ StartAfter: "p/1" }), ["p/2", "q"]);
        assert.deepEqual(await list({ Prefix: "c", EncodingType: "url" }), ["c%01%0Dtl+%2B"]);
        assert.deepEqual(await list({ Prefix: "c" }), ["c\u0001\rtl +"]);
    });

    it("removes an unversioned object for good, and does not mind an absent one", async () => {
        await put("k");
        await test.s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
        await test.s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
        assert.deepEqual(Object.keys(test.aws.world.buckets[Bucket].objects), []);
    });

    it("keeps versions behind a delete marker until each is deleted by its ID", async () => {
        await put("k", "before");
        await version("Enabled");
        const { VersionId } = await put("k", "one");
        await put("k", "two");
        const marker = await test.s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
        assert.equal(marker.DeleteMarker, true);
        await assert.rejects(get("k"), answers("NoSuchKey"));
        assert.equal(await get("k", { VersionId }), "one");
        assert.equal(await get("k", { VersionId: "null" }), "before");
        await assert.rejects(get("k", { VersionId: marker.VersionId }), answers("MethodNotAllowed"));

        const versions: object[] = [];
        let KeyMarker: string | undefined;
        let VersionIdMarker: string | undefined;
        do {
            const page = await test.s3.send(new ListObjectVersionsCommand({ Bucket, KeyMarker, VersionIdMarker }));
            versions.push(...(page.DeleteMarkers ?? []), ...(page.Versions ?? []));
            ({ NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page);
        } while (KeyMarker !== undefined);
        assert.equal(versions.length, 4);

        await test.s3.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId: marker.VersionId }));
        assert.equal(await get("k"), "two");
    });

    it("replaces only the null version while versioning is suspended", async () => {
        await version("Enabled");
        const { VersionId } = await put("k", "kept");
        await version("Suspended");
        await put("k", "replaced");
        await put("k", "last");
        assert.equal(await get("k"), "last");
        assert.equal(await get("k", { VersionId }), "kept");
        assert.equal(test.aws.world.buckets[Bucket].objects.k.length, 2);
    });

    it("deletes many at once and tells key by key what it could not", async () => {
        await put("a&b");
        await put(" spaced ");
        const Objects = [{ Key: "a&b" }, { Key: " spaced " }, { Key: "absent" }];
        const { Deleted, Errors } = await test.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
        assert.deepEqual(
            Deleted?.map(({ Key }) => Key),
            ["a&b", " spaced ", "absent"],
        );
        assert.equal(Errors, undefined);
        assert.deepEqual(Object.keys(test.aws.world.buckets[Bucket].objects), []);
    });

    it("protects versions under retention, which only governance lets be bypassed", async () => {
        const locked = { Bucket: "locked" };
        const config = { LocationConstraint: region } as const;
        await test.s3.send(
            new CreateBucketCommand({ ...locked, ObjectLockEnabledForBucket: true, CreateBucketConfiguration: config }),
        );
        const DefaultRetention = { Mode: "GOVERNANCE", Days: 10 } as const;
        const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention } } as const;
        await test.s3.send(new PutObjectLockConfigurationCommand({ ...locked, ObjectLockConfiguration }));
        const { VersionId } = await put("k", "x", locked);
        const head = await test.s3.send(new HeadObjectCommand({ ...locked, Key: "k" }));
        assert.equal(head.ObjectLockRetainUntilDate?.getTime(), test.clock.now() + 10 * 86_400_000);

        const Objects = [{ Key: "k", VersionId }];
        const { Errors } = await test.s3.send(new DeleteObjectsCommand({ ...locked, Delete: { Objects } }));
        assert.equal(Errors?.[0].Message, "Access Denied because object protected by object lock.");
        const remove = { ...locked, Key: "k", VersionId };
        await assert.rejects(test.s3.send(new DeleteObjectCommand(remove)), answers("AccessDenied"));
        const marker = await test.s3.send(new DeleteObjectCommand({ ...locked, Key: "k" }));
        assert.equal(marker.DeleteMarker, true);
        await test.s3.send(new DeleteObjectCommand({ ...remove, BypassGovernanceRetention: true }));

        const compliant = await put("c", "x", {
            ...locked,
            ObjectLockMode: "COMPLIANCE",
            ObjectLockRetainUntilDate: new Date(test.clock.now() + 1000),
        });
        const again = { ...locked, Key: "c", VersionId: compliant.VersionId };
        await assert.rejects(
            test.s3.send(new DeleteObjectCommand({ ...again, BypassGovernanceRetention: true })),
            answers("AccessDenied"),
        );
        test.clock.advance(1001);
        await test.s3.send(new DeleteObjectCommand(again));
    });

    it("encrypts what comes later with the bucket's new default", async () => {
        const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: "aws:kms", KMSMasterKeyID: "key-1" } as const;
        const Rules = [{ ApplyServerSideEncryptionByDefault, BucketKeyEnabled: true }];
        await put("old");
        await test.s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
        await put("new");
        const old = await test.s3.send(new HeadObjectCommand({ Bucket, Key: "old" }));
        const recent = await test.s3.send(new HeadObjectCommand({ Bucket, Key: "new" }));
        assert.equal(old.ServerSideEncryption, "AES256");
        assert.deepEqual(
            [recent.ServerSideEncryption, recent.SSEKMSKeyId, recent.BucketKeyEnabled],
            ["aws:kms", "key-1", true],
        );
    });

    it("finds the bucket in the host name too", async () => {
        await put("k", "hosted");
        const { port } = new URL(test.aws.endpoint);
        for (const host of [`${Bucket}.127.0.0.1:${port}`, `${Bucket}.localhost:${port}`]) {
            const authorization = `AWS4-HMAC-SHA256 Credential=AKIA/20261122/${region}/s3/aws4_request, Signature=x`;
            const body = await new Promise<string>((resolve, reject) => {
                const options = { port, path: "/k", headers: { host, authorization } };
                httpRequest({ ...options, host: "127.0.0.1" }, (response) => {
                    response.setEncoding("utf8").on("data", resolve);
                })
                    .on("error", reject)
                    .end();
            });
            assert.equal(body, "hosted");
        }
    });

    it("needs no path-style option of the SDK where the endpoint is an IP address", async () => {
        const env = { region, credentials: { accessKeyId: "A", secretAccessKey: "s" }, endpoint: test.aws.endpoint };
        await put("k");
        await new S3Client(env).send(new HeadObjectCommand({ Bucket, Key: "k" }));
        assert.equal(test.aws.requests.at(-1)?.parameters.Bucket, Bucket);
    });

    it("refuses loudly what it does not do", async () => {
        await assert.rejects(
            test.s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "k" })),
            answers("NotImplemented", /S3 POST on a object with \?uploads/),
        );
        await assert.rejects(
            put("k", "x", { WebsiteRedirectLocation: "/other" }),
            answers("NotImplemented", /x-amz-website-redirect-location/),
        );
    });
});
