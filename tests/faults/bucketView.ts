import { gunzipSync } from "node:zlib";
import type { AwsState } from "../../sandbox/aws/state";
import type { ObjectVersion } from "../../sandbox/aws/s3/bucket";
import { messagesIn } from "./bucketContents";
import { addVersion, deleteMarker } from "../../sandbox/aws/s3/versions";

/** The folder of one task: `{prefix}/{taskId}/` in a bucket. */
export interface Folder {
    readonly bucket: string;
    readonly prefix: string;
}

export function folderAt(uri: string): Folder {
    const [, bucket = "", prefix = ""] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
    return { bucket, prefix };
}

export const folderOf = (task: { destination: string; destinationPrefix: string; taskId: string }): Folder => ({
    bucket: task.destination,
    prefix: `${task.destinationPrefix}/${task.taskId}/`,
});

/** The names of evidence and of owners' marks, which are beside the data, begin with `_`. */
export const isData = (key: string) => !key.slice(key.lastIndexOf("/") + 1).startsWith("_");

export const isOwnersMark = (key: string) => /\/_export-[^/]+\.json$/.test(key);

/** The keys whose current version is an object. */
export function currentKeys(world: AwsState, { bucket, prefix }: Folder): string[] {
    const objects = world.buckets[bucket]?.objects ?? {};
    return Object.keys(objects).filter((key) => key.startsWith(prefix) && !objects[key][0].deleteMarker);
}

/** The keys that have any version with data, which costs money. */
export function allKeys(world: AwsState, { bucket, prefix }: Folder): string[] {
    const objects = world.buckets[bucket]?.objects ?? {};
    return Object.keys(objects).filter(
        (key) => key.startsWith(prefix) && objects[key].some((one) => !one.deleteMarker),
    );
}

const read = new WeakMap<ObjectVersion, readonly string[]>();

/** The messages of all exported events in a folder. */
export function messagesOf(world: AwsState, folder: Folder): string[] {
    const objects = world.buckets[folder.bucket]?.objects ?? {};
    return currentKeys(world, folder)
        .filter((key) => isData(key) && key.endsWith(".gz"))
        .flatMap((key) => {
            const [version] = objects[key];
            let messages = read.get(version);
            if (!messages) {
                messages = messagesIn(gunzipSync(Buffer.from(version.body, "base64")).toString());
                read.set(version, messages);
            }
            return messages;
        });
}

/** Deletes like the S3 console: a versioned bucket keeps the old versions. */
export function removeKeys(world: AwsState, bucketName: string, keys: readonly string[], now: number): void {
    const bucket = world.buckets[bucketName];
    for (const key of keys) {
        if (bucket.versioning === undefined) delete bucket.objects[key];
        else addVersion(bucket, deleteMarker(key, `by-hand-${now}`, now, bucket.accountId));
    }
}
