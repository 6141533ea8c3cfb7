import { AwsError } from "../http/errors";
import { authorize } from "./access";
import type { Bucket, ObjectVersion, Retention } from "./bucket";
import { bucketOf, header, type S3Request, type S3Response } from "./request";
import { malformedXml, parseXml, s3Document, textAt } from "./xml";
import { DAY } from "../../durations";

export function getConfiguration(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:GetBucketObjectLockConfiguration");
    if (!bucket.objectLock) {
        throw new AwsError(
            "ObjectLockConfigurationNotFoundError",
            "Object Lock configuration does not exist for this bucket",
            404,
            { BucketName: bucket.name },
        );
    }
    const configured = bucket.configuration.objectLock ?? { ObjectLockEnabled: "Enabled" };
    return { body: s3Document("ObjectLockConfiguration", configured) };
}

export function putConfiguration(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:PutBucketObjectLockConfiguration");
    const node = parseXml(request.body, "ObjectLockConfiguration");
    if (textAt(node, "ObjectLockEnabled") !== "Enabled") throw malformedXml();
    if (bucket.versioning !== "Enabled") {
        throw new AwsError(
            "InvalidBucketState",
            "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
            409,
        );
    }
    const days = textAt(node, "Rule", "DefaultRetention", "Days");
    const years = textAt(node, "Rule", "DefaultRetention", "Years");
    if (node.Rule !== undefined && (days === undefined) === (years === undefined)) throw malformedXml();
    if ([days, years].some((figure) => figure !== undefined && !(Number(figure) > 0))) {
        throw new AwsError("InvalidArgument", "Default retention period must be a positive integer value.");
    }
    bucket.objectLock = true;
    bucket.configuration.objectLock = node;
    return {};
}

/** The retention of an object that is stored without one. */
export function defaultRetention(bucket: Bucket, now: number): Retention | undefined {
    const configured = (name: string) => textAt(bucket.configuration.objectLock, "Rule", "DefaultRetention", name);
    const mode = configured("Mode");
    if (!bucket.objectLock || mode === undefined) return undefined;
    const days = Number(configured("Days") ?? Number(configured("Years")) * 365);
    return { mode: mode as Retention["mode"], until: now + days * DAY };
}

/** Throws if the version may not be deleted yet. */
export function checkDeletable(version: ObjectVersion, request: S3Request): void {
    const { retention } = version;
    const bypass = header(request, "x-amz-bypass-governance-retention") === "true" && retention?.mode === "GOVERNANCE";
    if (retention !== undefined && retention.until > request.call.now && !bypass) {
        throw new AwsError("AccessDenied", "Access Denied because object protected by object lock.", 403);
    }
}
