import { AwsError } from "../http/errors";
import { authorize } from "./access";
import { checkLifecycleRules } from "./lifecycleRules";
import { bucketOf, header, type S3Request, type S3Response } from "./request";
import { nodesAt, parseXml, s3Document, textAt } from "./xml";

const sizeHeader = "x-amz-transition-default-minimum-object-size";

export function getLifecycle(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:GetLifecycleConfiguration");
    const configuration = bucket.configuration.lifecycle;
    if (!configuration) {
        throw new AwsError("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", 404, {
            BucketName: bucket.name,
        });
    }
    return {
        headers: { [sizeHeader]: bucket.transitionDefaultMinimumObjectSize },
        body: s3Document("LifecycleConfiguration", configuration),
    };
}

export function putLifecycle(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:PutLifecycleConfiguration");
    const rules = nodesAt(parseXml(request.body, "LifecycleConfiguration"), "Rule");
    checkLifecycleRules(rules);
    const size = header(request, sizeHeader) ?? "all_storage_classes_128K";
    if (size !== "all_storage_classes_128K" && size !== "varies_by_storage_class") {
        throw new AwsError("InvalidArgument", `Invalid value for ${sizeHeader}: ${size}`);
    }
    bucket.transitionDefaultMinimumObjectSize = size;
    // S3 gives a rule without an ID a generated one.
    const named = rules.map((rule) => ({ ...rule, ID: textAt(rule, "ID") || request.call.uuid() }));
    bucket.configuration.lifecycle = { Rule: named };
    return { headers: { [sizeHeader]: size } };
}

export function deleteLifecycle(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:PutLifecycleConfiguration");
    delete bucket.configuration.lifecycle;
    return { status: 204 };
}
