import { AwsError, notEmulated } from "../http/errors";
import { authorize } from "./access";
import type { Bucket, ObjectEncryption } from "./bucket";
import { checkLogging } from "./logging";
import { checkReplication } from "./replication";
import { bucketOf, type S3Request, type S3Response } from "./request";
import { type Route } from "./route";
import { malformedXml, nodesAt, parseXml, s3Document, textAt, type XmlNode } from "./xml";

/** A sub-resource that S3 returns as it was stored, with its checks and its error or default if it is missing. */
interface SubResource {
    readonly parameter: string;
    readonly key: string;
    readonly root: string;
    readonly operation: string;
    readonly deleteOperation?: string;
    readonly action: string;
    readonly check?: (node: XmlNode, request: S3Request) => void;
    readonly missing?: AwsError;
    readonly defaultValue?: XmlNode;
    /** What S3 adds for omitted fields. */
    readonly defaultFields?: XmlNode;
    readonly putStatus?: number;
}

const defaultEncryption: XmlNode = {
    Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: "false" },
};

const subResources: readonly SubResource[] = [
    {
        parameter: "encryption",
        key: "encryption",
        root: "ServerSideEncryptionConfiguration",
        operation: "BucketEncryption",
        action: "EncryptionConfiguration",
        check: checkEncryption,
        // Since January 2023 every bucket has SSE-S3 by default. Deleting the configuration restores it.
        defaultValue: defaultEncryption,
    },
    {
        parameter: "publicAccessBlock",
        key: "publicAccessBlock",
        root: "PublicAccessBlockConfiguration",
        operation: "PublicAccessBlock",
        action: "BucketPublicAccessBlock",
        defaultFields: {
            BlockPublicAcls: "false",
            IgnorePublicAcls: "false",
            BlockPublicPolicy: "false",
            RestrictPublicBuckets: "false",
        },
        missing: new AwsError(
            "NoSuchPublicAccessBlockConfiguration",
            "The public access block configuration was not found",
            404,
        ),
    },
    {
        parameter: "ownershipControls",
        key: "ownershipControls",
        root: "OwnershipControls",
        operation: "BucketOwnershipControls",
        action: "BucketOwnershipControls",
        check: checkOwnership,
        missing: new AwsError("OwnershipControlsNotFoundError", "The bucket ownership controls were not found", 404),
    },
    {
        parameter: "tagging",
        key: "tagging",
        root: "Tagging",
        operation: "BucketTagging",
        action: "BucketTagging",
        check: checkTags,
        missing: new AwsError("NoSuchTagSet", "The TagSet does not exist", 404),
        putStatus: 204,
    },
    {
        parameter: "logging",
        key: "logging",
        root: "BucketLoggingStatus",
        operation: "BucketLogging",
        action: "BucketLogging",
        check: checkLogging,
        defaultValue: {},
    },
    {
        parameter: "replication",
        key: "replication",
        root: "ReplicationConfiguration",
        operation: "BucketReplication",
        action: "ReplicationConfiguration",
        check: checkReplication,
        missing: new AwsError(
            "ReplicationConfigurationNotFoundError",
            "The replication configuration was not found",
            404,
        ),
    },
];

export const subResourceRoutes: readonly Route[] = [
    ...subResources.flatMap((one): Route[] => [
        {
            operation: `Get${one.operation}`,
            level: "bucket",
            method: "GET",
            by: one.parameter,
            handle: (r) => get(one, r),
        },
        {
            operation: `Put${one.operation}`,
            level: "bucket",
            method: "PUT",
            by: one.parameter,
            handle: (r) => put(one, r),
        },
        {
            operation: `Delete${one.operation}`,
            level: "bucket",
            method: "DELETE",
            by: one.parameter,
            handle: (r) => remove(one, r),
        },
    ]),
];

