import { type S3Api, type StoredObject } from "../../providers/aws/s3";
import { ownerOf } from "../../providers/exportTask/run/marks";
import { type Location } from "./location";
import { type KeyInFolder, parseKey } from "./keys";

/** The folder of one export task, as a listing shows it. */
export interface ExportFolder {
    readonly bucket: string;
    readonly destinationPrefix: string;
    readonly taskId: string;
    /** What is there besides manifests and marks, in the order of the keys. */
    readonly objects: readonly StoredObject[];
    readonly owners: readonly string[];
    readonly isDeleting: boolean;
}

export const keyOfFolder = ({ destinationPrefix, taskId }: Pick<ExportFolder, "destinationPrefix" | "taskId">) =>
    `${destinationPrefix}/${taskId}/`;

export const uriOfFolder = (folder: Pick<ExportFolder, "bucket" | "destinationPrefix" | "taskId">) =>
    `s3://${folder.bucket}/${keyOfFolder(folder)}`;

export const bytesIn = ({ objects }: Pick<ExportFolder, "objects">) =>
    objects.reduce((sum, { bytes }) => sum + bytes, 0);

/** The folders of an archive, one after the other: keys are listed in order, so no more than one is held at a time. */
export async function* foldersIn(s3: S3Api, { bucket, prefix }: Location): AsyncGenerator<ExportFolder> {
    let open: { place: KeyInFolder; objects: StoredObject[]; owners: string[]; isDeleting: boolean } | undefined;
    const closed = (): ExportFolder[] => {
        if (!open) return [];
        const { place, ...rest } = open;
        return [{ bucket, destinationPrefix: place.destinationPrefix, taskId: place.taskId, ...rest }];
    };
    for await (const object of s3.list(bucket, prefix)) {
        const place = parseKey(object.key);
        if (!place) continue;
        if (!open || keyOfFolder(open.place) !== keyOfFolder(place)) {
            yield* closed();
            open = { place, objects: [], owners: [], isDeleting: false };
        }
        if (place.kind === "manifest") open.owners.push(ownerOf(place.name) ?? "");
        else if (place.kind === "deleting") open.isDeleting = true;
        else open.objects.push(object);
    }
    yield* closed();
}
