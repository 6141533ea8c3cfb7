import {
    type _Error as DeleteError,
    DeleteObjectsCommand,
    ListObjectVersionsCommand,
    type ListObjectVersionsCommandInput,
    type ObjectIdentifier,
    type S3Client,
} from "@aws-sdk/client-s3";
import { type Clock } from "../clock";
import { noteCall } from "./calls";
import { DeleteRefused } from "./deleteRefused";

/** A page of a listing has up to a thousand keys, which are deleted in four requests at once. */
const KEYS_PER_REQUEST = 250;
/** S3 asks to try again a key that it could not delete for now. Only the answer of the whole request is retried by the SDK. */
const PASSING = ["SlowDown", "InternalError", "ServiceUnavailable", "RequestTimeout", "OperationAborted"];
/** The waits before the attempts to delete such keys again: about half a minute together. */
const WAITS_MS = [100, 400, 1_600, 5_000, 10_000, 15_000];

/**
 * Removes versions and delete markers, a page at a time.
 * @param onRemoved hears how many each page had.
 * @throws {DeleteRefused} if S3 refuses to delete a key, or could not for now and still cannot after half a minute.
 */
export async function removeVersions(
    client: S3Client,
    bucket: string,
    prefix: string | undefined,
    spares: (key: string) => boolean,
    clock: Pick<Clock, "sleep">,
    onRemoved: (count: number) => void = () => undefined,
): Promise<void> {
    const request: ListObjectVersionsCommandInput = { Bucket: bucket, Prefix: prefix };
    let removed = 0;
    for (;;) {
        const page = await client.send(new ListObjectVersionsCommand(request));
        const versions = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
        const objects = versions
            .filter(({ Key = "" }) => !spares(Key))
            .map(({ Key, VersionId }) => ({ Key, VersionId }));
        if (objects.length === 0) {
            if (!page.IsTruncated) return;
            // Only past what stays: a marker must still be there.
            [request.KeyMarker, request.VersionIdMarker] = [page.NextKeyMarker, page.NextVersionIdMarker];
            continue;
        }
        const errors = await removePage(client, bucket, objects, clock);
        removed += objects.length - errors.length;
        onRemoved(objects.length - errors.length);
        if (errors.length > 0) {
            const [{ Key, Code = "DeleteError", Message }] = errors;
            const what = `S3 refused to delete ${errors.length} objects, the first s3://${bucket}/${Key}: ${Message}`;
            const refused = new DeleteRefused(what, Code, removed);
            noteCall(refused, {
                operation: "DeleteObjects",
                input: { Bucket: bucket, Key },
                region: await regionOf(client),
            });
            throw refused;
        }
    }
}

const regionOf = async ({ config }: S3Client) =>
    typeof config.region === "function" ? config.region() : config.region;

/** Deletes the versions of a page. @returns what could not be deleted. */
async function removePage(
    client: S3Client,
    bucket: string,
    objects: readonly ObjectIdentifier[],
    clock: Pick<Clock, "sleep">,
): Promise<DeleteError[]> {
    const starts = Array.from(
        { length: Math.ceil(objects.length / KEYS_PER_REQUEST) },
        (_, at) => at * KEYS_PER_REQUEST,
    );
    const parts = starts.map((start) => objects.slice(start, start + KEYS_PER_REQUEST));
    return (await Promise.all(parts.map((part) => removePart(client, bucket, part, clock)))).flat();
}

async function removePart(
    client: S3Client,
    bucket: string,
    objects: readonly ObjectIdentifier[],
    clock: Pick<Clock, "sleep">,
): Promise<DeleteError[]> {
    const refused: DeleteError[] = [];
    let left = objects;
    for (let attempt = 0; ; attempt++) {
        const { Errors = [] } = await client.send(
            new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [...left], Quiet: true } }),
        );
        const passing = Errors.filter(({ Code = "" }) => PASSING.includes(Code));
        refused.push(...Errors.filter(({ Code = "" }) => !PASSING.includes(Code)));
        if (passing.length === 0) return refused;
        // What S3 refuses for good ends the work anyway.
        if (refused.length > 0 || attempt >= WAITS_MS.length) return [...refused, ...passing];
        await clock.sleep(WAITS_MS[attempt]);
        left = passing.map(({ Key, VersionId }) => ({ Key, VersionId }));
    }
}
