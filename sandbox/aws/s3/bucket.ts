import { record } from "../record";
import type { XmlNode } from "./xml";

/** A bucket as the state keeps it. Sub-resources are kept as their XML's plain data, absent ones are absent. */
export interface Bucket {
    readonly name: string;
    readonly accountId: string;
    readonly region: string;
    readonly creationTime: number;
    /** The policy's text, as it was put. */
    policy?: string;
    versioning?: "Enabled" | "Suspended";
    /** Once on, on for ever. */
    objectLock: boolean;
    transitionDefaultMinimumObjectSize: string;
    readonly configuration: Record<string, XmlNode>;
    /** The inventory configurations, of which a bucket may have many, by ID. */
    readonly inventories: Record<string, XmlNode>;
    /** By key; the newest version first. */
    readonly objects: Record<string, ObjectVersion[]>;
}

export interface ObjectVersion {
    readonly key: string;
    /** "null" where the bucket was not versioned. */
    readonly versionId: string;
    readonly deleteMarker?: true;
    /** Base64, so that a snapshot is plain JSON. */
    readonly body: string;
    readonly size: number;
    readonly etag: string;
    readonly lastModified: number;
    /** When a newer version took its place; lifecycle rules count from then. */
    noncurrentSince?: number;
    storageClass: string;
    /** Content-Type and the like, as they are answered. */
    readonly headers: Readonly<Record<string, string>>;
    readonly metadata: Readonly<Record<string, string>>;
    readonly checksums: Readonly<Record<string, string>>;
    readonly tags: Readonly<Record<string, string>>;
    readonly encryption: ObjectEncryption;
    readonly retention?: Retention;
    readonly ownerAccountId: string;
}

export interface ObjectEncryption {
    readonly algorithm: "AES256" | "aws:kms" | "aws:kms:dsse";
    readonly keyId?: string;
    readonly bucketKey?: boolean;
}

export interface Retention {
    readonly mode: "GOVERNANCE" | "COMPLIANCE";
    readonly until: number;
}

/** A new bucket with what every bucket has had since April 2023: no ACLs, and no public access. */
export function newBucket(name: string, accountId: string, region: string, now: number): Bucket {
    return {
        name,
        accountId,
        region,
        creationTime: now,
        objectLock: false,
        transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
        configuration: Object.assign(record<XmlNode>(), {
            ownershipControls: { Rule: { ObjectOwnership: "BucketOwnerEnforced" } },
            publicAccessBlock: {
                BlockPublicAcls: "true",
                IgnorePublicAcls: "true",
                BlockPublicPolicy: "true",
                RestrictPublicBuckets: "true",
            },
        }),
        inventories: record(),
        objects: record(),
    };
}
