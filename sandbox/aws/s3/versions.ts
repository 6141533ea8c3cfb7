import type { Bucket, ObjectVersion } from "./bucket";

/** The version that a plain GET returns: none if the newest is a delete marker. */
export function currentVersion(bucket: Bucket, key: string): ObjectVersion | undefined {
    const newest = bucket.objects[key]?.[0];
    return newest?.deleteMarker ? undefined : newest;
}

export function findVersion(bucket: Bucket, key: string, versionId: string): ObjectVersion | undefined {
    return bucket.objects[key]?.find((version) => version.versionId === versionId);
}

/** The ID of a new version: random if versioning is enabled, otherwise "null". */
export function nextVersionId(bucket: Bucket, uuid: () => string): string {
    return bucket.versioning === "Enabled" ? uuid().replace(/-/g, "") : "null";
}

/** Adds a version or delete marker as the newest. A null version replaces an older null version. */
export function addVersion(bucket: Bucket, version: ObjectVersion): void {
    const older = (bucket.objects[version.key] ?? []).filter(
        (one) => version.versionId !== "null" || one.versionId !== "null",
    );
    for (const one of older) one.noncurrentSince ??= version.lastModified;
    bucket.objects[version.key] = [version, ...older];
}

export function removeVersion(bucket: Bucket, key: string, versionId: string): void {
    const rest = (bucket.objects[key] ?? []).filter((version) => version.versionId !== versionId);
    if (rest.length === 0) delete bucket.objects[key];
    else {
        bucket.objects[key] = rest;
        rest[0].noncurrentSince = undefined;
    }
}

export function deleteMarker(key: string, versionId: string, now: number, ownerAccountId: string): ObjectVersion {
    return {
        key,
        versionId,
        deleteMarker: true,
        body: "",
        size: 0,
        etag: "",
        lastModified: now,
        storageClass: "STANDARD",
        headers: {},
        metadata: {},
        checksums: {},
        tags: {},
        encryption: { algorithm: "AES256" },
        ownerAccountId,
    };
}

/** S3 sorts keys by UTF-8 bytes, JavaScript by UTF-16 units. They differ only for surrogates. */
export function compareKeys(a: string, b: string): number {
    if (a === b) return 0;
    if (/[\ud800-\udfff]/.test(a + b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
    return a < b ? -1 : 1;
}
