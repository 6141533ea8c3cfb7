import { AwsError } from "../http/errors";
import { bucketOf, type S3Request } from "./request";
import { malformedXml, nodesAt, textAt, type XmlNode } from "./xml";

const mostRules = 1000;

/**
 * S3's checks of a replication configuration. It is stored, but no object is copied.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html
 */
export function checkReplication(node: XmlNode, request: S3Request): void {
    const rules = nodesAt(node, "Rule");
    if (textAt(node, "Role") === undefined || rules.length === 0) throw malformedXml();
    if (rules.length > mostRules) {
        throw invalid(`The number of replication rules must not exceed the allowed limit of ${mostRules} rules.`);
    }
    if (bucketOf(request).versioning !== "Enabled") {
        throw invalid("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
    }
    const ids = rules.map((rule) => textAt(rule, "ID")).filter((id) => id !== undefined);
    if (new Set(ids).size < ids.length) throw new AwsError("InvalidArgument", "Rule Id must be unique.");
    for (const rule of rules) {
        checkRule(rule);
        checkDestination(nodesAt(rule, "Destination").at(0), request);
    }
}

/** A rule with a filter (the current schema) needs Priority and DeleteMarkerReplication. A rule without one needs Prefix. */
function checkRule(rule: XmlNode): void {
    if (!["Enabled", "Disabled"].includes(textAt(rule, "Status") ?? "")) throw malformedXml();
    if (rule.Filter === undefined) {
        if (textAt(rule, "Prefix") === undefined) throw malformedXml();
        return;
    }
    for (const name of ["Priority", "DeleteMarkerReplication"]) {
        if (rule[name] === undefined) {
            throw invalid(
                `${name} must be specified for this version of Cross Region Replication configuration schema. ` +
                    "Please refer to S3 Developer Guide for more information.",
            );
        }
    }
}

function checkDestination(destination: XmlNode | undefined, request: S3Request): void {
    const arn = textAt(destination, "Bucket");
    if (arn === undefined) throw malformedXml();
    const name = /^arn:[^:]+:s3:::(.+)$/.exec(arn)?.[1];
    if (name === undefined) throw new AwsError("InvalidArgument", "Invalid bucket ARN.");
    if (name === request.bucket) throw invalid("Destination bucket cannot be the same as the source bucket.");
    const target = request.call.world.buckets[name];
    if (!target) throw invalid("Destination bucket must exist.");
    if (target.versioning !== "Enabled") throw invalid("Destination bucket must have versioning enabled.");
}

function invalid(message: string): AwsError {
    return new AwsError("InvalidRequest", message);
}
