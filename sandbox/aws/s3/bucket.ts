import { record } from "../record";
import type { XmlNode } from "./xml";

/** The state of a bucket. Sub-resources are stored as parsed XML. */
export interface Bucket {
    readonly name: string;
    readonly accountId: string;
    readonly region: string;
    readonly creationTime: number;
    /** The policy's text. */
    policy?: string;
    versioning?: "Enabled" | "Suspended";
    /** Cannot be switched off again. */
    objectLock: boolean;
    transitionDefaultMinimumObjectSize: string;
    readonly configuration: Record<string, XmlNode>;
    /** Inventory configurations by ID. */
    readonly inventories: Record<string, XmlNode>;
    /** Versions by key, newest first. */
    readonly objects: Record<string, ObjectVersion[]>;
}

export interface ObjectVersion {
    readonly key: string;
    /** "null" if the bucket was not versioned. */
    readonly versionId: string;
    readonly deleteMarker?: true;
    /** Base64, so that a snapshot is plain JSON. */
    readonly body: string;
    readonly size: number;
    readonly etag: string;
    readonly lastModified: number;
    /** When a newer version replaced it. Lifecycle rules count from then. */
    noncurrentSince?: number;
    storageClass: string;
    /** Content-Type and similar headers. */
    readonly headers: Readonly<Record<string, string>>;
    readonly metadata: Readonly<Record<string, string>>;
    readonly checksums: Readonly<Record<string, string>>;
    tags: Readonly<Record<string, string>>;
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

/** A new bucket with the defaults since April 2023: no ACLs, and no public access. */
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
