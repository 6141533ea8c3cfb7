import { DEFAULT_DESTINATION_PREFIX } from "../inputs";
import { isAccessDenied } from "../../aws/errors";
import { type S3Api, type StoredObject } from "../../aws/s3";

/** Where the objects of one export task lie. */
export interface Place {
    readonly destination: string;
    readonly destinationPrefix: string;
    readonly taskId: string;
}

/** Beside the exported objects, when a second resource has come to rely on them; `_` hides it from Athena and Spark. */
export const CLAIM_FILE = "_adopted";

export const MARKER = "aws-logs-write-test";

export const folderOf = ({ destinationPrefix, taskId }: Place) => `${destinationPrefix}/${taskId}/`;

export const uriOf = (place: Place) => `s3://${place.destination}/${folderOf(place)}`;

/** What was found in the bucket of a task that the service calls COMPLETED. */
export type Evidence =
    /** The objects are there. */
    | { readonly found: "objects"; readonly objectCount: number; readonly byteCount: number }
    /** No object, but the marker that the service writes first: nothing was in the range. */
    | { readonly found: "marker"; readonly modified: number }
    /** Neither: the export is not to be believed. */
    | { readonly found: "nothing" }
    /** The caller may not list the bucket: nothing is known. */
    | { readonly found: "denied"; readonly why: string };

export async function lookForObjects(s3: S3Api, place: Place): Promise<Evidence> {
    try {
        const { objectCount, byteCount } = await countObjects(s3, place);
        if (objectCount > 0) return { found: "objects", objectCount, byteCount };
        const marker = await findMarker(s3, place);
        return marker ? { found: "marker", modified: marker.modified } : { found: "nothing" };
    } catch (error) {
        if (isAccessDenied(error)) return { found: "denied", why: (error as Error).message };
        throw error;
    }
}

/** The exported objects of one task that are in the bucket. */
export async function countObjects(s3: S3Api, place: Place): Promise<{ objectCount: number; byteCount: number }> {
    let objectCount = 0;
    let byteCount = 0;
    const folder = folderOf(place);
    for await (const { key, bytes } of s3.list(place.destination, folder)) {
        if (key === folder + CLAIM_FILE) continue;
        objectCount += 1;
        byteCount += bytes;
    }
    return { objectCount, byteCount };
}

/**
 * "Permission Check Successful", written before the data. It lies under the prefix, or at the bucket's root where the
 * task was given no prefix.
 */
async function findMarker(s3: S3Api, { destination, destinationPrefix }: Place): Promise<StoredObject | undefined> {
    return (
        (await s3.find(destination, `${destinationPrefix}/${MARKER}`)) ??
        (destinationPrefix === DEFAULT_DESTINATION_PREFIX ? await s3.find(destination, MARKER) : undefined)
    );
}
