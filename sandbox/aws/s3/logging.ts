import { AwsError } from "../http/errors";
import { bucketOf, type S3Request } from "./request";
import { malformedXml, nodesAt, textAt, type XmlNode } from "./xml";

/**
 * S3's checks of server access logging: the target bucket must exist, in the same Region and with the same owner. The
 * target's policy is not checked. If it does not allow delivery, S3 does not deliver.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export function checkLogging(node: XmlNode, request: S3Request): void {
    const enabled = nodesAt(node, "LoggingEnabled").at(0);
    if (!enabled) return; // switched off
    const name = textAt(enabled, "TargetBucket");
    if (name === undefined || textAt(enabled, "TargetPrefix") === undefined) throw malformedXml();
    const source = bucketOf(request);
    const target = request.call.world.buckets[name];
    if (!target) throw invalidTarget("The target bucket for logging does not exist", name);
    if (target.accountId !== source.accountId) {
        throw invalidTarget("The owner for the bucket to be logged and the target bucket must be the same.", name);
    }
    if (target.region !== source.region) {
        // The code is misspelt in S3.
        throw new AwsError("CrossLocationLoggingProhibitted", "Cross S3 location logging not allowed. ", 403, {
            TargetBucketLocation: target.region,
            SourceBucketLocation: source.region,
        });
    }
}

function invalidTarget(message: string, TargetBucket: string): AwsError {
    return new AwsError("InvalidTargetBucketForLogging", message, 400, { TargetBucket });
}