function get(one: SubResource, request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, `s3:Get${one.action}`);
    const node = bucket.configuration[one.key] ?? one.defaultValue;
    if (node) return { body: s3Document(one.root, { ...one.defaultFields, ...node }) };
    const { code, message, status } = one.missing ?? malformedXml();
    throw new AwsError(code, message, status, { BucketName: bucket.name });
}

function put(one: SubResource, request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, `s3:Put${one.action}`);
    const node = parseXml(request.body, one.root);
    one.check?.(node, request);
    bucket.configuration[one.key] = node;
    return { status: one.putStatus ?? 200 };
}

function remove(one: SubResource, request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, `s3:Put${one.action}`);
    if (one.key === "logging") throw notEmulated("S3 DELETE on a bucket with ?logging");
    delete bucket.configuration[one.key];
    return { status: 204 };
}

function checkEncryption(node: XmlNode): void {
    const rule = nodesAt(node, "Rule")[0];
    const algorithm = textAt(rule, "ApplyServerSideEncryptionByDefault", "SSEAlgorithm");
    const keyId = textAt(rule, "ApplyServerSideEncryptionByDefault", "KMSMasterKeyID");
    if (!["AES256", "aws:kms", "aws:kms:dsse"].includes(algorithm ?? "")) throw malformedXml();
    if (keyId !== undefined && algorithm === "AES256") {
        throw new AwsError(
            "InvalidArgument",
            "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
        );
    }
}

function checkOwnership(node: XmlNode): void {
    const ownership = textAt(node, "Rule", "ObjectOwnership") ?? "";
    if (!["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"].includes(ownership)) throw malformedXml();
}

function checkTags(node: XmlNode): void {
    const keys = nodesAt(nodesAt(node, "TagSet")[0], "Tag").map((tag) => textAt(tag, "Key") ?? "");
    if (new Set(keys).size < keys.length) {
        throw new AwsError("InvalidTag", "Cannot provide multiple Tags with the same key");
    }
    if (keys.length > 50) throw new AwsError("BadRequest", "Bucket tag count cannot be greater than 50");
    if (keys.some((key) => key === "" || key.length > 128 || key.toLowerCase().startsWith("aws:"))) {
        throw new AwsError("InvalidTag", "System tags cannot be added/updated by requester");
    }
}

/** The encryption of an object that is stored without encryption headers. */
export function bucketEncryption(bucket: Bucket): ObjectEncryption {
    const rule = nodesAt(bucket.configuration.encryption ?? defaultEncryption, "Rule")[0];
    const algorithm = textAt(rule, "ApplyServerSideEncryptionByDefault", "SSEAlgorithm");
    return {
        algorithm: (algorithm ?? "AES256") as ObjectEncryption["algorithm"],
        keyId: textAt(rule, "ApplyServerSideEncryptionByDefault", "KMSMasterKeyID"),
        bucketKey: textAt(rule, "BucketKeyEnabled") === "true",
    };
}

export function getVersioning(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:GetBucketVersioning");
    return { body: s3Document("VersioningConfiguration", { Status: bucket.versioning }) };
}

export function putVersioning(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:PutBucketVersioning");
    const node = parseXml(request.body, "VersioningConfiguration");
    const status = textAt(node, "Status");
    if (textAt(node, "MfaDelete") === "Enabled") throw notEmulated("MFA delete");
    if (status !== "Enabled" && status !== "Suspended") {
        throw new AwsError("IllegalVersioningConfigurationException", "The Versioning element must be specified");
    }
    if (bucket.objectLock && status === "Suspended") {
        throw new AwsError(
            "InvalidBucketState",
            "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
            409,
        );
    }
    if (bucket.configuration.replication && status === "Suspended") {
        throw new AwsError(
            "InvalidBucketState",
            "A replication configuration is present on this bucket, so you cannot change the versioning state. " +
                "To change the versioning state, first delete the replication configuration.",
            409,
        );
    }
    bucket.versioning = status;
    return {};
}
