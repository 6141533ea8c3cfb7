import { AwsError } from "../http/errors";
import { authorize } from "./access";
import { checkTags } from "./configuration";
import { bucketOf, type S3Request, type S3Response } from "./request";
import { requestedVersion } from "./requestedVersion";
import { nodesAt, parseXml, s3Document, textAt } from "./xml";

export function getObjectTagging(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:GetObjectTagging", request.key);
    const tags = Object.entries(requestedVersion(bucket, request).tags).map(([Key, Value]) => ({ Key, Value }));
    return { body: s3Document("Tagging", { TagSet: { Tag: tags } }) };
}

export function putObjectTagging(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:PutObjectTagging", request.key);
    const node = parseXml(request.body, "Tagging");
    checkTags(node);
    const tags = nodesAt(nodesAt(node, "TagSet")[0], "Tag");
    if (tags.length > 10) throw new AwsError("BadRequest", "Object tags cannot be greater than 10");
    requestedVersion(bucket, request).tags = Object.fromEntries(
        tags.map((tag) => [textAt(tag, "Key") ?? "", textAt(tag, "Value") ?? ""]),
    );
    return {};
}

export function deleteObjectTagging(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:DeleteObjectTagging", request.key);
    requestedVersion(bucket, request).tags = {};
    return { status: 204 };
}
