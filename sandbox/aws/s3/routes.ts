import { notEmulated } from "../http/errors";
import * as buckets from "./buckets";
import * as configuration from "./configuration";
import { deleteObject, deleteObjects } from "./deleteObjects";
import * as inventory from "./inventory";
import * as lifecycle from "./lifecycle";
import { listObjectsV2 } from "./listObjects";
import { listObjectVersions } from "./listVersions";
import * as objectLock from "./objectLock";
import { getObjectTagging, putObjectTagging } from "./objectTagging";
import * as objects from "./objects";
import * as policy from "./policy";
import { type S3Address } from "./request";
import { type Route } from "./route";

const listing = ["prefix", "delimiter", "max-keys", "encoding-type"];

const routes: readonly Route[] = [
    { operation: "CreateBucket", level: "bucket", method: "PUT", handle: buckets.createBucket },
    { operation: "HeadBucket", level: "bucket", method: "HEAD", handle: buckets.headBucket },
    { operation: "DeleteBucket", level: "bucket", method: "DELETE", handle: buckets.deleteBucket },
    {
        operation: "GetBucketLocation",
        level: "bucket",
        method: "GET",
        by: "location",
        handle: buckets.getBucketLocation,
    },
    {
        operation: "ListObjectsV2",
        level: "bucket",
        method: "GET",
        by: "list-type",
        handle: listObjectsV2,
        parameters: [...listing, "start-after", "continuation-token", "fetch-owner"],
    },
    {
        operation: "ListObjectVersions",
        level: "bucket",
        method: "GET",
        by: "versions",
        handle: listObjectVersions,
        parameters: [...listing, "key-marker", "version-id-marker"],
    },
    { operation: "DeleteObjects", level: "bucket", method: "POST", by: "delete", handle: deleteObjects },

    { operation: "GetBucketPolicy", level: "bucket", method: "GET", by: "policy", handle: policy.getBucketPolicy },
    { operation: "PutBucketPolicy", level: "bucket", method: "PUT", by: "policy", handle: policy.putBucketPolicy },
    {
        operation: "DeleteBucketPolicy",
        level: "bucket",
        method: "DELETE",
        by: "policy",
        handle: policy.deleteBucketPolicy,
    },

    {
        operation: "GetBucketVersioning",
        level: "bucket",
        method: "GET",
        by: "versioning",
        handle: configuration.getVersioning,
    },
    {
        operation: "PutBucketVersioning",
        level: "bucket",
        method: "PUT",
        by: "versioning",
        handle: configuration.putVersioning,
    },
    {
        operation: "GetBucketLifecycleConfiguration",
        level: "bucket",
        method: "GET",
        by: "lifecycle",
        handle: lifecycle.getLifecycle,
    },
    {
        operation: "PutBucketLifecycleConfiguration",
        level: "bucket",
        method: "PUT",
        by: "lifecycle",
        handle: lifecycle.putLifecycle,
    },
    {
        operation: "DeleteBucketLifecycle",
        level: "bucket",
        method: "DELETE",
        by: "lifecycle",
        handle: lifecycle.deleteLifecycle,
    },
    {
        operation: "GetObjectLockConfiguration",
        level: "bucket",
        method: "GET",
        by: "object-lock",
        handle: objectLock.getConfiguration,
    },
    {
        operation: "PutObjectLockConfiguration",
        level: "bucket",
        method: "PUT",
        by: "object-lock",
        handle: objectLock.putConfiguration,
    },
    ...configuration.subResourceRoutes,
    ...inventory.inventoryRoutes,

    { operation: "PutObject", level: "object", method: "PUT", handle: objects.putObject },
    {
        operation: "GetObject",
        level: "object",
        method: "GET",
        handle: objects.getObject,
        parameters: ["versionId", "partNumber"],
    },
    {
        operation: "HeadObject",
        level: "object",
        method: "HEAD",
        handle: objects.headObject,
        parameters: ["versionId", "partNumber"],
    },
    { operation: "DeleteObject", level: "object", method: "DELETE", handle: deleteObject, parameters: ["versionId"] },
    {
        operation: "GetObjectTagging",
        level: "object",
        method: "GET",
        by: "tagging",
        handle: getObjectTagging,
        parameters: ["versionId"],
    },
    {
        operation: "PutObjectTagging",
        level: "object",
        method: "PUT",
        by: "tagging",
        handle: putObjectTagging,
        parameters: ["versionId"],
    },
];

/** The supported x-amz headers. Every other one is refused by name. */
const understoodHeaders =
    /^x-amz-(date|content-sha256|security-token|user-agent|sdk-checksum-algorithm|checksum-.+|trailer|decoded-content-length|expected-bucket-owner|meta-.+|acl|server-side-encryption|server-side-encryption-aws-kms-key-id|server-side-encryption-bucket-key-enabled|storage-class|tagging|object-lock-(mode|retain-until-date)|bucket-object-lock-(enabled|token)|bypass-governance-retention|object-ownership|transition-default-minimum-object-size|optional-object-attributes|te|api-version|confirm-remove-self-bucket-access)$/;

/** The operation of a request. Throws if a parameter or header is not supported. */
export function routeOf(address: S3Address): Route {
    const { method, bucket, key, query, headers } = address;
    const level = bucket === undefined ? "service" : key === undefined ? "bucket" : "object";
    const candidates = routes.filter((route) => route.level === level && route.method === method);
    const route =
        candidates.find((one) => one.by !== undefined && query.has(one.by)) ??
        candidates.find((one) => one.by === undefined);
    const names = [...query.keys()];
    if (!route) throw notEmulated(`S3 ${method} on a ${level}${names.length ? ` with ?${names.join("&")}` : ""}`);

    const unknown = names.find((name) => name !== route.by && !route.parameters?.includes(name));
    if (unknown !== undefined) throw notEmulated(`S3 ${method} on a ${level} with ?${unknown}`);
    const header = Object.keys(headers).find((name) => name.startsWith("x-amz-") && !understoodHeaders.test(name));
    if (header) throw notEmulated(`the S3 header ${header} (${route.operation})`);
    return route;
}
