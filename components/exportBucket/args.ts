import type * as pulumi from "@pulumi/pulumi";
import { type ExportBucketTransforms } from "./resources/innerResources";
import { type ProviderPackage } from "../awsSettings";
import { type BucketAccessArgs } from "./access";
import { type BucketEncryption } from "./encryption";
import { type LifecycleRule } from "./lifecycle/rules";
import { type ObjectLockArgs } from "./objectLock";

/** An existing bucket: an `aws.s3.Bucket`, an `awsNative.s3.Bucket`, or a name. */
export type ExistingBucket =
    | pulumi.Input<string>
    | { readonly bucket: pulumi.Output<string>; readonly arn: pulumi.Output<string> }
    | { readonly bucketName: pulumi.Output<string | undefined>; readonly arn: pulumi.Output<string> };

/** The arguments of a bucket that this package creates. */
export interface NewBucketArgs extends BucketAccessArgs {
    /**
     * The bucket's name: 3 to 63 lower-case letters, digits, hyphens and dots, globally unique.
     * @default the component's name and a random suffix
     */
    readonly bucketName?: pulumi.Input<string>;
    /**
     * The Region of the bucket, which is that of the log groups; only with the aws provider, whose resources take one. The
     * aws-native provider works in one Region: give the component another provider.
     * @default in a `LogExport` its own `region`, else the provider's
     */
    readonly region?: pulumi.Input<string>;
    /**
     * The Pulumi provider that creates the bucket; the bucket is the same with either. For `"aws-native"` install the package
     * @pulumi/aws-native too.
     * @default "aws"
     */
    readonly providerPackage?: ProviderPackage;
    /**
     * What happens to exported objects as they age.
     * @default none: objects are kept forever
     * @example [{ transitions: [{ days: 30, storageClass: "GLACIER_IR" }], expirationDays: 365 }]
     * @example [{ preset: "7-years" }]
     */
    readonly lifecycleRules?: readonly LifecycleRule[];
    /**
     * Days after which the parts of an incomplete multipart upload are removed.
     * @default 7
     */
    readonly abortIncompleteMultipartUploadDays?: number;
    /**
     * Whether overwritten and deleted objects are kept as noncurrent versions.
     * @default true
     */
    readonly versioning?: boolean;
    /**
     * How objects are encrypted.
     * @default "SSE-S3"
     * @example { createKey: true }
     */
    readonly encryption?: BucketEncryption;
    /**
     * Protects every exported object from being deleted or changed for some time.
     * @default none
     * @example { mode: "GOVERNANCE", days: 365 }
     */
    readonly objectLock?: ObjectLockArgs;
    /**
     * What happens to the bucket when it is removed from the program or the stack is destroyed. `"retain"` keeps it, because
     * an archive outlives its stack; `"delete"` empties and deletes it. A key created for it has a `removalPolicy` of its own.
     * @default "retain"
     */
    readonly removalPolicy?: "retain" | "delete";
    /**
     * The role that empties the bucket before it is deleted, with `providerPackage: "aws-native"` and
     * `removalPolicy: "delete"`: Cloud Control deletes only an empty bucket, and the roles of an explicit provider cannot be read.
     * @default in a `LogExport` its own `assumeRoleArn`, else stack config `aws:assumeRoles`
     */
    readonly assumeRoleArn?: pulumi.Input<string>;
    /** Tags of the bucket. */
    readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    /**
     * Changes the arguments of inner resources: those of the provider that creates the bucket.
     * @example { bucket: { tags: { team: "audit" } } }
     * @example { awsNativeBucket: { accelerateConfiguration: { accelerationStatus: "Suspended" } } }
     */
    readonly transform?: ExportBucketTransforms;
}

/** The arguments of an existing bucket. Only its policy is changed, and only with `policy: "managed"`. */
export interface ExistingBucketArgs extends BucketAccessArgs {
    readonly existing: ExistingBucket;
    /**
     * `"managed"` writes the bucket policy: each `up` reads it and keeps the statements that this package did not write. A
     * preview names them. Nothing else in Pulumi may write the same policy. With `"unmanaged"` the policy that you manage must
     * contain the statements of `exportStatements`.
     * @default "unmanaged"
     */
    readonly policy?: "managed" | "unmanaged";
    /**
     * The Region of the bucket, for its managed policy; only with the aws provider.
     * @default in a `LogExport` its own `region`, else the provider's
     */
    readonly region?: pulumi.Input<string>;
    /**
     * The Pulumi provider that writes a managed policy.
     * @default "aws-native" for an `awsNative.s3.Bucket`, else "aws"
     */
    readonly providerPackage?: ProviderPackage;
    /** Changes the arguments of the bucket policy. */
    readonly transform?: Pick<ExportBucketTransforms, "policy" | "awsNativePolicy">;
}

export type ExportBucketArgs = NewBucketArgs | ExistingBucketArgs;

/** The provider that creates the bucket or writes the policy: the one given, else that of the existing bucket, else aws. */
export function providerOf(
    args: Pick<NewBucketArgs, "providerPackage"> | Pick<ExistingBucketArgs, "providerPackage" | "existing">,
): ProviderPackage {
    if (args.providerPackage !== undefined || !("existing" in args)) return args.providerPackage ?? "aws";
    const { existing } = args;
    return typeof existing === "object" && existing !== null && "bucketName" in existing ? "aws-native" : "aws";
}
