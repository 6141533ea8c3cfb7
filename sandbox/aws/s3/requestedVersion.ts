import { AwsError } from "../http/errors";
import { type Bucket, type ObjectVersion } from "./bucket";
import { type S3Request } from "./request";
import { findVersion } from "./versions";

/** The version that the request names. Throws S3's errors if it cannot be read. */
export function requestedVersion(bucket: Bucket, request: S3Request): ObjectVersion {
    const key = request.key ?? "";
    const versionId = request.query.get("versionId");
    const version = versionId === null ? bucket.objects[key]?.[0] : findVersion(bucket, key, versionId);
    if (!version && versionId !== null) {
        throw new AwsError("NoSuchVersion", "The specified version does not exist.", 404, {
            Key: key,
            VersionId: versionId,
        });
    }
    if (!version || version.deleteMarker) {
        const headers: Record<string, string> = version
            ? { "x-amz-delete-marker": "true", "x-amz-version-id": version.versionId }
            : {};
        if (version && versionId !== null) {
            throw new AwsError(
                "MethodNotAllowed",
                "The specified method is not allowed against this resource.",
                405,
                {},
                headers,
            );
        }
        throw new AwsError("NoSuchKey", "The specified key does not exist.", 404, { Key: key }, headers);
    }
    return version;
}
