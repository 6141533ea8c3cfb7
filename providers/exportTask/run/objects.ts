import { DEFAULT_DESTINATION_PREFIX } from "../inputs";
import { type S3Api, type StoredObject } from "../../aws/s3";

/** Where the objects of one export task are. */
export interface Place {
    readonly destination: string;
    readonly destinationPrefix: string;
    readonly taskId: string;
}

export const MARKER = "aws-logs-write-test";

export const folderOf = ({ destinationPrefix, taskId }: Place) => `${destinationPrefix}/${taskId}/`;

export const uriOf = (place: Place) => `s3://${place.destination}/${folderOf(place)}`;

/**
 * "Permission Check Successful", which the service writes when a task is created, before the data. It is under the
 * prefix, or at the bucket's root if the task was given no prefix; all tasks under one prefix share it.
 */
export async function findMarker(
    s3: S3Api,
    { destination, destinationPrefix }: Omit<Place, "taskId">,
): Promise<StoredObject | undefined> {
    return (
        (await s3.find(destination, `${destinationPrefix}/${MARKER}`)) ??
        (destinationPrefix === DEFAULT_DESTINATION_PREFIX ? await s3.find(destination, MARKER) : undefined)
    );
}
