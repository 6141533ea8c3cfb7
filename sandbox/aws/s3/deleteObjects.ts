import { AwsError } from "../http/errors";
import { authorize } from "./access";
import type { Bucket } from "./bucket";
import { checkDeletable } from "./objectLock";
import { bucketOf, type S3Request, type S3Response } from "./request";
import { addVersion, deleteMarker, findVersion, nextVersionId, removeVersion } from "./versions";
import { malformedXml, nodesAt, parseXml, s3Document, textAt, type XmlOutputNode } from "./xml";

interface Deletion {
    readonly versionId?: string;
    readonly marker: boolean;
}

export function deleteObject(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    const { versionId, marker } = remove(
        request,
        bucket,
        request.key ?? "",
        request.query.get("versionId") ?? undefined,
    );
    return {
        status: 204,
        headers: { "x-amz-version-id": versionId, "x-amz-delete-marker": marker ? "true" : undefined },
    };
}

/** Deletes up to 1,000 keys. The response is a success and reports errors key by key. */
export function deleteObjects(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    const body = parseXml(request.body, "Delete");
    const objects = nodesAt(body, "Object");
    if (objects.length === 0 || objects.length > 1000) throw malformedXml();
    const deleted: XmlOutputNode[] = [];
    const errors: XmlOutputNode[] = [];
    const { sparedKeys } = request.call;
    for (const [index, object] of objects.entries()) {
        const key = textAt(object, "Key") ?? "";
        const versionId = textAt(object, "VersionId");
        try {
            if (sparedKeys && (index + 1) % sparedKeys.every === 0) {
                throw new AwsError(sparedKeys.code, `${sparedKeys.code}, injected by a test.`);
            }
            const done = remove(request, bucket, key, versionId);
            deleted.push({
                Key: key,
                VersionId: versionId,
                DeleteMarker: done.marker || undefined,
                DeleteMarkerVersionId: done.marker ? done.versionId : undefined,
            });
        } catch (error) {
            if (!(error instanceof AwsError)) throw error;
            errors.push({ Key: key, VersionId: versionId, Code: error.code, Message: error.message });
        }
    }
    const quiet = textAt(body, "Quiet") === "true";
    return { body: s3Document("DeleteResult", { Deleted: quiet ? [] : deleted, Error: errors }) };
}

/**
 * | version named | versioning | what happens                                     |
 * |---------------|------------|--------------------------------------------------|
 * | yes           | any        | that version is gone for good (object lock aside) |
 * | no            | never on   | the object is gone for good                      |
 * | no            | enabled    | a delete marker is put in front                  |
 * | no            | suspended  | a delete marker takes the null version's place   |
 */
function remove(request: S3Request, bucket: Bucket, key: string, versionId: string | undefined): Deletion {
    const action = versionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
    authorize(request, bucket, action, key);
    const { call } = request;
    if (versionId !== undefined) {
        const version = findVersion(bucket, key, versionId);
        if (!version) return { versionId, marker: false };
        checkDeletable(version, request);
        removeVersion(bucket, key, versionId);
        return { versionId, marker: version.deleteMarker === true };
    }
    if (bucket.versioning === undefined) {
        removeVersion(bucket, key, "null");
        return { marker: false };
    }
    const marker = deleteMarker(key, nextVersionId(bucket, call.uuid), call.now, call.caller.accountId);
    addVersion(bucket, marker);
    return { versionId: marker.versionId, marker: true };
}
