import { type S3Api } from "../../aws/s3";
import { type RecordedExport } from "../outputs";
import { isDeletingMark, ownerOf } from "./marks";
import { folderOf } from "./objects";

/**
 * Whether a deletion of a recorded export was begun, although its declaration is there again: a destroy that failed or
 * was killed, which the engine does not record. A deletion takes away the resource's own manifest first, or leaves its
 * mark until the last object is gone, and then takes the manifest too.
 */
export async function isDeletionSeen(s3: S3Api, recorded: RecordedExport): Promise<boolean> {
    const folder = folderOf(recorded);
    let isOwner = false;
    for await (const { key } of s3.list(recorded.destination, `${folder}_`)) {
        const name = key.slice(folder.length);
        if (isDeletingMark(name)) return true;
        isOwner ||= ownerOf(name) === recorded.owner;
    }
    return !isOwner;
}
