import * as s3 from "@aws-sdk/client-s3";
import type { PropertyMap, PropertyValue } from "../../engine/values";
import { asObject } from "../aws/bucketSetting";
import { fromSdk, toSdk } from "../aws/sdkShapes";
import { type BucketConfiguration } from "./bucketConfiguration";
import { inventoryConfigurations } from "./bucketInventory";
import { LIFECYCLE_RULE, lifecycleRuleFrom, lifecycleRuleTo } from "./bucketLifecycle";
import { replicationConfiguration } from "./bucketReplication";
import { fromSdkTags, toSdkTags } from "./tags";

/** In the order in which they are set: versioning comes before lifecycle rules and Object Lock. */
export const configurations: Readonly<Record<string, BucketConfiguration>> = {
    tags: {
        shape: [{ key: true, value: true }],
        put: (client, Bucket, tags) =>
            client.send(new s3.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: toSdkTags(tags) } })),
        get: async (client, Bucket) =>
            fromSdkTags((await client.send(new s3.GetBucketTaggingCommand({ Bucket }))).TagSet ?? []),
        remove: (client, Bucket) => client.send(new s3.DeleteBucketTaggingCommand({ Bucket })),
        missing: ["NoSuchTagSet"],
    },
    versioningConfiguration: {
        shape: { status: true },
        put: (client, Bucket, value) =>
            client.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: sdk(value) })),
        get: async (client, Bucket) => {
            const { Status } = await client.send(new s3.GetBucketVersioningCommand({ Bucket }));
            return Status && { status: Status };
        },
        remove: (client, Bucket) =>
            client.send(
                new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } }),
            ),
        missing: [],
    },
    bucketEncryption: {
        shape: {
            serverSideEncryptionConfiguration: [
                { bucketKeyEnabled: true, serverSideEncryptionByDefault: { sseAlgorithm: true, kmsMasterKeyId: true } },
            ],
        },
        put: (client, Bucket, value) =>
            client.send(
                new s3.PutBucketEncryptionCommand({
                    Bucket,
                    ServerSideEncryptionConfiguration: {
                        Rules: (asObject(value).serverSideEncryptionConfiguration as PropertyMap[]).map((rule) => ({
                            BucketKeyEnabled: rule.bucketKeyEnabled as boolean | undefined,
                            ApplyServerSideEncryptionByDefault: sdk(rule.serverSideEncryptionByDefault),
                        })),
                    },
                }),
            ),
        get: async (client, Bucket) => {
            const answer = await client.send(new s3.GetBucketEncryptionCommand({ Bucket }));
            const rules = answer.ServerSideEncryptionConfiguration?.Rules ?? [];
            return {
                serverSideEncryptionConfiguration: rules.map((rule) => ({
                    bucketKeyEnabled: rule.BucketKeyEnabled ?? false,
                    serverSideEncryptionByDefault: fromSdk(rule.ApplyServerSideEncryptionByDefault),
                })),
            };
        },
        remove: (client, Bucket) => client.send(new s3.DeleteBucketEncryptionCommand({ Bucket })),
        missing: ["ServerSideEncryptionConfigurationNotFoundError"],
    },
    publicAccessBlockConfiguration: {
        shape: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
        put: (client, Bucket, value) =>
            client.send(new s3.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: sdk(value) })),
        get: async (client, Bucket) =>
            fromSdk((await client.send(new s3.GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration),
        remove: (client, Bucket) => client.send(new s3.DeletePublicAccessBlockCommand({ Bucket })),
        missing: ["NoSuchPublicAccessBlockConfiguration"],
    },
    ownershipControls: {
        shape: { rules: [{ objectOwnership: true }] },
        put: (client, Bucket, value) =>
            client.send(new s3.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: sdk(value) })),
        get: async (client, Bucket) =>
            fromSdk((await client.send(new s3.GetBucketOwnershipControlsCommand({ Bucket }))).OwnershipControls),
        remove: (client, Bucket) => client.send(new s3.DeleteBucketOwnershipControlsCommand({ Bucket })),
        missing: ["OwnershipControlsNotFoundError"],
    },
    lifecycleConfiguration: {
        shape: { rules: [LIFECYCLE_RULE], transitionDefaultMinimumObjectSize: true },
        put: (client, Bucket, value) =>
            client.send(
                new s3.PutBucketLifecycleConfigurationCommand({
                    Bucket,
                    LifecycleConfiguration: { Rules: (asObject(value).rules as PropertyMap[]).map(lifecycleRuleTo) },
                    TransitionDefaultMinimumObjectSize: asObject(value)
                        .transitionDefaultMinimumObjectSize as s3.TransitionDefaultMinimumObjectSize,
                }),
            ),
        get: async (client, Bucket) => {
            const answer = await client.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket }));
            return {
                rules: (answer.Rules ?? []).map(lifecycleRuleFrom),
                ...(answer.TransitionDefaultMinimumObjectSize
                    ? { transitionDefaultMinimumObjectSize: answer.TransitionDefaultMinimumObjectSize }
                    : {}),
            };
        },
        remove: (client, Bucket) => client.send(new s3.DeleteBucketLifecycleCommand({ Bucket })),
        missing: ["NoSuchLifecycleConfiguration"],
    },
    objectLockConfiguration: {
        shape: { objectLockEnabled: true, rule: { defaultRetention: { mode: true, days: true, years: true } } },
        put: (client, Bucket, value) =>
            client.send(new s3.PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: sdk(value) })),
        get: async (client, Bucket) =>
            fromSdk((await client.send(new s3.GetObjectLockConfigurationCommand({ Bucket }))).ObjectLockConfiguration),
        remove: (client, Bucket) =>
            client.send(
                new s3.PutObjectLockConfigurationCommand({
                    Bucket,
                    ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" },
                }),
            ),
        missing: ["ObjectLockConfigurationNotFoundError"],
    },
    loggingConfiguration: {
        shape: { destinationBucketName: true, logFilePrefix: true },
        put: (client, Bucket, value) =>
            client.send(
                new s3.PutBucketLoggingCommand({
                    Bucket,
                    BucketLoggingStatus: {
                        LoggingEnabled: {
                            TargetBucket: String(asObject(value).destinationBucketName ?? Bucket),
                            TargetPrefix: String(asObject(value).logFilePrefix ?? ""),
                        },
                    },
                }),
            ),
        get: async (client, Bucket) => {
            const { LoggingEnabled } = await client.send(new s3.GetBucketLoggingCommand({ Bucket }));
            return (
                LoggingEnabled && {
                    destinationBucketName: LoggingEnabled.TargetBucket ?? "",
                    logFilePrefix: LoggingEnabled.TargetPrefix ?? "",
                }
            );
        },
        remove: (client, Bucket) => client.send(new s3.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} })),
        missing: [],
    },
    inventoryConfigurations,
    replicationConfiguration,
};

/** A value in the SDK's form. The caller names its type. */
function sdk<T>(value: PropertyValue | undefined): T {
    return toSdk(value ?? {}) as T;
}
