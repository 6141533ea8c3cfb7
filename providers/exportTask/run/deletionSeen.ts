import { type S3Api } from "../../aws/s3";
import { type RecordedExport } from "../outputs";
import { contentsOf } from "./contents";
import { isDeletingMark, ownerOf } from "./marks";
import { folderOf } from "./objects";

/**
 * Whether a deletion of a recorded export was begun, although its declaration is there again: a destroy that failed or
 * was killed, which the engine does not record. From the first object to the last its mark shows it; afterwards neither that
 * nor the resource's own manifest is there.
 */
export async function isDeletionSeen(s3: S3Api, recorded: RecordedExport): Promise<boolean> {
    const folder = folderOf(recorded);
    const names: string[] = [];
    for await (const { key } of s3.list(recorded.destination, `${folder}_`)) names.push(key.slice(folder.length));
    if (names.some(isDeletingMark)) return true;
    if (!recorded.objectCount || names.some((name) => ownerOf(name) === recorded.owner)) return false;
    return (await contentsOf(s3, recorded)).objectCount === 0; // its manifest could not be written
}
