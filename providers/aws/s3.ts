import {
    DeleteObjectCommand,
    GetBucketEncryptionCommand,
    GetBucketPolicyCommand,
    GetObjectCommand,
    HeadBucketCommand,
    paginateListObjectsV2,
    PutObjectCommand,
    type S3Client,
} from "@aws-sdk/client-s3";
import { type Clock } from "../clock";
import { removeVersions } from "./removeVersions";

export interface StoredObject {
    readonly key: string;
    readonly bytes: number;
    readonly etag: string;
    /** When it was written, in milliseconds since 1970. */
    readonly modified: number;
}

/** What the provider asks of Amazon S3: one method a question, no decisions. */
export interface S3Api {
    /**
     * The current objects whose keys begin with the prefix, in the order of their keys.
     * @param after only those whose keys come after this one.
     */
    list(bucket: string, prefix: string, after?: string): AsyncIterable<StoredObject>;
    /** The object under exactly this key; asks by listing, so s3:ListBucket is permission enough. */
    find(bucket: string, key: string): Promise<StoredObject | undefined>;
    read(bucket: string, key: string): Promise<string | undefined>;
    /**
     * The object's bytes from `offset` on, as they arrive.
     * @param etag what the object must still be; S3 answers PreconditionFailed otherwise.
     */
    download(bucket: string, key: string, offset?: number, etag?: string): Promise<AsyncIterable<Uint8Array>>;
    write(bucket: string, key: string, body: string): Promise<void>;
    /** Removes the current object under the key; a versioned bucket keeps it as an old version. */
    remove(bucket: string, key: string): Promise<void>;
    /**
     * Removes every object whose key begins with the prefix, in a versioned bucket every version of it.
     * @param spares whether an object stays.
     * @throws {DeleteRefused} if S3 refuses some of them.
     */
    removeAll(bucket: string, prefix: string, spares?: (key: string) => boolean): Promise<void>;
    /**
     * Removes every version of every object.
     * @param onRemoved hears now and then how many more were removed.
     */
    empty(bucket: string, onRemoved?: (count: number) => void): Promise<void>;
    /** The bucket's Region; throws what S3 says otherwise: NotFound, 403. */
    regionOf(bucket: string): Promise<string | undefined>;
    /** The bucket policy as JSON, or undefined where there is none. */
    policyOf(bucket: string): Promise<string | undefined>;
    /** The KMS key that encrypts new objects, or undefined for SSE-S3. */
    keyOf(bucket: string): Promise<string | undefined>;
}

/** @param clock by it deletions wait before they are tried again. */
export function s3Api(client: S3Client, clock: Pick<Clock, "sleep">): S3Api {
    return {
        async *list(bucket, prefix, after) {
            const request = { Bucket: bucket, Prefix: prefix, StartAfter: after };
            for await (const page of paginateListObjectsV2({ client }, request)) {
                for (const { Key = "", Size = 0, ETag = "", LastModified } of page.Contents ?? []) {
                    yield { key: Key, bytes: Size, etag: ETag, modified: LastModified?.getTime() ?? 0 };
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
        async download(bucket, key, offset = 0, etag) {
            const request = {
                Bucket: bucket,
                Key: key,
                IfMatch: etag,
                Range: offset > 0 ? `bytes=${offset}-` : undefined,
            };
            const { Body } = await client.send(new GetObjectCommand(request));
            return Body as unknown as AsyncIterable<Uint8Array>; // a stream of Node
        },
        async write(bucket, key, body) {
            await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
        },
        async remove(bucket, key) {
            await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
        },
        async removeAll(bucket, prefix, spares = () => false) {
            // A prefix that ends in / names one folder; any other could reach into a neighbour's.
            if (!/[/]$|^.+[/]_[^/]+$/.test(prefix)) throw new Error(`Refused to remove what begins with "${prefix}".`);
            await removeVersions(client, bucket, prefix, spares, clock);
        },
        empty: (bucket, onRemoved) => removeVersions(client, bucket, undefined, () => false, clock, onRemoved),
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
