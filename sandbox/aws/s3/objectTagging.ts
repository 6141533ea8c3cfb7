import { AwsError } from "../http/errors";
import { authorize } from "./access";
import { type Bucket } from "./bucket";
import { bucketOf, type S3Request, type S3Response } from "./request";
import { requestedVersion } from "./requestedVersion";
import { nodesAt, parseXml, s3Document, textAt } from "./xml";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const MOST_TAGS = 10;

export function getObjectTagging(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, actionOf("Get", request), request.key);
    const { tags, versionId } = requestedVersion(bucket, request);
    const Tag = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    return { headers: versionHeader(bucket, versionId), body: s3Document("Tagging", { TagSet: { Tag } }) };
}

/** Replaces all tags. */
export function putObjectTagging(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, actionOf("Put", request), request.key);
    const given = nodesAt(nodesAt(parseXml(request.body, "Tagging"), "TagSet")[0], "Tag");
    const tags = checkedTags(given.map((tag) => [textAt(tag, "Key") ?? "", textAt(tag, "Value") ?? ""]));
    const version = requestedVersion(bucket, request);
    version.tags = tags;
    return { headers: versionHeader(bucket, version.versionId) };
}

/** Throws S3's errors about what cannot be the tags of an object. */
export function checkedTags(tags: readonly [key: string, value: string][]): Record<string, string> {
    if (new Set(tags.map(([key]) => key)).size < tags.length) {
        throw new AwsError("InvalidTag", "Cannot provide multiple Tags with the same key");
    }
    if (tags.length > MOST_TAGS) {
        throw new AwsError("BadRequest", `Object tags cannot be greater than ${MOST_TAGS}`);
    }
    if (tags.some(([key]) => key === "" || key.length > 128)) {
        throw new AwsError("InvalidTag", "The TagKey you have provided is invalid");
    }
    if (tags.some(([, value]) => value.length > 256)) {
        throw new AwsError("InvalidTag", "The TagValue you have provided is invalid");
    }
    return Object.fromEntries(tags);
}

function actionOf(what: "Get" | "Put", { query }: S3Request): string {
    return `s3:${what}Object${query.has("versionId") ? "Version" : ""}Tagging`;
}

const versionHeader = ({ versioning }: Bucket, versionId: string) => ({
    "x-amz-version-id": versioning ? versionId : undefined,
});
