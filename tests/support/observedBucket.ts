import * as s3 from "@aws-sdk/client-s3";

/** Everything that S3 tells of a bucket, in one value that can be compared. */
export async function observedBucket(client: s3.S3Client, Bucket: string) {
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
    return {
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

export type ObservedBucket = Awaited<ReturnType<typeof observedBucket>>;
