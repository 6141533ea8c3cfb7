import { AwsError } from "../http/errors";
import { bucketOf, type S3Request } from "./request";
import { malformedXml, nodesAt, textAt, type XmlNode } from "./xml";

/**
 * What S3 refuses of server access logging: the bucket that receives the logs is there, in the same Region, of the same
 * owner. Whether its policy lets S3 deliver is not looked at; where it does not, S3 just does not deliver.
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
        // S3 spells the code so.
        throw new AwsError("CrossLocationLoggingProhibitted", "Cross S3 location logging not allowed. ", 403, {
            TargetBucketLocation: target.region,
            SourceBucketLocation: source.region,
        });
    }
}

function invalidTarget(message: string, TargetBucket: string): AwsError {
    return new AwsError("InvalidTargetBucketForLogging", message, 400, { TargetBucket });
}
