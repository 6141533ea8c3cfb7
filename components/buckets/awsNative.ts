import * as pulumi from "@pulumi/pulumi";
import { BucketLifecycleRule } from "../bucketLifecycle";
import { BucketSettings, OBJECT_OWNERSHIP, PUBLIC_ACCESS_BLOCK } from "../bucketSettings";
import { Transition } from "../lifecycleRules";
import { applyTransform, Transform } from "../transform";
import {
    AwsNativeBucket,
    AwsNativeBucketArgs,
    AwsNativeBucketPolicy,
    AwsNativeBucketPolicyArgs,
    AwsNativeLifecycleRule,
} from "./awsNativeShapes";
import { BucketProvider } from "./bucketProvider";
import { loadAwsNative } from "./loadAwsNative";

/** The inner resources of a bucket made with @pulumi/aws-native, each to be changed by `transform`. */
export interface AwsNativeBucketTransforms {
    readonly awsNativeBucket?: Transform<AwsNativeBucketArgs>;
    readonly awsNativePolicy?: Transform<AwsNativeBucketPolicyArgs>;
}

/** The inner resources of a bucket made with @pulumi/aws-native. */
export interface AwsNativeBucketNodes {
    readonly awsNativeBucket: AwsNativeBucket;
    readonly awsNativePolicy: AwsNativeBucketPolicy;
}

/** Buckets made with @pulumi/aws-native: one rich AWS::S3::Bucket. */
export const awsNativeProvider: BucketProvider = {
    accountId: (parent) =>
        loadAwsNative()
            .getAccountIdOutput({ parent })
            .apply(({ accountId }) => accountId),
    region: (parent) =>
        loadAwsNative()
            .getRegionOutput({ parent })
            .apply(({ region }) => region),

    makeBucket(name, settings, transform, parent) {
        // The provider makes the bucket's name of the resource's, and unlike aws leaves capitals in it, which S3 refuses.
        const resourceName = name.toLowerCase();
        const opts = { parent, retainOnDelete: settings.onDestroy === "retain" };
        const { s3 } = loadAwsNative();
        const bucket = new s3.Bucket(
            ...applyTransform(transform.awsNativeBucket, resourceName, bucketArgs(settings), opts),
        );
        return {
            bucketName: bucket.id,
            bucketArn: bucket.arn,
            region: awsNativeProvider.region(parent),
            fitness: [], // all of it is in the bucket
            nodes: { awsNativeBucket: bucket },
        };
    },

    makePolicy(name, { bucketName, document }, transform, opts) {
        const args: AwsNativeBucketPolicyArgs = { bucket: bucketName, policyDocument: document };
        const { s3 } = loadAwsNative();
        const policy = new s3.BucketPolicy(...applyTransform(transform.awsNativePolicy, `${name}-policy`, args, opts));
        return { bucketName: policy.bucket, nodes: { awsNativePolicy: policy } };
    },
};

function bucketArgs(settings: BucketSettings): AwsNativeBucketArgs {
    const { bucketName, tags, versioning, encryption, lifecycle } = settings;
    return {
        bucketName,
        tags: tags && pulumi.output(tags).apply(tagList),
        versioningConfiguration: { status: versioning },
        bucketEncryption: { serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: encryption }] },
        publicAccessBlockConfiguration: PUBLIC_ACCESS_BLOCK,
        ownershipControls: { rules: [{ objectOwnership: OBJECT_OWNERSHIP }] },
        lifecycleConfiguration: { rules: lifecycle.rules.map(lifecycleRule) },
    };
}

function tagList(tags: Readonly<Record<string, string>>): { key: string; value: string }[] {
    return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

function lifecycleRule(rule: BucketLifecycleRule): AwsNativeLifecycleRule {
    const { id, prefix, objectSizeGreaterThan, noncurrentVersionExpirationDays } = rule;
    const { abortIncompleteMultipartUploadDays } = rule;
    return {
        id,
        status: "Enabled",
        prefix: prefix === "" ? undefined : prefix,
        objectSizeGreaterThan: objectSizeGreaterThan?.toString(),
        transitions: rule.transitions?.map(transition),
        expirationInDays: rule.expirationDays,
        expiredObjectDeleteMarker: rule.expiredObjectDeleteMarker,
        noncurrentVersionTransitions: rule.noncurrentVersionTransitions?.map(transition),
        noncurrentVersionExpiration:
            noncurrentVersionExpirationDays === undefined
                ? undefined
                : { noncurrentDays: noncurrentVersionExpirationDays },
        abortIncompleteMultipartUpload:
            abortIncompleteMultipartUploadDays === undefined
                ? undefined
                : { daysAfterInitiation: abortIncompleteMultipartUploadDays },
    };
}

const transition = ({ days, storageClass }: Transition) => ({ storageClass, transitionInDays: days });
