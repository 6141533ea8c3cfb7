import { AwsError } from "../http/errors";
import { authorize } from "./access";
import type { ObjectVersion } from "./bucket";
import { canonicalId } from "./buckets";
import { keyEncoder, listKeys } from "./listing";
import { bucketOf, type S3Request, type S3Response } from "./request";
import { s3Document } from "./xml";

/** All versions and delete markers. A page may end between any two versions. */
export function listObjectVersions(request: S3Request): S3Response {
    const { query, call } = request;
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:ListBucketVersions");
    const encode = keyEncoder(query.get("encoding-type"));
    const prefix = query.get("prefix") ?? "";
    const delimiter = query.get("delimiter") ?? undefined;
    const keyMarker = query.get("key-marker") ?? undefined;
    const versionMarker = query.get("version-id-marker") ?? undefined;
    const limit = Math.min(Number(query.get("max-keys") ?? 1000), call.settings.listPageSize);

    const rest = versionMarker ? restOfKey(bucket.objects[keyMarker ?? ""], versionMarker) : [];
    const { keys, commonPrefixes } = listKeys(Object.keys(bucket.objects), {
        prefix,
        delimiter,
        after: keyMarker,
        limit: Infinity,
    });
    const versions = [...rest, ...keys.flatMap((key) => bucket.objects[key])];
    const page = versions.slice(0, limit);
    const last = page.at(-1);
    const truncated = versions.length > page.length;

    const row = (version: ObjectVersion) => ({
        Key: encode(version.key),
        VersionId: version.versionId,
        IsLatest: bucket.objects[version.key][0] === version,
        LastModified: new Date(version.lastModified).toISOString(),
        Owner: { ID: canonicalId(version.ownerAccountId) },
    });
    return {
        body: s3Document("ListVersionsResult", {
            Name: bucket.name,
            Prefix: encode(prefix),
            KeyMarker: encode(keyMarker ?? ""),
            VersionIdMarker: versionMarker ?? "",
            NextKeyMarker: truncated && last ? encode(last.key) : undefined,
            NextVersionIdMarker: truncated ? last?.versionId : undefined,
            MaxKeys: limit,
            Delimiter: delimiter,
            EncodingType: query.get("encoding-type") ?? undefined,
            IsTruncated: truncated,
            Version: page
                .filter((version) => !version.deleteMarker)
                .map((version) => ({
                    ...row(version),
                    ETag: version.etag,
                    Size: version.size,
                    StorageClass: version.storageClass,
                })),
            DeleteMarker: page.filter((version) => version.deleteMarker).map(row),
            CommonPrefixes: commonPrefixes.map((common) => ({ Prefix: encode(common) })),
        }),
    };
}

function restOfKey(versions: readonly ObjectVersion[] | undefined, marker: string): readonly ObjectVersion[] {
    const at = versions?.findIndex((version) => version.versionId === marker) ?? -1;
    if (!versions || at < 0) throw new AwsError("InvalidArgument", "Invalid version id specified");
    return versions.slice(at + 1);
}
