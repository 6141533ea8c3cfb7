import type { Call } from "../http/call";
import { AwsError } from "../http/errors";
import { bucketArn } from "../partition";
import type { Context } from "../policy/conditions";
import type { PolicyDocument } from "../policy/document";
import { evaluateIdentityPolicy, evaluateResourcePolicy, isAllowed } from "../policy/evaluate";
import type { Bucket } from "./bucket";
import { header, type S3Request } from "./request";

/** The request headers and parameters that policies may check, by condition key. */
const conditionHeaders: Readonly<Record<string, string>> = {
    "s3:x-amz-acl": "x-amz-acl",
    "s3:x-amz-server-side-encryption": "x-amz-server-side-encryption",
    "s3:x-amz-server-side-encryption-aws-kms-key-id": "x-amz-server-side-encryption-aws-kms-key-id",
    "s3:x-amz-storage-class": "x-amz-storage-class",
    "s3:object-lock-mode": "x-amz-object-lock-mode",
};
const conditionParameters: Readonly<Record<string, string>> = {
    "s3:prefix": "prefix",
    "s3:delimiter": "delimiter",
    "s3:max-keys": "max-keys",
    "s3:versionid": "versionId",
};

/** The sandbox listens on HTTP. Policies see every request as if it came over TLS. */
export const secureTransport: Context = { "aws:securetransport": ["true"], "s3:tlsversion": ["1.3"] };

/** Policies by their text, which every request would parse again. */
const parsed = new Map<string, PolicyDocument>();

export function bucketPolicy({ policy: text }: Bucket): PolicyDocument | undefined {
    if (text === undefined) return undefined;
    let policy = parsed.get(text);
    if (!policy) parsed.set(text, (policy = JSON.parse(text) as PolicyDocument));
    return policy;
}

export function resourceArn(bucket: Bucket, key?: string): string {
    return bucketArn(bucket.region, bucket.name) + (key === undefined ? "" : `/${key}`);
}

/** The caller as policies see it: the identity's ARN, and for a session also its role's ARN. */
export function requesterOf({ caller, onDecision }: Pick<Call, "caller" | "onDecision">) {
    const { accountId, arn, roleArn } = caller;
    return { kind: "identity" as const, accountId, arns: roleArn ? [arn, roleArn] : [arn], onDecision };
}

function contextOf(request: S3Request, bucket: Bucket): Context {
    const { caller } = request.call;
    const pairs: [string, string | undefined | null][] = [
        ["aws:principalarn", caller.roleArn ?? caller.arn],
        ["aws:principalaccount", caller.accountId],
        ["aws:principalisawsservice", "false"],
        ["aws:resourceaccount", bucket.accountId],
        ["s3:resourceaccount", bucket.accountId],
        ["aws:requestedregion", request.call.region],
        ...Object.entries(conditionHeaders).map(([key, name]) => [key, header(request, name)] as [string, string]),
        ...Object.entries(conditionParameters).map(([key, name]) => [key, request.query.get(name)] as [string, string]),
    ];
    const present = pairs.filter(([, value]) => value != null).map(([key, value]) => [key, [String(value)]] as const);
    return { ...secureTransport, ...Object.fromEntries(present) };
}

/** Throws S3's AccessDenied unless the caller may do this. */
export function authorize(request: S3Request, bucket: Bucket, action: string, key?: string): void {
    const { call } = request;
    const access = {
        requester: requesterOf(call),
        action,
        resource: resourceArn(bucket, key),
        context: contextOf(request, bucket),
    };
    const policy = bucketPolicy(bucket);
    const sameAccount = call.caller.accountId === bucket.accountId;
    if (isAllowed(policy, call.caller.policy, access, sameAccount)) return;

    const why =
        evaluateResourcePolicy(policy, access) === "deny"
            ? "with an explicit deny in a resource-based policy"
            : evaluateIdentityPolicy(call.caller.policy, access) === "deny"
              ? "with an explicit deny in an identity-based policy"
              : sameAccount
                ? `because no identity-based policy allows the ${action} action`
                : `because no resource-based policy allows the ${action} action`;
    throw new AwsError(
        "AccessDenied",
        `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: "${access.resource}" ${why}`,
        403,
    );
}
