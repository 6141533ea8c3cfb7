import { DeleteRefused } from "../../aws/deleteRefused";
import { type S3Api } from "../../aws/s3";
import { type Contents, contentsOf } from "./contents";
import { type ExportContext } from "./context";
import { deletingKey, isDeletingMark, manifestKey, ownerOf } from "./marks";
import { folderOf, type Place } from "./objects";

export type Deletion =
    | "deleted"
    /** Other resources rely on the objects. */
    | "owned by others"
    /** The caller's condition did not hold. */
    | "kept";

export interface DeletionOptions {
    /** Whether the objects may go, once they are counted. */
    readonly mayGo?: (contents: Pick<Contents, "objectCount" | "byteCount">) => boolean;
    /** The task FAILED or was CANCELLED: nobody can rely on it, whoever marked it while it ran. */
    readonly isFailed?: boolean;
}

/**
 * Deletes what one task wrote, with every version, unless another resource relies on it. The folder is marked first, and
 * then its owners are looked for; who becomes an owner leaves the manifest first and then looks for the mark (see
 * verify.ts). So one of the two sees the other, and a deletion that is interrupted is never taken for a whole export.
 */
export async function deleteFolder(
    { aws, owner, unmarkedOwners }: Pick<ExportContext, "aws" | "owner" | "unmarkedOwners">,
    place: Place,
    { mayGo = () => true, isFailed = false }: DeletionOptions = {},
): Promise<Deletion> {
    const { s3 } = aws;
    const folder = folderOf(place);
    const nameIn = (key: string) => key.slice(folder.length);
    const look = () => contentsOf(s3, place);
    unmarkedOwners.remove(place.taskId, owner);
    const isOwnedByOthers = ({ owners }: Contents) =>
        !isFailed && [...owners, ...unmarkedOwners.of(place.taskId)].some((one) => one !== owner);
    /** Two owners that leave at the same time both look again, so that the last one sees that it is the last. */
    const isLastOwner = async (contents: Contents): Promise<boolean> => {
        if (!isOwnedByOthers(contents)) return true;
        await removeMark(s3, place, manifestKey(place, owner));
        return !isOwnedByOthers(await look());
    };

    const before = await look();
    if (!(await isLastOwner(before))) return "owned by others";
    if (!before.isDeleting && !mayGo(before)) return "kept";
    await s3.write(place.destination, deletingKey(place), JSON.stringify({ by: owner }));
    if (!(await isLastOwner(await look()))) {
        await removeMark(s3, place, deletingKey(place));
        return "owned by others";
    }
    const isManifest = (key: string) => ownerOf(nameIn(key)) !== undefined;
    const isDeleting = (key: string) => isDeletingMark(nameIn(key));
    try {
        await s3.removeAll(place.destination, folder, (key) => isManifest(key) || isDeleting(key));
    } catch (error) {
        // Nothing was removed, for example under Object Lock: the export is as whole as before.
        const isUntouched = error instanceof DeleteRefused && error.removed === 0 && !before.isDeleting;
        if (isUntouched) await removeMark(s3, place, deletingKey(place));
        throw error;
    }
    await s3.removeAll(place.destination, folder, isDeleting);
    await removeMark(s3, place, deletingKey(place));
    return "deleted";
}

/** With all its versions; if they are locked, they are hidden. */
async function removeMark(s3: S3Api, { destination }: Place, key: string): Promise<void> {
    try {
        await s3.removeAll(destination, key, (other) => other !== key); // another key can begin like it
    } catch (error) {
        if (!(error instanceof DeleteRefused)) throw error;
        await s3.remove(destination, key);
    }
}
