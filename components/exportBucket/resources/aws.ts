import * as aws from "@pulumi/aws";
import { type BucketLifecycleRule } from "../lifecycle/configuration";
import { type ServerSideEncryptionByDefault } from "../encryption";
import { MOCK_ACCOUNT, MOCK_BUCKET_ARN, MOCK_KEY_ARN, MOCK_REGION, standInForMocks } from "../../../providers/outputs";
import { OBJECT_OWNERSHIP, PUBLIC_ACCESS_BLOCK } from "../settings";
import { applyTransform } from "../../transform";
import { said } from "../../../providers/aws/errors";
import { bucketResourceName } from "./bucketResourceName";
import { type BucketProvider } from "./bucketProvider";

/**
 * What the provider says of a bucket without a policy, in all its versions.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/s3/bucket_policy.go (findBucketPolicy)
 */
const NO_POLICY = /couldn't find resource|NoSuchBucketPolicy|empty result/;

/** Creates buckets with @pulumi/aws: a bucket, and a resource for each of its settings. */
export const awsProvider: BucketProvider = {
    accountId: (parent) => standInForMocks(aws.getCallerIdentityOutput({}, { parent }).accountId, MOCK_ACCOUNT),
    region: (parent) => standInForMocks(aws.getRegionOutput({}, { parent }).region, MOCK_REGION),

    makeKey(name, { removalPolicy, ...settings }, transform, parent) {
        const { region, description, policy, rotationPeriodDays, deletionWindowDays, tags } = settings;
        const args: aws.kms.KeyArgs = {
            region,
            description,
            policy: policy.apply((document) => JSON.stringify(document)),
            enableKeyRotation: true,
            rotationPeriodInDays: rotationPeriodDays,
            deletionWindowInDays: deletionWindowDays,
            tags,
        };
        const opts = { parent, retainOnDelete: removalPolicy === "retain" };
        const key = new aws.kms.Key(...applyTransform(transform.key, `${name}-key`, args, opts));
        return { keyArn: standInForMocks(key.arn, MOCK_KEY_ARN), nodes: { key } };
    },

    makeKeyAlias(name, { region, aliasName, keyArn }, transform, opts) {
        const args: aws.kms.AliasArgs = { region, name: aliasName, targetKeyId: keyArn };
        const keyAlias = new aws.kms.Alias(...applyTransform(transform.keyAlias, `${name}-key-alias`, args, opts));
        return { keyAlias };
    },

    makeBucket(name, settings, transform, parent) {
        const opts = () => ({ parent, retainOnDelete: settings.removalPolicy === "retain" });
        const { region } = settings;
        const bucketArgs: aws.s3.BucketArgs = {
            region,
            bucket: settings.bucketName,
            forceDestroy: settings.removalPolicy === "delete",
            tags: settings.tags,
        };
        const bucket = new aws.s3.Bucket(
            ...applyTransform(transform.bucket, bucketResourceName(name), bucketArgs, opts()),
        );
        const of = { region, bucket: bucket.id };
        const publicAccessBlock = new aws.s3.BucketPublicAccessBlock(
            ...applyTransform(
                transform.publicAccessBlock,
                `${name}-public-access-block`,
                { ...of, ...PUBLIC_ACCESS_BLOCK },
                opts(),
            ),
        );
        const ownershipControls = new aws.s3.BucketOwnershipControls(
            ...applyTransform(
                transform.ownershipControls,
                `${name}-ownership-controls`,
                { ...of, rule: { objectOwnership: OBJECT_OWNERSHIP } },
                opts(),
            ),
        );
        const versioning = new aws.s3.BucketVersioning(
            ...applyTransform(
                transform.versioning,
                `${name}-versioning`,
                { ...of, versioningConfiguration: { status: settings.versioning } },
                opts(),
            ),
        );
        const encryption = new aws.s3.BucketServerSideEncryptionConfiguration(
            ...applyTransform(
                transform.encryption,
                `${name}-encryption`,
                { ...of, rules: [encryptionRule(settings.encryption)] },
                opts(),
            ),
        );
        const lifecycle = new aws.s3.BucketLifecycleConfiguration(
            ...applyTransform(
                transform.lifecycle,
                `${name}-lifecycle`,
                { ...of, rules: settings.lifecycle.rules.map(lifecycleRule) },
                {
                    ...opts(),
                    dependsOn: [versioning], // S3 requires versioning before rules for noncurrent versions
                },
            ),
        );
        const objectLock =
            settings.objectLock &&
            new aws.s3.BucketObjectLockConfiguration(
                ...applyTransform(
                    transform.objectLock,
                    `${name}-object-lock`,
                    { ...of, rule: { defaultRetention: settings.objectLock } },
                    // It goes when objectLock is removed, and stays with a bucket that is retained: as part of an aws-native
                    // bucket would. S3 locks versions, so versioning comes first.
                    { parent, deletedWith: bucket, dependsOn: [versioning] },
                ),
            );
        return {
            bucketName: bucket.id,
            bucketArn: standInForMocks(bucket.arn, MOCK_BUCKET_ARN),
            region: standInForMocks(bucket.region, MOCK_REGION),
            prerequisites: [
                publicAccessBlock,
                ownershipControls,
                versioning,
                encryption,
                ...(objectLock ? [objectLock] : []),
            ],
            nodes: { bucket, publicAccessBlock, ownershipControls, versioning, encryption, lifecycle, objectLock },
        };
    },

    takesOverPolicies: true,

    async readPolicy({ region, bucketName }, parent) {
        try {
            const { policy } = await aws.s3.getBucketPolicy({ bucket: bucketName, region }, { parent });
            return policy;
        } catch (error) {
            if (NO_POLICY.test(said(error))) return undefined;
            throw error;
        }
    },

    makePolicy(name, { region, bucketName, document }, transform, opts) {
        const policyArgs = { region, bucket: bucketName, policy: document.apply((policy) => JSON.stringify(policy)) };
        const policy = new aws.s3.BucketPolicy(...applyTransform(transform.policy, `${name}-policy`, policyArgs, opts));
        return { bucketName: policy.bucket, nodes: { policy } };
    },
};

