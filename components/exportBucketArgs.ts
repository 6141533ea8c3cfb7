import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { AwsBucketTransforms } from "./buckets/aws";
import { LifecycleRule } from "./lifecycleRules";
import { Transform } from "./transform";

/** A bucket that exists: `aws.s3.Bucket`, `awsNative.s3.Bucket`, or a name. */
export type ExistingBucket =
    | pulumi.Input<string>
    | { readonly bucket: pulumi.Output<string>; readonly arn: pulumi.Output<string> }
    | { readonly bucketName: pulumi.Output<string | undefined>; readonly arn: pulumi.Output<string> };

/** A bucket that is made here. */
export interface NewBucketArgs {
    /**
     * The bucket's name: 3 to 63 lower-case letters, digits, hyphens and dots, unique in the world.
     * @default the component's name and a random suffix
     */
    readonly bucketName?: pulumi.Input<string>;
    /**
     * The Pulumi provider that makes the bucket.
     * @default "aws"
     */
    readonly provider?: "aws";
    /**
     * What becomes of exported objects as they age.
     * @default none: objects stay for ever
     * @example [{ transitions: [{ days: 30, storageClass: "GLACIER_IR" }], expirationDays: 365 }]
     * @example [{ preset: "7-years" }]
     */
    readonly lifecycleRules?: readonly LifecycleRule[];
    /**
     * Days after which the parts of an upload that was never finished are removed.
     * @default 7
     */
    readonly abortIncompleteMultipartUploadDays?: number;
    /**
     * Keeps what is overwritten or deleted as noncurrent versions.
     * @default true
     */
    readonly versioning?: boolean;
    /**
     * The IDs of the accounts whose log groups may be exported into the bucket.
     * @default the account of the aws provider
     */
    readonly sourceAccounts?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * What becomes of the bucket when it is removed from the program or the stack is destroyed. An archive outlives its
     * stack, so it stays; `"delete"` empties and deletes it.
     * @default "retain"
     */
    readonly onDestroy?: "retain" | "delete";
    /** Tags of the bucket. */
    readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    /** Changes the arguments of inner resources. */
    readonly transform?: AwsBucketTransforms;
}

/** A bucket that is adopted; nothing of it is changed unless `policy` says so. */
export interface ExistingBucketArgs {
    readonly existing: ExistingBucket;
    /**
     * `"managed"` writes the whole bucket policy, in place of the one that the bucket has: a bucket has only one. With
     * `"unmanaged"` the statements of `exportStatements` have to be in the policy that you manage.
     * @default "unmanaged"
     */
    readonly policy?: "managed" | "unmanaged";
    /** As for a new bucket; for `policy: "managed"`. */
    readonly sourceAccounts?: pulumi.Input<pulumi.Input<string>[]>;
    /** Changes the arguments of the bucket policy. */
    readonly transform?: { readonly policy?: Transform<aws.s3.BucketPolicyArgs> };
}

export type ExportBucketArgs = NewBucketArgs | ExistingBucketArgs;
