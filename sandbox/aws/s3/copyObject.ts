import { AwsError } from "../http/errors";
import { authorize } from "./access";
import { attributes, checkKey, checkWritable, encryptionHeaders } from "./objects";
import { bucketOf, header, noSuchBucket, type S3Request, type S3Response } from "./request";
import { requestedVersion } from "./requestedVersion";
import { storeObject } from "./storeObject";
import { s3Document } from "./xml";

export function copyObject(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    const key = request.key ?? "";
    const [path, versionId] = (header(request, "x-amz-copy-source") ?? "").replace(/^\//, "").split("?versionId=");
    const slash = path.indexOf("/");
    const sourceName = decodeURIComponent(path.slice(0, slash));
    const sourceKey = decodeURIComponent(path.slice(slash + 1));
    const sourceBucket = request.call.world.buckets[sourceName];
    if (!sourceBucket) throw noSuchBucket(sourceName);

    authorize(request, sourceBucket, versionId === undefined ? "s3:GetObject" : "s3:GetObjectVersion", sourceKey);
    authorize(request, bucket, "s3:PutObject", key);
    checkKey(key);
    checkWritable(request, bucket, key);
    const query = new URLSearchParams(versionId === undefined ? {} : { versionId });
    const source = requestedVersion(sourceBucket, { ...request, bucket: sourceName, key: sourceKey, query });
    const given = attributes(request);
    const replaces = header(request, "x-amz-metadata-directive") === "REPLACE";
    const unchanged = !replaces && given.storageClass === undefined && given.encryption === undefined;
    if (source === bucket.objects[key]?.[0] && unchanged) {
        throw new AwsError(
            "InvalidRequest",
            "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
        );
    }
    const version = storeObject(
        bucket,
        {
            ...given,
            key,
            body: Buffer.from(source.body, "base64"),
            ownerAccountId: request.call.caller.accountId,
            headers: replaces ? given.headers : source.headers,
            metadata: replaces ? given.metadata : source.metadata,
            tags: header(request, "x-amz-tagging-directive") === "REPLACE" ? given.tags : source.tags,
            checksums: source.checksums,
        },
        request.call.now,
        request.call.uuid,
    );
    return {
        headers: {
            "x-amz-version-id": bucket.versioning ? version.versionId : undefined,
            ...encryptionHeaders(version.encryption),
        },
        body: s3Document("CopyObjectResult", {
            ETag: version.etag,
            LastModified: new Date(version.lastModified).toISOString(),
        }),
    };
}
