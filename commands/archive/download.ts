import { Readable, pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { isPassing, nameOf, said } from "../../providers/aws/errors";
import { type S3Api, type StoredObject } from "../../providers/aws/s3";
import { type Clock } from "../../providers/clock";

const CHUNK_BYTES = 256 * 1024;

/** How often a download is resumed without a byte in between, on top of the SDK's own attempts. */
const MOST_FAILURES = 5;

/** Reads objects of a bucket. */
export interface Source {
    readonly s3: S3Api;
    readonly clock: Clock;
    readonly bucket: string;
    /** Hears of compressed bytes that have arrived. */
    readonly onBytes?: (bytes: number) => void;
}

/** An object of the archive cannot be read. */
export class UnreadableObject extends Error {
    constructor(uri: string, cause: unknown) {
        super(`${uri} cannot be read: ${reasonOf(cause)}`, { cause });
    }
}

function reasonOf(error: unknown): string {
    if (nameOf(error) === "InvalidObjectState") {
        return "it is in an archive storage class. Restore it (aws s3api restore-object), then run the command again.";
    }
    return said(error);
}

/**
 * An object's text, decompressed in a thread of its own. The next chunks are decompressed only as the last are used.
 * @throws {UnreadableObject}
 */
export async function* textOf(source: Source, object: StoredObject): AsyncGenerator<Buffer> {
    const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
    // The error of either side reaches the loop below.
    pipeline(Readable.from(bytesOf(source, object)), gunzip, () => {});
    try {
        for await (const chunk of gunzip) yield chunk as Buffer;
    } catch (error) {
        throw new UnreadableObject(`s3://${source.bucket}/${object.key}`, error);
    }
}

/** An object's bytes; a connection that breaks is resumed where it broke, as long as the object is the same. */
async function* bytesOf(
    { s3, clock, bucket, onBytes }: Source,
    { key, etag }: StoredObject,
): AsyncGenerator<Uint8Array> {
    let [offset, failures] = [0, 0];
    for (;;) {
        try {
            for await (const chunk of await s3.download(bucket, key, offset, offset > 0 ? etag : undefined)) {
                offset += chunk.length;
                failures = 0;
                onBytes?.(chunk.length);
                yield chunk;
            }
            return;
        } catch (error) {
            if (!isPassing(error) || ++failures > MOST_FAILURES) throw error;
            await clock.sleep(1_000 * 2 ** (failures - 1));
        }
    }
}
