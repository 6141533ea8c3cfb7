import * as s3 from "@aws-sdk/client-s3";
import type { PropertyMap } from "../../engine/values";
import { asObject, bucketSetting } from "./bucketSetting";
import { fromSdk, toSdk } from "./sdkShapes";

export const bucketPolicy = bucketSetting({
    inputs: ["policy"],
    required: ["policy"],
    missing: ["NoSuchBucketPolicy"],
    put: (client, Bucket, { policy }) =>
        client.send(
            new s3.PutBucketPolicyCommand({
                Bucket,
                Policy: typeof policy === "string" ? policy : JSON.stringify(policy),
            }),
        ),
    get: async (client, Bucket) => {
        const { Policy } = await client.send(new s3.GetBucketPolicyCommand({ Bucket }));
        return { policy: Policy ?? "" };
    },
    remove: (client, Bucket) => client.send(new s3.DeleteBucketPolicyCommand({ Bucket })),
});

export const bucketLifecycleConfiguration = bucketSetting({
    inputs: ["rules", "expectedBucketOwner", "transitionDefaultMinimumObjectSize"],
    required: ["rules"],
    missing: ["NoSuchLifecycleConfiguration"],
    put: (client, Bucket, { rules, transitionDefaultMinimumObjectSize }) =>
        client.send(
            new s3.PutBucketLifecycleConfigurationCommand({
                Bucket,
                LifecycleConfiguration: { Rules: (rules as PropertyMap[]).map(lifecycleRule) },
                TransitionDefaultMinimumObjectSize:
                    transitionDefaultMinimumObjectSize as s3.TransitionDefaultMinimumObjectSize,
            }),
        ),
    get: async (client, Bucket) => {
        const { Rules } = await client.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket }));
        return { rules: fromSdk(Rules ?? []) };
    },
    remove: (client, Bucket) => client.send(new s3.DeleteBucketLifecycleCommand({ Bucket })),
});

/** A rule without filter and prefix applies to everything. S3 requires an empty prefix for that. */
function lifecycleRule(rule: PropertyMap): s3.LifecycleRule {
    const converted = toSdk(rule) as s3.LifecycleRule;
    return rule.filter === undefined && rule.prefix === undefined
        ? { ...converted, Filter: { Prefix: "" } }
        : converted;
}

export const bucketServerSideEncryptionConfiguration = bucketSetting({
    inputs: ["rules", "expectedBucketOwner"],
    required: ["rules"],
    missing: ["ServerSideEncryptionConfigurationNotFoundError"],
    put: (client, Bucket, { rules }) =>
        client.send(
            new s3.PutBucketEncryptionCommand({
                Bucket,
                ServerSideEncryptionConfiguration: { Rules: toSdk(rules) as s3.ServerSideEncryptionRule[] },
            }),
        ),
    get: async (client, Bucket) => {
        const answer = await client.send(new s3.GetBucketEncryptionCommand({ Bucket }));
        return { rules: fromSdk(answer.ServerSideEncryptionConfiguration?.Rules ?? []) };
    },
    remove: (client, Bucket) => client.send(new s3.DeleteBucketEncryptionCommand({ Bucket })),
});

const accessBlocks = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

export const bucketPublicAccessBlock = bucketSetting({
    inputs: [...accessBlocks, "skipDestroy"],
    required: [],
    missing: ["NoSuchPublicAccessBlockConfiguration"],
    put: (client, Bucket, inputs) => {
        const chosen = Object.fromEntries(accessBlocks.map((key) => [key, inputs[key] ?? false]));
        return client.send(
            new s3.PutPublicAccessBlockCommand({
                Bucket,
                PublicAccessBlockConfiguration: toSdk(chosen) as s3.PublicAccessBlockConfiguration,
            }),
        );
    },
    get: async (client, Bucket) => {
        const answer = await client.send(new s3.GetPublicAccessBlockCommand({ Bucket }));
        return asObject(fromSdk(answer.PublicAccessBlockConfiguration));
    },
    remove: (client, Bucket) => client.send(new s3.DeletePublicAccessBlockCommand({ Bucket })),
});

export const bucketOwnershipControls = bucketSetting({
    inputs: ["rule"],
    required: ["rule"],
    missing: ["OwnershipControlsNotFoundError"],
    put: (client, Bucket, { rule }) =>
        client.send(
            new s3.PutBucketOwnershipControlsCommand({
                Bucket,
                OwnershipControls: { Rules: [toSdk(rule) as s3.OwnershipControlsRule] },
            }),
        ),
    get: async (client, Bucket) => {
        const answer = await client.send(new s3.GetBucketOwnershipControlsCommand({ Bucket }));
        return { rule: fromSdk(answer.OwnershipControls?.Rules?.[0] ?? {}) };
    },
    remove: (client, Bucket) => client.send(new s3.DeleteBucketOwnershipControlsCommand({ Bucket })),
});

export const bucketVersioning = bucketSetting({
    inputs: ["versioningConfiguration", "expectedBucketOwner"],
    required: ["versioningConfiguration"],
    missing: [],
    put: (client, Bucket, { versioningConfiguration }) =>
        setVersioning(client, Bucket, toSdk(versioningConfiguration) as s3.VersioningConfiguration),
    get: async (client, Bucket) => {
        const { Status } = await client.send(new s3.GetBucketVersioningCommand({ Bucket }));
        return { versioningConfiguration: { status: Status ?? "Disabled" } };
    },
    // Versioning can only be suspended. The real provider does the same.
    remove: (client, Bucket) => setVersioning(client, Bucket, { Status: "Suspended" }),
});

async function setVersioning(client: s3.S3Client, Bucket: string, wanted: s3.VersioningConfiguration): Promise<void> {
    if ((wanted.Status as string) === "Disabled") {
        return;
    }
    await client.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: wanted }));
}

export const bucketObjectLockConfiguration = bucketSetting({
    inputs: ["objectLockEnabled", "rule", "expectedBucketOwner"],
    required: [],
    defaults: { objectLockEnabled: "Enabled" },
    missing: ["ObjectLockConfigurationNotFoundError"],
    put: (client, Bucket, { objectLockEnabled, rule }) =>
        putObjectLock(client, Bucket, {
            ObjectLockEnabled: objectLockEnabled as s3.ObjectLockEnabled,
            ...(rule === undefined ? {} : { Rule: toSdk(rule) as s3.ObjectLockRule }),
        }),
    get: async (client, Bucket) => {
        const answer = await client.send(new s3.GetObjectLockConfigurationCommand({ Bucket }));
        return asObject(fromSdk(answer.ObjectLockConfiguration));
    },
    remove: (client, Bucket) => putObjectLock(client, Bucket, { ObjectLockEnabled: "Enabled" }),
});

function putObjectLock(client: s3.S3Client, Bucket: string, wanted: s3.ObjectLockConfiguration): Promise<unknown> {
    return client.send(new s3.PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: wanted }));
}
