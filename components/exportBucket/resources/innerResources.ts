import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Transforms } from "../../transform";
import {
    type AwsNativeBucket,
    type AwsNativeBucketArgs,
    type AwsNativeBucketPolicy,
    type AwsNativeBucketPolicyArgs,
    type AwsNativeKey,
    type AwsNativeKeyAliasArgs,
    type AwsNativeKeyArgs,
} from "./awsNativeTypes";

/** Transforms of the inner resources of a bucket created with @pulumi/aws. */
export type AwsBucketTransforms = Transforms<{
    bucket: aws.s3.BucketArgs;
    publicAccessBlock: aws.s3.BucketPublicAccessBlockArgs;
    ownershipControls: aws.s3.BucketOwnershipControlsArgs;
    versioning: aws.s3.BucketVersioningArgs;
    encryption: aws.s3.BucketServerSideEncryptionConfigurationArgs;
    lifecycle: aws.s3.BucketLifecycleConfigurationArgs;
    objectLock: aws.s3.BucketObjectLockConfigurationArgs;
    key: aws.kms.KeyArgs;
    keyAlias: aws.kms.AliasArgs;
    policy: aws.s3.BucketPolicyArgs;
}>;

/** The inner resources of a bucket created with @pulumi/aws. */
export interface AwsBucketNodes {
    readonly bucket: aws.s3.Bucket;
    readonly publicAccessBlock: aws.s3.BucketPublicAccessBlock;
    readonly ownershipControls: aws.s3.BucketOwnershipControls;
    readonly versioning: aws.s3.BucketVersioning;
    readonly encryption: aws.s3.BucketServerSideEncryptionConfiguration;
    readonly lifecycle: aws.s3.BucketLifecycleConfiguration;
    /** Only with `objectLock`. */
    readonly objectLock: aws.s3.BucketObjectLockConfiguration;
    /** Only with `encryption: { createKey }`. */
    readonly key: aws.kms.Key;
    readonly keyAlias: aws.kms.Alias;
    readonly policy: aws.s3.BucketPolicy;
}

/** Transforms of the inner resources of a bucket created with @pulumi/aws-native. */
export type AwsNativeBucketTransforms = Transforms<{
    awsNativeBucket: AwsNativeBucketArgs;
    awsNativeKey: AwsNativeKeyArgs;
    awsNativeKeyAlias: AwsNativeKeyAliasArgs;
    awsNativePolicy: AwsNativeBucketPolicyArgs;
}>;

/** The inner resources of a bucket created with @pulumi/aws-native. */
export interface AwsNativeBucketNodes {
    readonly awsNativeBucket: AwsNativeBucket;
    /** Only with `encryption: { createKey }`. */
    readonly awsNativeKey: AwsNativeKey;
    readonly awsNativeKeyAlias: pulumi.CustomResource;
    readonly awsNativePolicy: AwsNativeBucketPolicy;
}

/** The inner resources of an ExportBucket: only those of the provider that creates the bucket are defined. */
export interface ExportBucketNodes extends Partial<AwsBucketNodes>, Partial<AwsNativeBucketNodes> {}

/** Transforms of the inner resources of an ExportBucket: those of the provider that creates the bucket. */
export interface ExportBucketTransforms extends AwsBucketTransforms, AwsNativeBucketTransforms {}
