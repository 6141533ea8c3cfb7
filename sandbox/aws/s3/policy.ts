import { AwsError, notEmulated } from "../http/errors";
import { many, type PolicyDocument, type Statement } from "../policy/document";
import { parsePolicy } from "../policy/parse";
import { authorize, resourceArn } from "./access";
import type { Bucket } from "./bucket";
import { bucketOf, type S3Request, type S3Response } from "./request";
import { textAt } from "./xml";

const maximumBytes = 20 * 1024;

export function getBucketPolicy(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:GetBucketPolicy");
    if (bucket.policy === undefined) throw noPolicy(bucket);
    return { headers: { "content-type": "application/json" }, body: bucket.policy };
}

export function putBucketPolicy(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:PutBucketPolicy");
    const text = request.body.toString("utf8");
    if (request.body.length > maximumBytes) {
        throw new AwsError(
            "PolicyTooLarge",
            "Normalized policy document exceeds the maximum allowed size of 20480 bytes",
        );
    }
    const parsed = parsePolicy(text);
    if ("problem" in parsed) {
        throw parsed.emulated ? new AwsError("MalformedPolicy", parsed.problem) : notEmulated(parsed.problem);
    }
    for (const statement of many(parsed.policy.Statement)) checkResources(statement, bucket);
    if (textAt(bucket.configuration.publicAccessBlock, "BlockPublicPolicy") === "true" && isPublic(parsed.policy)) {
        throw new AwsError(
            "AccessDenied",
            `User: ${request.call.caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "${resourceArn(bucket)}" ` +
                "because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.",
            403,
        );
    }
    bucket.policy = text;
    return { status: 204 };
}

export function deleteBucketPolicy(request: S3Request): S3Response {
    const bucket = bucketOf(request);
    authorize(request, bucket, "s3:DeleteBucketPolicy");
    bucket.policy = undefined;
    return { status: 204 };
}

function noPolicy(bucket: Bucket): AwsError {
    return new AwsError("NoSuchBucketPolicy", "The bucket policy does not exist", 404, { BucketName: bucket.name });
}

/** A bucket policy may name only that bucket, and object actions need object resources. */
function checkResources(statement: Statement, bucket: Bucket): void {
    const arn = resourceArn(bucket);
    const resources = [...many(statement.Resource), ...many(statement.NotResource)];
    if (resources.some((resource) => resource !== arn && !resource.startsWith(`${arn}/`) && resource !== `${arn}*`)) {
        throw new AwsError("MalformedPolicy", "Policy has invalid resource");
    }
    const objectOnly = ["s3:putobject", "s3:getobject", "s3:deleteobject"];
    const bucketOnly = ["s3:getbucketacl", "s3:listbucket", "s3:getbucketlocation"];
    const hasObjects = many(statement.Resource).some((resource) => resource !== arn);
    const hasBucket = many(statement.Resource).some((resource) => resource === arn || resource === `${arn}*`);
    const hopeless = many(statement.Action).some(
        (action) =>
            (objectOnly.includes(action.toLowerCase()) && !hasObjects) ||
            (bucketOnly.includes(action.toLowerCase()) && !hasBucket),
    );
    if (hopeless && statement.Resource !== undefined) {
        throw new AwsError("MalformedPolicy", "Action does not apply to any resource(s) in statement");
    }
}

/** S3's definition of public: everybody is allowed, and no condition restricts access to fixed values. */
function isPublic(policy: PolicyDocument): boolean {
    const narrowing =
        /^(aws:(SourceArn|SourceAccount|SourceOrgID|SourceVpce|SourceVpc|SourceIp|PrincipalOrgID|PrincipalArn|PrincipalAccount|userid)|s3:DataAccessPointAccount)$/i;
    return many(policy.Statement).some((statement) => {
        const { Principal: principal } = statement;
        const everybody = principal === "*" || (typeof principal === "object" && many(principal.AWS).includes("*"));
        const keys = Object.entries(statement.Condition ?? {}).flatMap(([operator, block]) =>
            /Not|IfExists|Null/.test(operator) ? [] : Object.keys(block),
        );
        return statement.Effect === "Allow" && everybody && !keys.some((key) => narrowing.test(key));
    });
}
