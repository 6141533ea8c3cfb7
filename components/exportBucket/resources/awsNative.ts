import * as pulumi from "@pulumi/pulumi";
import { BucketContents } from "../../../providers/bucketContents/resource";
import { MOCK_ACCOUNT, MOCK_BUCKET_ARN, MOCK_KEY_ARN, MOCK_REGION, standInForMocks } from "../../../providers/outputs";
import { awsSettings } from "../../awsSettings";
import { type BucketLifecycleRule } from "../lifecycle/configuration";
import { type BucketSettings, OBJECT_OWNERSHIP, PUBLIC_ACCESS_BLOCK } from "../settings";
import { type ServerSideEncryptionByDefault } from "../encryption";
import { type LifecycleTransition } from "../lifecycle/storageClasses";
import { applyTransform } from "../../transform";
import {
    type AwsNativeBucketArgs,
    type AwsNativeBucketPolicyArgs,
    type AwsNativeEncryptionRule,
    type AwsNativeKeyAliasArgs,
    type AwsNativeKeyArgs,
    type AwsNativeLifecycleRule,
} from "./awsNativeTypes";
import { said } from "../../../providers/aws/errors";
import { policyOfAwsNative } from "./awsNativePolicy";
import { bucketResourceName } from "./bucketResourceName";
import { type BucketProvider } from "./bucketProvider";
import { loadAwsNative } from "./loadAwsNative";

/** What the provider says of a bucket without a policy: Cloud Control's name of it, or its own words. */
const NO_POLICY = /ResourceNotFoundException|resource not found/;

/** Creates buckets with @pulumi/aws-native: one AWS::S3::Bucket with all settings. */
export const awsNativeProvider: BucketProvider = {
    accountId: (parent) => {
        const found = loadAwsNative().getAccountIdOutput({ parent });
        return standInForMocks(
            found.apply(({ accountId }) => accountId),
            MOCK_ACCOUNT,
        );
    },
    region: (parent) => {
        const found = loadAwsNative().getRegionOutput({ parent });
        return standInForMocks(
            found.apply(({ region }) => region),
            MOCK_REGION,
        );
    },

    makeKey(name, { removalPolicy, ...settings }, transform, parent) {
        const { description, policy, rotationPeriodDays, deletionWindowDays, tags } = settings;
        const args: AwsNativeKeyArgs = {
            description,
            keyPolicy: policy,
            enableKeyRotation: true,
            rotationPeriodInDays: rotationPeriodDays,
            pendingWindowInDays: deletionWindowDays,
            tags: tags && pulumi.output(tags).apply(tagList),
        };
        const opts = { parent, retainOnDelete: removalPolicy === "retain" };
        const { kms } = loadAwsNative();
        const key = new kms.Key(...applyTransform(transform.awsNativeKey, `${name}-key`, args, opts));
        return { keyArn: standInForMocks(key.arn, MOCK_KEY_ARN), nodes: { awsNativeKey: key } };
    },

    makeKeyAlias(name, { aliasName, keyArn }, transform, opts) {
        const args: AwsNativeKeyAliasArgs = { aliasName, targetKeyId: keyArn };
        const { kms } = loadAwsNative();
        const awsNativeKeyAlias = new kms.Alias(
            ...applyTransform(transform.awsNativeKeyAlias, `${name}-key-alias`, args, opts),
        );
        return { awsNativeKeyAlias };
    },

    makeBucket(name, settings, transform, parent) {
        // The provider derives the bucket's name from the resource's and, unlike aws, keeps capitals, which S3 refuses.
        const resourceName = bucketResourceName(name).toLowerCase();
        const opts: pulumi.CustomResourceOptions = { parent, retainOnDelete: settings.removalPolicy === "retain" };
        const { s3 } = loadAwsNative();
        const bucket = new s3.Bucket(
            ...applyTransform(transform.awsNativeBucket, resourceName, bucketArgs(settings), opts),
        );
        const region = awsNativeProvider.region(parent);
        const { retainOnDelete, protect } = opts; // after the transform: a bucket that is kept is not emptied either
        const contents = new BucketContents(
            `${name}-contents`,
            {
                bucket: bucket.id,
                region,
                profile: awsSettings(parent, "aws-native").profile,
                assumeRoleArn: settings.assumeRoleArn,
                removalPolicy: settings.removalPolicy,
            },
            { parent, retainOnDelete, protect },
        );
        return {
            bucketName: bucket.id,
            bucketArn: standInForMocks(bucket.arn, MOCK_BUCKET_ARN),
            region,
            prerequisites: [contents], // everything else is part of the bucket; on destroy the policy is deleted before the contents
            nodes: { awsNativeBucket: bucket },
        };
    },

    takesOverPolicies: false, // Cloud Control creates only what is not there

    async readPolicy({ bucketName }, parent) {
        try {
            const { policyDocument } = await loadAwsNative().s3.getBucketPolicy({ bucket: bucketName }, { parent });
            return policyOfAwsNative(policyDocument);
        } catch (error) {
            if (NO_POLICY.test(said(error))) return undefined;
            throw error;
        }
    },

    makePolicy(name, { bucketName, document }, transform, opts) {
        const args: AwsNativeBucketPolicyArgs = { bucket: bucketName, policyDocument: document };
        const { s3 } = loadAwsNative();
        const policy = new s3.BucketPolicy(...applyTransform(transform.awsNativePolicy, `${name}-policy`, args, opts));
        return { bucketName: policy.bucket, nodes: { awsNativePolicy: policy } };
    },
};

function bucketArgs(settings: BucketSettings): AwsNativeBucketArgs {
    const { bucketName, tags, versioning, encryption, lifecycle, objectLock } = settings;
    return {
        bucketName,
        tags: tags && pulumi.output(tags).apply(tagList),
        versioningConfiguration: { status: versioning },
        bucketEncryption: { serverSideEncryptionConfiguration: [encryptionRule(encryption)] },
        publicAccessBlockConfiguration: PUBLIC_ACCESS_BLOCK,
        ownershipControls: { rules: [{ objectOwnership: OBJECT_OWNERSHIP }] },
        lifecycleConfiguration: { rules: lifecycle.rules.map(lifecycleRule) },
        ...(objectLock && {
            objectLockEnabled: true,
            objectLockConfiguration: { objectLockEnabled: "Enabled", rule: { defaultRetention: objectLock } },
        }),
    };
}

function encryptionRule(encryption: ServerSideEncryptionByDefault): AwsNativeEncryptionRule {
    return encryption.sseAlgorithm === "AES256"
        ? { serverSideEncryptionByDefault: encryption }
        : { serverSideEncryptionByDefault: encryption, bucketKeyEnabled: true };
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

const transition = ({ days, storageClass }: LifecycleTransition) => ({ storageClass, transitionInDays: days });
