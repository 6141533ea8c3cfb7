import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";

/** All settings of a bucket from S3, and of its key from KMS, as one comparable value. */
export async function observedBucket(client: s3.S3Client, keys: kms.KMSClient, Bucket: string) {
    const ask = <T>(command: () => Promise<T>, missing: string): Promise<T | undefined> =>
        command().catch((error: unknown) => {
            if (error instanceof Error && error.name === missing) return undefined;
            throw error;
        });
    const head = await client.send(new s3.HeadBucketCommand({ Bucket }));
    const versioning = await client.send(new s3.GetBucketVersioningCommand({ Bucket }));
    const encryption = await client.send(new s3.GetBucketEncryptionCommand({ Bucket }));
    const access = await client.send(new s3.GetPublicAccessBlockCommand({ Bucket }));
    const ownership = await client.send(new s3.GetBucketOwnershipControlsCommand({ Bucket }));
    const policy = await client.send(new s3.GetBucketPolicyCommand({ Bucket }));
    const lifecycle = await client.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket }));
    const logging = await client.send(new s3.GetBucketLoggingCommand({ Bucket }));
    const tagging = await ask(() => client.send(new s3.GetBucketTaggingCommand({ Bucket })), "NoSuchTagSet");
    const lock = await ask(
        () => client.send(new s3.GetObjectLockConfigurationCommand({ Bucket })),
        "ObjectLockConfigurationNotFoundError",
    );
    const byDefault = encryption.ServerSideEncryptionConfiguration?.Rules?.[0].ApplyServerSideEncryptionByDefault;
    return {
        key: byDefault?.KMSMasterKeyID === undefined ? undefined : await observedKey(keys, byDefault.KMSMasterKeyID),
        name: Bucket,
        region: head.BucketRegion,
        versioning: versioning.Status,
        encryption: encryption.ServerSideEncryptionConfiguration,
        publicAccessBlock: access.PublicAccessBlockConfiguration,
        ownershipControls: ownership.OwnershipControls,
        policy: JSON.parse(policy.Policy ?? "{}") as unknown,
        lifecycle: { rules: lifecycle.Rules, smallest: lifecycle.TransitionDefaultMinimumObjectSize },
        logging: logging.LoggingEnabled,
        tags: Object.fromEntries((tagging?.TagSet ?? []).map(({ Key, Value }) => [Key, Value])),
        objectLock: lock?.ObjectLockConfiguration,
    };
}

async function observedKey(client: kms.KMSClient, KeyId: string) {
    const description = await client.send(new kms.DescribeKeyCommand({ KeyId })).catch((error: unknown) => {
        if (error instanceof kms.NotFoundException) return undefined; // only its ARN is known
        throw error;
    });
    if (!description) return undefined;
    const { Policy } = await client.send(new kms.GetKeyPolicyCommand({ KeyId }));
    const rotation = await client.send(new kms.GetKeyRotationStatusCommand({ KeyId }));
    const { Tags = [] } = await client.send(new kms.ListResourceTagsCommand({ KeyId }));
    const { Aliases = [] } = await client.send(new kms.ListAliasesCommand({ KeyId }));
    return {
        description: description.KeyMetadata?.Description,
        policy: JSON.parse(Policy ?? "{}") as unknown,
        rotation: { enabled: rotation.KeyRotationEnabled, days: rotation.RotationPeriodInDays },
        tags: Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue])),
        aliases: Aliases.map(({ AliasName }) => AliasName),
    };
}

/** The same, with the ID of a key that was made written in one way: it is another in every account. */
export function withoutKeyId(bucket: ObservedBucket): ObservedBucket {
    const id = /key\/[0-9a-f]{8}-[0-9a-f-]{27}/g;
    return JSON.parse(JSON.stringify(bucket).replace(id, "key/ID")) as ObservedBucket;
}

export type ObservedBucket = Awaited<ReturnType<typeof observedBucket>>;
