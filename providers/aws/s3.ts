import {
    DeleteObjectCommand,
    DeleteObjectsCommand,
    GetBucketEncryptionCommand,
    GetBucketPolicyCommand,
    GetObjectCommand,
    HeadBucketCommand,
    ListObjectVersionsCommand,
    paginateListObjectsV2,
    PutObjectCommand,
    type S3Client,
} from "@aws-sdk/client-s3";

export interface StoredObject {
    readonly key: string;
    readonly bytes: number;
    /** When it was written, in milliseconds since 1970. */
    readonly modified: number;
}

/** What the provider asks of Amazon S3: one method a question, no decisions. */
export interface S3Api {
    /** The current objects whose keys begin with the prefix. */
    list(bucket: string, prefix: string): AsyncIterable<StoredObject>;
    /** The object under exactly this key; asks by listing, so s3:ListBucket is permission enough. */
    find(bucket: string, key: string): Promise<StoredObject | undefined>;
    read(bucket: string, key: string): Promise<string | undefined>;
    write(bucket: string, key: string, body: string): Promise<void>;
    /** Removes the current object under the key; no error where there is none. */
    remove(bucket: string, key: string): Promise<void>;
    /** Removes every object whose key begins with the prefix, in a versioned bucket every version of it. */
    removeAll(bucket: string, prefix: string): Promise<void>;
    /** Removes every version of every object. */
    empty(bucket: string): Promise<void>;
    /** The bucket's Region; throws what S3 says otherwise: NotFound, 403. */
    regionOf(bucket: string): Promise<string | undefined>;
    /** The bucket policy as JSON, or undefined where there is none. */
    policyOf(bucket: string): Promise<string | undefined>;
    /** The KMS key that encrypts new objects, or undefined for SSE-S3. */
    keyOf(bucket: string): Promise<string | undefined>;
}

export function s3Api(client: S3Client): S3Api {
    return {
        async *list(bucket, prefix) {
            for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
                for (const { Key, Size, LastModified } of page.Contents ?? []) {
                    yield { key: Key ?? "", bytes: Size ?? 0, modified: LastModified?.getTime() ?? 0 };
                }
            }
        },
        async find(bucket, key) {
            for await (const object of this.list(bucket, key)) {
                return object.key === key ? object : undefined; // keys are in order: an exact match comes first
            }
            return undefined;
        },
        async read(bucket, key) {
            try {
                const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
                return await Body?.transformToString();
            } catch (error) {
                if (error instanceof Error && error.name === "NoSuchKey") return undefined;
                throw error;
            }
        },
        async write(bucket, key, body) {
            await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
        },
        async remove(bucket, key) {
            await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
        },
        async removeAll(bucket, prefix) {
            // A prefix that ends in / names one folder; any other could reach into a neighbour's.
            if (!prefix.endsWith("/")) throw new Error(`Refused to remove what begins with "${prefix}".`);
            while (await removePage(client, bucket, prefix));
        },
        async empty(bucket) {
            while (await removePage(client, bucket));
        },
        async regionOf(bucket) {
            const { BucketRegion } = await client.send(new HeadBucketCommand({ Bucket: bucket }));
            return BucketRegion;
        },
        async policyOf(bucket) {
            try {
                const { Policy } = await client.send(new GetBucketPolicyCommand({ Bucket: bucket }));
                return Policy;
            } catch (error) {
                if (error instanceof Error && error.name === "NoSuchBucketPolicy") return undefined;
                throw error;
            }
        },
        async keyOf(bucket) {
            const answer = await client.send(new GetBucketEncryptionCommand({ Bucket: bucket }));
            const [rule] = answer.ServerSideEncryptionConfiguration?.Rules ?? [];
            const { SSEAlgorithm, KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
            return SSEAlgorithm === undefined || SSEAlgorithm === "AES256" ? undefined : (KMSMasterKeyID ?? "aws/s3");
        },
    };
}

/** Removes up to 1,000 versions and delete markers; whether there were any. */
async function removePage(client: S3Client, bucket: string, prefix?: string): Promise<boolean> {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix }));
    const versions = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    if (versions.length === 0) return false;
    const Objects = versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
    const { Errors } = await client.send(
        new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
    );
    if (Errors?.length) {
        const { Key, Code, Message } = Errors[0];
        const error = new Error(
            `S3 refused to delete ${Errors.length} objects, the first s3://${bucket}/${Key}: ${Message}`,
        );
        error.name = Code ?? "DeleteError";
        throw error;
    }
    return true;
}
