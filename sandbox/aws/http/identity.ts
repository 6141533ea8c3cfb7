import type { IncomingHttpHeaders } from "node:http";
import type { PolicyDocument } from "../policy/document";
import { AwsError } from "./errors";
import { partitionOf } from "../partition";

/** An access key that was issued or registered. */
export interface AccessKey {
    readonly accountId: string;
    /** @default the account's user `sandbox` */
    readonly arn?: string;
    /** For a role session: the role, because policies name the role and not the session. */
    readonly roleArn?: string;
    /** In the sandbox's time. @default never */
    readonly expiresAt?: number;
    /** What its identity policy allows. @default everything: an administrator of its account */
    readonly policy?: PolicyDocument;
}

/** The caller, as policies see it. */
export interface Caller {
    readonly accessKeyId: string;
    readonly accountId: string;
    readonly arn: string;
    readonly roleArn?: string;
    readonly policy?: PolicyDocument;
}

/** What SigV4 says about a request: the key that signed it, and for which Region and service. */
export interface CredentialScope {
    readonly accessKeyId: string;
    readonly region: string;
    readonly service: string;
}

/** The scope from the Authorization header, or from the query of a presigned URL. */
export function credentialScope(headers: IncomingHttpHeaders, query: URLSearchParams): CredentialScope | undefined {
    const credential =
        /^AWS4-HMAC-SHA256 .*?Credential=([^,\s]+)/.exec(headers.authorization ?? "")?.[1] ??
        query.get("X-Amz-Credential") ??
        undefined;
    const [accessKeyId, date, region, service, terminator] = credential?.split("/") ?? [];
    if (!accessKeyId || !date || !region || !service || terminator !== "aws4_request") return undefined;
    return { accessKeyId, region, service };
}

/** Signatures are not verified. An unknown key is an administrator of the default account. */
export function callerOf(
    scope: CredentialScope,
    keys: Readonly<Record<string, AccessKey>>,
    defaultAccount: string,
): Caller {
    const key: AccessKey = keys[scope.accessKeyId] ?? { accountId: defaultAccount };
    return {
        accessKeyId: scope.accessKeyId,
        accountId: key.accountId,
        arn: key.arn ?? `arn:${partitionOf(scope.region)}:iam::${key.accountId}:user/sandbox`,
        roleArn: key.roleArn,
        policy: key.policy,
    };
}

export function isExpired(key: AccessKey | undefined, now: number): boolean {
    return key?.expiresAt !== undefined && key.expiresAt <= now;
}

/** Each service's error for expired credentials. */
export function expiredCredentials(service: string): AwsError {
    if (service === "s3") return new AwsError("ExpiredToken", "The provided token has expired.", 400);
    const message = "The security token included in the request is expired";
    if (service === "sts") return new AwsError("ExpiredToken", message, 403);
    return new AwsError("ExpiredTokenException", message, 400);
}

/** Each service's error for an unsigned request. */
export function unsigned(service: string): AwsError {
    if (service === "s3") return new AwsError("AccessDenied", "Access Denied", 403);
    if (service === "sts")
        return new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
    return new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", 400);
}
