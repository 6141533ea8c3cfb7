import type * as pulumi from "@pulumi/pulumi";
import { type BucketLifecycle, bucketLifecycle, DEFAULT_ABORT_UPLOAD_DAYS } from "./lifecycle/configuration";
import { type ServerSideEncryptionByDefault } from "./encryption";
import { type NewBucketArgs } from "./args";
import { type ObjectLockArgs } from "./objectLock";

/**
 * A bucket for exports as plain data in S3's terms, with every default filled in. The providers in resources/ only turn it
 * into resources, so that the bucket is the same with either.
 */
export interface BucketSettings {
    /** If it is not the provider's; only for the aws provider. */
    readonly region: pulumi.Input<string> | undefined;
    readonly bucketName?: pulumi.Input<string>;
    readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    readonly versioning: "Enabled" | "Suspended";
    readonly encryption: ServerSideEncryptionByDefault;
    readonly lifecycle: BucketLifecycle;
    readonly objectLock?: ObjectLockArgs;
    readonly removalPolicy: "retain" | "delete";
    /** The role that empties the bucket. */
    readonly assumeRoleArn?: pulumi.Input<string>;
}

/** Every bucket blocks access by ACLs and by public policies. */
export const PUBLIC_ACCESS_BLOCK = {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
} as const;

/** In every bucket ACLs are off, and objects belong to the bucket's owner, whichever account writes them. */
export const OBJECT_OWNERSHIP = "BucketOwnerEnforced";

/** @param keyArn the key that encrypts; undefined for SSE-S3. */
export function bucketSettings(args: NewBucketArgs, keyArn?: pulumi.Output<string>): BucketSettings {
    return {
        region: args.region,
        bucketName: args.bucketName,
        tags: args.tags,
        versioning: (args.versioning ?? true) ? "Enabled" : "Suspended",
        encryption: keyArn ? { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn } : { sseAlgorithm: "AES256" },
        lifecycle: bucketLifecycle({
            rules: args.lifecycleRules ?? [],
            abortIncompleteMultipartUploadDays: args.abortIncompleteMultipartUploadDays ?? DEFAULT_ABORT_UPLOAD_DAYS,
        }),
        objectLock: args.objectLock,
        removalPolicy: args.removalPolicy ?? "retain",
        assumeRoleArn: args.assumeRoleArn,
    };
}
