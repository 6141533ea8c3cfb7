import { createHash } from "node:crypto";
import { authorizeIdentity } from "../http/authorize";
import { AwsError, notEmulated } from "../http/errors";
import { bucketArn } from "../partition";
import { authorize } from "./access";
import { newBucket, type Bucket } from "./bucket";
import { bucketOf, header, noSuchBucket, type S3Request, type S3Response } from "./request";
import { parseXml, s3Document, textAt } from "./xml";

/** The account's canonical ID in S3: 64 stable hex digits. */
export function canonicalId(accountId: string): string {
    return createHash("sha256").update(accountId).digest("hex");
}

/**
 * | the endpoint's Region | LocationConstraint    | answer                              |
 * |-----------------------|-----------------------|-------------------------------------|
 * | us-east-1             | none                  | created there                       |
 * | us-east-1             | another Region        | created in that Region              |
 * | any other             | the same              | created there                       |
 * | any other             | none, or another      | IllegalLocationConstraintException  |
 */
export function createBucket(request: S3Request): S3Response {
    const { call } = request;
    const name = request.bucket ?? "";
    checkName(name);
    const refusal = { code: "AccessDenied", status: 403 };
    authorizeIdentity(call, "s3:CreateBucket", bucketArn(call.region, name), {}, refusal);
    const constraint =
        request.body.length > 0
            ? textAt(parseXml(request.body, "CreateBucketConfiguration"), "LocationConstraint")
            : undefined;
    if (constraint === "us-east-1") {
        throw new AwsError("InvalidLocationConstraint", "The specified location-constraint is not valid");
    }
    if (call.region !== "us-east-1" && constraint !== call.region) {
        throw new AwsError(
            "IllegalLocationConstraintException",
            `The ${constraint ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
        );
    }
    const region = constraint ?? call.region;
    const existing = call.world.buckets[name];
    if (existing?.accountId === call.caller.accountId) {
        // Only us-east-1 answers a repeated creation with success, for compatibility.
        if (existing.region === "us-east-1" && region === "us-east-1") return { headers: { location: `/${name}` } };
        throw new AwsError(
            "BucketAlreadyOwnedByYou",
            "Your previous request to create the named bucket succeeded and you already own it.",
            409,
            { BucketName: name },
        );
    }
    if (existing) {
        throw new AwsError(
            "BucketAlreadyExists",
            "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
            409,
            { BucketName: name },
        );
    }
    const bucket = newBucket(name, call.caller.accountId, region, call.now);
    const ownership = header(request, "x-amz-object-ownership");
    if (ownership) bucket.configuration.ownershipControls = { Rule: { ObjectOwnership: ownership } };
    if (header(request, "x-amz-bucket-object-lock-enabled") === "true") {
        bucket.objectLock = true;
        bucket.versioning = "Enabled";
    }
    const acl = header(request, "x-amz-acl");
    if (acl !== undefined && acl !== "private") throw notEmulated(`the canned ACL ${acl} of a bucket`);
    call.world.buckets[name] = bucket;
    return { headers: { location: `/${name}` } };
}

function checkName(name: string): void {
    const valid =
        /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..") && !/^\d+(\.\d+){3}$/.test(name);
    if (!valid)
        throw new AwsError("InvalidBucketName", "The specified bucket is not valid.", 400, { BucketName: name });
}

export function headBucket(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:ListBucket");
    return { headers: { "x-amz-bucket-region": bucket.region, "x-amz-access-point-alias": "false" } };
}

export function deleteBucket(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:DeleteBucket");
    if (Object.keys(bucket.objects).length > 0) {
        throw new AwsError(
            "BucketNotEmpty",
            bucket.versioning
                ? "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
                : "The bucket you tried to delete is not empty",
            409,
            { BucketName: bucket.name },
        );
    }
    delete request.call.world.buckets[bucket.name];
    return { status: 204 };
}

/** Works from every Region. */
export function getBucketLocation(request: S3Request): S3Response {
    const bucket = request.call.world.buckets[request.bucket ?? ""];
    if (!bucket) throw noSuchBucket(request.bucket ?? "");
    authorize(request, bucket, "s3:GetBucketLocation");
    const text = bucket.region === "us-east-1" ? "" : bucket.region;
    return { body: s3Document("LocationConstraint", { "#text": text }) };
}

export function aclsDisabled(bucket: Bucket): boolean {
    return textAt(bucket.configuration.ownershipControls, "Rule", "ObjectOwnership") === "BucketOwnerEnforced";
}
