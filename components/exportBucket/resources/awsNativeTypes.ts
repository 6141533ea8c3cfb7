import type * as pulumi from "@pulumi/pulumi";

/*
 * The part of @pulumi/aws-native that this package uses, as structural types: the package is optional, so programs must
 * compile without it, and should not have to load its 6 MB of types if it is there. A test compares them with the real ones.
 */

type Input<T> = pulumi.Input<T | undefined>;

/** Any other property of the resource, in CloudFormation's terms. */
interface Others {
    [property: string]: unknown;
}

/**
 * The arguments of an `awsNative.s3.Bucket`: typed are those that an ExportBucket sets.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html
 */
export interface AwsNativeBucketArgs extends Others {
    bucketName?: Input<string>;
    tags?: Input<pulumi.Input<{ key: pulumi.Input<string>; value: pulumi.Input<string> }>[]>;
    versioningConfiguration?: Input<{ status: "Enabled" | "Suspended" }>;
    bucketEncryption?: Input<{ serverSideEncryptionConfiguration: AwsNativeEncryptionRule[] }>;
    publicAccessBlockConfiguration?: Input<{
        blockPublicAcls?: boolean;
        blockPublicPolicy?: boolean;
        ignorePublicAcls?: boolean;
        restrictPublicBuckets?: boolean;
    }>;
    ownershipControls?: Input<{
        rules: { objectOwnership: "BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter" }[];
    }>;
    lifecycleConfiguration?: Input<{ rules: AwsNativeLifecycleRule[] }>;
    objectLockEnabled?: Input<boolean>;
    objectLockConfiguration?: Input<{
        objectLockEnabled?: string;
        rule?: { defaultRetention?: { mode?: "GOVERNANCE" | "COMPLIANCE"; days?: number; years?: number } };
    }>;
}

export interface AwsNativeEncryptionRule {
    serverSideEncryptionByDefault?: {
        sseAlgorithm: "AES256" | "aws:kms" | "aws:kms:dsse";
        kmsMasterKeyId?: Input<string>;
    };
    bucketKeyEnabled?: Input<boolean>;
}

type StorageClass = "STANDARD_IA" | "INTELLIGENT_TIERING" | "ONEZONE_IA" | "GLACIER_IR" | "GLACIER" | "DEEP_ARCHIVE";

export interface AwsNativeLifecycleRule {
    id?: string;
    status: "Enabled" | "Disabled";
    prefix?: string;
    /** A number written as a text. */
    objectSizeGreaterThan?: string;
    transitions?: { storageClass: StorageClass; transitionInDays: number }[];
    expirationInDays?: number;
    expiredObjectDeleteMarker?: boolean;
    noncurrentVersionTransitions?: { storageClass: StorageClass; transitionInDays: number }[];
    noncurrentVersionExpiration?: { noncurrentDays: number };
    abortIncompleteMultipartUpload?: { daysAfterInitiation: number };
}

/** The arguments of an `awsNative.s3.BucketPolicy`. */
export interface AwsNativeBucketPolicyArgs {
    bucket: pulumi.Input<string>;
    policyDocument: unknown;
}

/** The arguments of an `awsNative.kms.Key`: typed are those that an ExportBucket sets. */
export interface AwsNativeKeyArgs extends Others {
    description?: Input<string>;
    keyPolicy?: unknown;
    enableKeyRotation?: Input<boolean>;
    rotationPeriodInDays?: Input<number>;
    pendingWindowInDays?: Input<number>;
    tags?: AwsNativeBucketArgs["tags"];
}

/** The arguments of an `awsNative.kms.Alias`. */
export interface AwsNativeKeyAliasArgs {
    aliasName?: Input<string>;
    targetKeyId: pulumi.Input<string>;
}

/** An `awsNative.kms.Key`. */
export interface AwsNativeKey extends pulumi.CustomResource {
    readonly arn: pulumi.Output<string>;
    readonly keyId: pulumi.Output<string>;
}

/** An `awsNative.s3.Bucket`. */
export interface AwsNativeBucket extends pulumi.CustomResource {
    readonly arn: pulumi.Output<string>;
    readonly bucketName: pulumi.Output<string | undefined>;
    readonly domainName: pulumi.Output<string>;
    readonly regionalDomainName: pulumi.Output<string>;
}

/** An `awsNative.s3.BucketPolicy`. */
export interface AwsNativeBucketPolicy extends pulumi.CustomResource {
    readonly bucket: pulumi.Output<string>;
}

type Make<Args, Resource> = new (name: string, args: Args, opts?: pulumi.CustomResourceOptions) => Resource;

/** The package itself. */
export interface AwsNative {
    readonly s3: {
        readonly Bucket: Make<AwsNativeBucketArgs, AwsNativeBucket>;
        readonly BucketPolicy: Make<AwsNativeBucketPolicyArgs, AwsNativeBucketPolicy>;
        getBucketPolicy(
            args: { bucket: string },
            opts: { parent: pulumi.Resource },
        ): Promise<{ readonly policyDocument?: unknown }>;
    };
    readonly kms: {
        readonly Key: Make<AwsNativeKeyArgs, AwsNativeKey>;
        readonly Alias: Make<AwsNativeKeyAliasArgs, pulumi.CustomResource>;
    };
    getRegionOutput(opts: { parent: pulumi.Resource }): pulumi.Output<{ readonly region: string }>;
    getAccountIdOutput(opts: { parent: pulumi.Resource }): pulumi.Output<{ readonly accountId: string }>;
}
