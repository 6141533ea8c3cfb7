import { AwsError } from "../http/errors";
import { authorize } from "./access";
import { bucketOf, type S3Request, type S3Response } from "./request";
import { type Route } from "./route";
import { malformedXml, nodesAt, parseXml, s3Document, textAt, textsAt, type XmlNode } from "./xml";

const mostConfigurations = 1000;
const pageSize = 100;

/**
 * S3 Inventory: configurations are kept and checked, and no report is ever written.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketInventoryConfiguration.html
 */
export const inventoryRoutes: readonly Route[] = [
    // With an ID it is a Get, without one a List.
    route("GetBucketInventoryConfiguration", "GET", "id", getInventory),
    route("ListBucketInventoryConfigurations", "GET", "inventory", listInventories, ["continuation-token"]),
    route("PutBucketInventoryConfiguration", "PUT", "inventory", putInventory),
    route("DeleteBucketInventoryConfiguration", "DELETE", "inventory", deleteInventory),
];

function route(
    operation: string,
    method: string,
    by: string,
    handle: Route["handle"],
    parameters: readonly string[] = ["id", "inventory"],
): Route {
    return { operation, level: "bucket", method, by, handle, parameters };
}

function getInventory(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:GetInventoryConfiguration");
    const found = bucket.inventories[idOf(request)];
    if (!found) throw noSuchConfiguration();
    return { body: s3Document("InventoryConfiguration", found) };
}

function listInventories(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:GetInventoryConfiguration");
    const token = request.query.get("continuation-token");
    const ids = Object.keys(bucket.inventories).sort();
    const rest = ids.filter((id) => token === null || id >= Buffer.from(token, "base64").toString());
    const next = rest.at(pageSize);
    const body = s3Document("ListInventoryConfigurationsResult", {
        InventoryConfiguration: rest.slice(0, pageSize).map((id) => bucket.inventories[id]),
        IsTruncated: next !== undefined,
        ContinuationToken: token ?? undefined,
        NextContinuationToken: next && Buffer.from(next).toString("base64"),
    });
    return { body };
}

function putInventory(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:PutInventoryConfiguration");
    const node = parseXml(request.body, "InventoryConfiguration");
    const id = idOf(request);
    checkInventory(node, id);
    if (!(id in bucket.inventories) && Object.keys(bucket.inventories).length >= mostConfigurations) {
        throw new AwsError(
            "TooManyConfigurations",
            "You are attempting to create a new configuration but have already reached the 1,000-configuration limit.",
        );
    }
    bucket.inventories[id] = node;
    return { status: 204 };
}

function deleteInventory(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:PutInventoryConfiguration");
    if (!(idOf(request) in bucket.inventories)) throw noSuchConfiguration();
    delete bucket.inventories[idOf(request)];
    return { status: 204 };
}

const choices: readonly (readonly [allowed: readonly string[], ...path: string[]])[] = [
    [["true", "false"], "IsEnabled"],
    [["All", "Current"], "IncludedObjectVersions"],
    [["Daily", "Weekly"], "Schedule", "Frequency"],
    [["CSV", "ORC", "Parquet"], "Destination", "S3BucketDestination", "Format"],
];
const optionalFields = [
    ...["Size", "LastModifiedDate", "StorageClass", "ETag", "IsMultipartUploaded", "ReplicationStatus"],
    ...["EncryptionStatus", "ObjectLockRetainUntilDate", "ObjectLockMode", "ObjectLockLegalHoldStatus"],
    ...["IntelligentTieringAccessTier", "BucketKeyStatus", "ChecksumAlgorithm", "ObjectAccessControlList"],
    ...["ObjectOwner", "LifecycleExpirationDate"],
];

/** In S3's order: the document, its ID, the destination bucket's ARN. Whether the bucket exists is not checked. */
function checkInventory(node: XmlNode, id: string): void {
    const isChosen = choices.every(([allowed, ...path]) => allowed.includes(textAt(node, ...path) ?? ""));
    const fields = textsAt(nodesAt(node, "OptionalFields").at(0), "Field");
    if (!isChosen || fields.some((field) => !optionalFields.includes(field))) throw malformedXml();
    if (textAt(node, "Id") !== id) {
        throw new AwsError("IdMismatch", "Document ID does not match the specified configuration ID.");
    }
    const arn = textAt(node, "Destination", "S3BucketDestination", "Bucket") ?? "";
    if (!/^arn:[^:]+:s3:::[^:/]+$/.test(arn)) throw new AwsError("InvalidS3DestinationBucket", "Invalid bucket ARN.");
}

function idOf(request: S3Request): string {
    return request.query.get("id") ?? "";
}

function noSuchConfiguration(): AwsError {
    return new AwsError("NoSuchConfiguration", "The specified configuration does not exist.", 404);
}