function encryptionRule(
    encryption: ServerSideEncryptionByDefault,
): aws.types.input.s3.BucketServerSideEncryptionConfigurationRule {
    const applyServerSideEncryptionByDefault = encryption;
    return encryption.sseAlgorithm === "AES256"
        ? { applyServerSideEncryptionByDefault }
        : { applyServerSideEncryptionByDefault, bucketKeyEnabled: true };
}

function lifecycleRule(rule: BucketLifecycleRule): aws.types.input.s3.BucketLifecycleConfigurationRule {
    const { id, prefix, objectSizeGreaterThan, expirationDays, expiredObjectDeleteMarker } = rule;
    const { noncurrentVersionExpirationDays, abortIncompleteMultipartUploadDays } = rule;
    return {
        id,
        status: "Enabled",
        filter: filterOf(prefix, objectSizeGreaterThan),
        transitions: rule.transitions?.map(({ days, storageClass }) => ({ days, storageClass })),
        expiration:
            expirationDays === undefined && expiredObjectDeleteMarker === undefined
                ? undefined
                : { days: expirationDays, expiredObjectDeleteMarker },
        noncurrentVersionTransitions: rule.noncurrentVersionTransitions?.map(({ days, storageClass }) => ({
            noncurrentDays: days,
            storageClass,
        })),
        noncurrentVersionExpiration: given(noncurrentVersionExpirationDays, (noncurrentDays) => ({ noncurrentDays })),
        abortIncompleteMultipartUpload: given(abortIncompleteMultipartUploadDays, (daysAfterInitiation) => ({
            daysAfterInitiation,
        })),
    };
}

function filterOf(prefix: string, objectSizeGreaterThan: number | undefined) {
    if (objectSizeGreaterThan === undefined) return { prefix };
    return prefix === "" ? { objectSizeGreaterThan } : { and: { prefix, objectSizeGreaterThan } };
}

function given<T, R>(value: T | undefined, of: (value: T) => R): R | undefined {
    return value === undefined ? undefined : of(value);
}
