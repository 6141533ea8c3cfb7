import { AwsError } from "../http/errors";
import { authorizeKey } from "../kms/useKey";
import { authorize } from "./access";
import { decodeBody } from "./body";
import type { Bucket, ObjectEncryption, Retention } from "./bucket";
import { aclsDisabled } from "./buckets";
import { bucketEncryption } from "./configuration";
import { checkedTags } from "./objectTagging";
import { bucketOf, header, type S3Request, type S3Response } from "./request";
import { requestedVersion } from "./requestedVersion";
import { storeObject } from "./storeObject";
import { currentVersion } from "./versions";

const storageClasses =
    /^(STANDARD|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|GLACIER_IR|GLACIER|DEEP_ARCHIVE|REDUCED_REDUNDANCY)$/;

/** The headers that S3 stores with an object and returns. */
const keptHeaders = [
    "content-type",
    "content-encoding",
    "content-language",
    "content-disposition",
    "cache-control",
    "expires",
];

export function putObject(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    const key = request.key ?? "";
    authorize(request, bucket, "s3:PutObject", key);
    checkKey(key);
    checkWritable(request, bucket, key);
    const { data, checksums } = decodeBody(request);
    const given = attributes(request);
    authorizeKey(request.call, (given.encryption ?? bucketEncryption(bucket)).keyId, "kms:GenerateDataKey", "s3");
    const version = storeObject(
        bucket,
        { key, body: data, checksums, ownerAccountId: request.call.caller.accountId, ...given },
        request.call.now,
        request.call.uuid,
    );
    return {
        headers: {
            etag: version.etag,
            "x-amz-version-id": bucket.versioning ? version.versionId : undefined,
            ...checksums,
            ...encryptionHeaders(version.encryption),
        },
    };
}

function checkKey(key: string): void {
    if (Buffer.byteLength(key) > 1024) throw new AwsError("KeyTooLongError", "Your key is too long");
}

function checkWritable(request: S3Request, bucket: Bucket, key: string): void {
    const acl = header(request, "x-amz-acl");
    if (acl !== undefined && acl !== "bucket-owner-full-control" && acl !== "private" && aclsDisabled(bucket)) {
        throw new AwsError("AccessControlListNotSupported", "The bucket does not allow ACLs");
    }
    const existing = currentVersion(bucket, key);
    const ifMatch = header(request, "if-match");
    const clash =
        (header(request, "if-none-match") === "*" && existing !== undefined) ||
        (ifMatch !== undefined && existing?.etag !== ifMatch);
    if (clash) {
        throw new AwsError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);
    }
}

/** The object's properties from the request's headers. */
function attributes(request: S3Request) {
    const storageClass = header(request, "x-amz-storage-class");
    if (storageClass !== undefined && !storageClasses.test(storageClass)) {
        throw new AwsError("InvalidStorageClass", "The storage class you specified is not valid");
    }
    const kept = keptHeaders.flatMap((name): [string, string][] => {
        const value = header(request, name);
        const stored = name === "content-encoding" ? value?.replace(/\s*aws-chunked,?\s*/, "") : value;
        return stored ? [[name, stored]] : [];
    });
    const metadata = Object.keys(request.headers)
        .filter((name) => name.startsWith("x-amz-meta-"))
        .map((name) => [name.slice("x-amz-meta-".length), header(request, name) ?? ""] as const);
    const algorithm = header(request, "x-amz-server-side-encryption") as ObjectEncryption["algorithm"] | undefined;
    const mode = header(request, "x-amz-object-lock-mode") as Retention["mode"] | undefined;
    return {
        storageClass,
        headers: Object.fromEntries(kept),
        metadata: Object.fromEntries(metadata),
        tags: checkedTags([...new URLSearchParams(header(request, "x-amz-tagging") ?? "")]),
        encryption: algorithm && {
            algorithm,
            keyId: header(request, "x-amz-server-side-encryption-aws-kms-key-id"),
            bucketKey: header(request, "x-amz-server-side-encryption-bucket-key-enabled") === "true",
        },
        retention: mode && {
            mode,
            until: Date.parse(header(request, "x-amz-object-lock-retain-until-date") ?? ""),
        },
    };
}

function encryptionHeaders({ algorithm, keyId, bucketKey }: ObjectEncryption): Record<string, string | undefined> {
    return {
        "x-amz-server-side-encryption": algorithm,
        "x-amz-server-side-encryption-aws-kms-key-id": keyId,
        "x-amz-server-side-encryption-bucket-key-enabled": bucketKey ? "true" : undefined,
    };
}

export function headObject(request: S3Request): S3Response {
    return getObject(request, true);
}

export function getObject(request: S3Request, headOnly = false): S3Response {
    const bucket = bucketOf(request);
    const versioned = request.query.has("versionId");
    authorize(request, bucket, versioned ? "s3:GetObjectVersion" : "s3:GetObject", request.key);
    const version = requestedVersion(bucket, request);
    authorizeKey(request.call, version.encryption.keyId, "kms:Decrypt", "s3");
    if (!headOnly && /^(GLACIER|DEEP_ARCHIVE)$/.test(version.storageClass)) {
        throw new AwsError("InvalidObjectState", "The operation is not valid for the object's storage class", 403, {
            StorageClass: version.storageClass,
        });
    }
    const match = header(request, "if-none-match");
    if (match === version.etag) return { status: 304, headers: { etag: version.etag } };
    const ifMatch = header(request, "if-match");
    if (ifMatch !== undefined && ifMatch !== version.etag && ifMatch !== "*") {
        throw new AwsError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);
    }
    const body = Buffer.from(version.body, "base64");
    const range = rangeOf(header(request, "range"), body.length);
    const part = range ? body.subarray(range.first, range.last + 1) : body;
    return {
        status: range ? 206 : 200,
        headers: {
            ...version.headers,
            ...Object.fromEntries(
                Object.entries(version.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]),
            ),
            ...encryptionHeaders(version.encryption),
            // The checksum is that of the whole object, so it is returned with the whole object only.
            ...(header(request, "x-amz-checksum-mode") === "ENABLED" && !range ? version.checksums : {}),
            etag: version.etag,
            "last-modified": new Date(version.lastModified).toUTCString(),
            "accept-ranges": "bytes",
            "content-length": String(part.length),
            "content-range": range && `bytes ${range.first}-${range.last}/${body.length}`,
            "x-amz-version-id": bucket.versioning ? version.versionId : undefined,
            "x-amz-storage-class": version.storageClass === "STANDARD" ? undefined : version.storageClass,
            "x-amz-tagging-count":
                Object.keys(version.tags).length > 0 ? String(Object.keys(version.tags).length) : undefined,
            "x-amz-object-lock-mode": version.retention?.mode,
            "x-amz-object-lock-retain-until-date": version.retention && new Date(version.retention.until).toISOString(),
        },
        body: part,
    };
}

function rangeOf(text: string | undefined, size: number): { first: number; last: number } | undefined {
    const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(text ?? "") ?? [];
    if (from === undefined || (from === "" && to === "")) return undefined;
    const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
    const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
    if (first >= size || first > last) {
        throw new AwsError("InvalidRange", "The requested range is not satisfiable", 416);
    }
    return { first, last };
}
