import { AwsError, notEmulated } from "../http/errors";
import { authorize } from "./access";
import type { Bucket, ObjectVersion } from "./bucket";
import { canonicalId } from "./buckets";
import { keyEncoder, listKeys } from "./listing";
import { bucketOf, type S3Request, type S3Response } from "./request";
import { currentVersion } from "./versions";
import { s3Document } from "./xml";

export function listObjectsV2(request: S3Request): S3Response {
    const { query, call } = request;
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:ListBucket");
    if (query.get("list-type") !== "2") throw notEmulated(`S3 listings with list-type=${query.get("list-type")}`);

    const prefix = query.get("prefix") ?? "";
    const delimiter = query.get("delimiter") ?? undefined;
    const token = query.get("continuation-token") ?? undefined;
    const startAfter = query.get("start-after") ?? undefined;
    const asked = Number(query.get("max-keys") ?? 1000);
    if (!Number.isInteger(asked) || asked < 0)
        throw new AwsError("InvalidArgument", "Provided max-keys not an integer");
    const visible = visibleObjects(bucket, prefix, call.now - call.staleMilliseconds);
    const page = listKeys(visible.keys(), {
        prefix,
        delimiter,
        after: token === undefined ? startAfter : decodeToken(token),
        limit: Math.min(asked, call.settings.listPageSize),
    });
    const encode = keyEncoder(query.get("encoding-type"));
    const owner = query.get("fetch-owner") === "true";
    return {
        body: s3Document("ListBucketResult", {
            Name: bucket.name,
            Prefix: encode(prefix),
            Delimiter: delimiter && encode(delimiter),
            StartAfter: startAfter && encode(startAfter),
            ContinuationToken: token,
            NextContinuationToken: page.next === undefined ? undefined : encodeToken(page.next),
            KeyCount: page.keys.length + page.commonPrefixes.length,
            MaxKeys: asked,
            EncodingType: query.get("encoding-type") ?? undefined,
            IsTruncated: page.next !== undefined,
            Contents: page.keys.map((key) => {
                const version = visible.get(key) as ObjectVersion;
                return {
                    Key: encode(key),
                    LastModified: new Date(version.lastModified).toISOString(),
                    ETag: version.etag,
                    ChecksumAlgorithm: checksumAlgorithms(version),
                    Size: version.size,
                    StorageClass: version.storageClass,
                    Owner: owner ? { ID: canonicalId(version.ownerAccountId) } : undefined,
                };
            }),
            CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
        }),
    };
}

function checksumAlgorithms({ checksums }: ObjectVersion): string[] {
    return Object.keys(checksums).map((header) => header.slice("x-amz-checksum-".length).toUpperCase());
}

/** The newest version of each key with the prefix, as of the given time, unless it is a delete marker. */
function visibleObjects(bucket: Bucket, prefix: string, asOf: number): Map<string, ObjectVersion> {
    const visible = new Map<string, ObjectVersion>();
    for (const key of Object.keys(bucket.objects)) {
        if (!key.startsWith(prefix)) continue;
        const version = currentVersion(bucket, key);
        if (version && version.lastModified <= asOf) visible.set(key, version);
    }
    return visible;
}

function encodeToken(key: string): string {
    return Buffer.from(`1${key}`).toString("base64");
}

function decodeToken(token: string): string {
    const text = Buffer.from(token, "base64").toString("utf8");
    if (!text.startsWith("1")) throw new AwsError("InvalidArgument", "The continuation token provided is incorrect");
    return text.slice(1);
}
