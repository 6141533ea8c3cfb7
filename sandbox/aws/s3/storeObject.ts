import { createHash } from "node:crypto";
import type { Bucket, ObjectEncryption, ObjectVersion } from "./bucket";
import { bucketEncryption } from "./configuration";
import { defaultRetention } from "./objectLock";
import { addVersion, nextVersionId } from "./versions";

export interface NewObject {
    readonly key: string;
    readonly body: Buffer;
    readonly ownerAccountId: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly metadata?: Readonly<Record<string, string>>;
    readonly checksums?: Readonly<Record<string, string>>;
    readonly tags?: Readonly<Record<string, string>>;
    readonly storageClass?: string;
    readonly encryption?: ObjectEncryption;
    readonly retention?: ObjectVersion["retention"];
}

/** Stores an object, with the bucket's encryption and retention unless others are given. */
export function storeObject(bucket: Bucket, object: NewObject, now: number, uuid: () => string): ObjectVersion {
    const version: ObjectVersion = {
        key: object.key,
        versionId: nextVersionId(bucket, uuid),
        body: object.body.toString("base64"),
        size: object.body.length,
        etag: `"${createHash("md5").update(object.body).digest("hex")}"`,
        lastModified: now,
        storageClass: object.storageClass ?? "STANDARD",
        headers: object.headers ?? {},
        metadata: object.metadata ?? {},
        checksums: object.checksums ?? {},
        tags: { ...object.tags },
        encryption: object.encryption ?? bucketEncryption(bucket),
        retention: object.retention ?? defaultRetention(bucket, now),
        ownerAccountId: object.ownerAccountId,
    };
    addVersion(bucket, version);
    return version;
}
