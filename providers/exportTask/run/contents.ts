import { type S3Api } from "../../aws/s3";
import { Digest, type ExportedObject } from "./digest";
import { isDeletingMark, ownerOf } from "./marks";
import { folderOf, type Place } from "./objects";

/** What a listing shows of one export's folder. Who owns it is seen without reading anything. */
export interface Contents {
    readonly objectCount: number;
    readonly byteCount: number;
    /** Over the keys, sizes and ETags of all objects in the order of their keys. */
    readonly digest: string;
    /** The objects; undefined if they are more than MOST_NAMED. */
    readonly objects?: readonly ExportedObject[];
    /** Whose manifests are there. */
    readonly owners: readonly string[];
    /** Somebody has begun to delete the objects. */
    readonly isDeleting: boolean;
}

/** A manifest names so many objects; of more it gives count, size and digest. */
export const MOST_NAMED = 2_000;

export async function contentsOf(s3: S3Api, place: Place): Promise<Contents> {
    const folder = folderOf(place);
    const objects: ExportedObject[] = [];
    const owners: string[] = [];
    const digest = new Digest(folder);
    let [objectCount, byteCount, isDeleting] = [0, 0, false];
    for await (const { key, bytes, etag } of s3.list(place.destination, folder)) {
        const name = key.slice(folder.length);
        const owner = ownerOf(name);
        if (owner !== undefined) owners.push(owner);
        else if (isDeletingMark(name)) isDeleting = true;
        else {
            objectCount += 1;
            byteCount += bytes;
            digest.add({ key, bytes, etag });
            if (objects.length <= MOST_NAMED) objects.push({ key, bytes, etag });
        }
    }
    const named = objects.length <= MOST_NAMED ? objects : undefined;
    return { objectCount, byteCount, digest: digest.value(), objects: named, owners, isDeleting };
}

/** Whether one folder holds at least as much as another, by number and size. */
export function holdsAsMuch(
    one: Pick<Contents, "objectCount" | "byteCount">,
    other: Pick<Contents, "objectCount" | "byteCount">,
): boolean {
    return one.objectCount >= other.objectCount && one.byteCount >= other.byteCount;
}
