import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bucketPolicy } from "../bucketPolicy";
import { DEFAULT_NONCURRENT_DAYS, LifecycleRule, ruleId, Transition } from "../lifecycleRules";
import { applyTransform, Transform } from "../transform";

/** The inner resources of a bucket made with @pulumi/aws, each to be changed by `transform`. */
export interface AwsBucketTransforms {
    readonly bucket?: Transform<aws.s3.BucketArgs>;
    readonly publicAccessBlock?: Transform<aws.s3.BucketPublicAccessBlockArgs>;
    readonly ownershipControls?: Transform<aws.s3.BucketOwnershipControlsArgs>;
    readonly versioning?: Transform<aws.s3.BucketVersioningArgs>;
    readonly encryption?: Transform<aws.s3.BucketServerSideEncryptionConfigurationArgs>;
    readonly lifecycle?: Transform<aws.s3.BucketLifecycleConfigurationArgs>;
    readonly policy?: Transform<aws.s3.BucketPolicyArgs>;
}

export interface AwsBucketSettings {
    readonly bucketName?: pulumi.Input<string>;
    readonly versioning: boolean;
    readonly lifecycleRules: readonly LifecycleRule[];
    readonly abortIncompleteMultipartUploadDays: number;
    readonly sourceAccounts: pulumi.Output<string[]>;
    readonly onDestroy: "retain" | "delete";
    readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    readonly transform: AwsBucketTransforms;
}

/** The inner resources of a bucket made with @pulumi/aws. */
export interface AwsBucketNodes {
    readonly bucket: aws.s3.Bucket;
    readonly publicAccessBlock: aws.s3.BucketPublicAccessBlock;
    readonly ownershipControls: aws.s3.BucketOwnershipControls;
    readonly versioning: aws.s3.BucketVersioning;
    readonly encryption: aws.s3.BucketServerSideEncryptionConfiguration;
    readonly lifecycle: aws.s3.BucketLifecycleConfiguration;
    readonly policy: aws.s3.BucketPolicy;
}

/** Makes a bucket for exports with @pulumi/aws. */
export function awsBucket(name: string, settings: AwsBucketSettings, parent: pulumi.Resource): AwsBucketNodes {
    const { transform, onDestroy } = settings;
    const opts = () => ({ parent, retainOnDelete: onDestroy === "retain" });
    const bucketArgs: aws.s3.BucketArgs = {
        bucket: settings.bucketName,
        forceDestroy: onDestroy === "delete",
        tags: settings.tags,
    };
    const bucket = new aws.s3.Bucket(...applyTransform(transform.bucket, name, bucketArgs, opts()));
    const of = { bucket: bucket.id };
    const publicAccessBlock = new aws.s3.BucketPublicAccessBlock(
        ...applyTransform(
            transform.publicAccessBlock,
            `${name}-public-access-block`,
            {
                ...of,
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            },
            opts(),
        ),
    );
    const ownershipControls = new aws.s3.BucketOwnershipControls(
        ...applyTransform(
            transform.ownershipControls,
            `${name}-ownership-controls`,
            { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } },
            opts(),
        ),
    );
    const versioning = new aws.s3.BucketVersioning(
        ...applyTransform(
            transform.versioning,
            `${name}-versioning`,
            { ...of, versioningConfiguration: { status: settings.versioning ? "Enabled" : "Suspended" } },
            opts(),
        ),
    );
    const encryption = new aws.s3.BucketServerSideEncryptionConfiguration(
        ...applyTransform(
            transform.encryption,
            `${name}-encryption`,
            { ...of, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
            opts(),
        ),
    );
    const lifecycle = new aws.s3.BucketLifecycleConfiguration(
        ...applyTransform(
            transform.lifecycle,
            `${name}-lifecycle`,
            { ...of, rules: lifecycleRulesOf(settings) },
            {
                ...opts(),
                dependsOn: [versioning], // S3 wants versioning settled before rules for noncurrent versions
            },
        ),
    );
    const grant = pulumi.all([bucket.region, bucket.arn, settings.sourceAccounts]);
    const policy = new aws.s3.BucketPolicy(
        ...applyTransform(
            transform.policy,
            `${name}-policy`,
            {
                ...of,
                policy: grant.apply(([region, bucketArn, sourceAccounts]) =>
                    JSON.stringify(bucketPolicy({ region, bucketArn, sourceAccounts })),
                ),
            },
            // Last of all, so that whoever waits for the policy finds the bucket encrypted, versioned and closed.
            { ...opts(), dependsOn: [publicAccessBlock, ownershipControls, versioning, encryption] },
        ),
    );
    return { bucket, publicAccessBlock, ownershipControls, versioning, encryption, lifecycle, policy };
}

type Rules = aws.types.input.s3.BucketLifecycleConfigurationRule[];

function lifecycleRulesOf(settings: AwsBucketSettings): Rules {
    const clean: Rules = [
        {
            id: "abort-incomplete-multipart-uploads",
            status: "Enabled",
            filter: { prefix: "" },
            abortIncompleteMultipartUpload: { daysAfterInitiation: settings.abortIncompleteMultipartUploadDays },
        },
    ];
    if (settings.versioning) {
        clean.push({
            id: "remove-expired-delete-markers",
            status: "Enabled",
            filter: { prefix: "" },
            expiration: { expiredObjectDeleteMarker: true },
        });
    }
    return [...clean, ...settings.lifecycleRules.map((rule) => ruleOf(rule, settings.versioning))];
}

function ruleOf(rule: LifecycleRule, isVersioned: boolean): Rules[number] {
    const prefix = rule.destinationPrefix === undefined ? "" : `${rule.destinationPrefix}/`;
    const { objectSizeGreaterThan, expirationDays } = rule;
    const noncurrentDays =
        rule.noncurrentVersionExpirationDays ??
        (isVersioned && expirationDays !== undefined ? DEFAULT_NONCURRENT_DAYS : undefined);
    return {
        id: ruleId(rule),
        status: "Enabled",
        filter: objectSizeGreaterThan === undefined ? { prefix } : { and: { prefix, objectSizeGreaterThan } },
        transitions: rule.transitions?.map(({ days, storageClass }) => ({ days, storageClass })),
        expiration: expirationDays === undefined ? undefined : { days: expirationDays },
        noncurrentVersionTransitions: rule.noncurrentVersionTransitions?.map(noncurrent),
        noncurrentVersionExpiration: noncurrentDays === undefined ? undefined : { noncurrentDays },
    };
}

const noncurrent = ({ days, storageClass }: Transition) => ({ noncurrentDays: days, storageClass });
