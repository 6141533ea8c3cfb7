import { authorizeIdentity } from "../http/authorize";
import type { Call } from "../http/call";
import { AwsError, notEmulated } from "../http/errors";
import { partitionOf } from "../partition";
import type { Answer } from "../protocol";
import { writeXml, type XmlOutputNode } from "../s3/xml";

const namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

export function runSts(call: Call, form: URLSearchParams): XmlOutputNode {
    switch (call.operation) {
        case "GetCallerIdentity":
            return { UserId: call.caller.accessKeyId, Account: call.caller.accountId, Arn: call.caller.arn };
        case "AssumeRole":
            return assumeRole(call, form);
        case "AssumeRoleWithWebIdentity":
            if (!form.get("WebIdentityToken")) throw new AwsError("InvalidIdentityToken", "No token was given.");
            return assumeRole(call, form);
        default:
            throw notEmulated(`STS ${call.operation}`);
    }
}

/** Every role trusts every caller, unless a fault prevents it; the caller's own policy must allow it. The new key belongs to the role's account. */
function assumeRole(call: Call, form: URLSearchParams): XmlOutputNode {
    const roleArn = form.get("RoleArn") ?? "";
    const [, partition, accountId, path] = /^arn:([^:]+):iam::(\d{12}):role\/(.+)$/.exec(roleArn) ?? [];
    if (path === undefined || partition !== partitionOf(call.region)) {
        throw new AwsError("ValidationError", `${roleArn} is invalid`);
    }
    if (call.operation === "AssumeRole") {
        authorizeIdentity(call, "sts:AssumeRole", roleArn, {}, { code: "AccessDenied", status: 403 });
    }
    const session = form.get("RoleSessionName") ?? "";
    if (!/^[\w+=,.@-]{2,64}$/.test(session)) {
        throw new AwsError(
            "ValidationError",
            `1 validation error detected: Value '${session}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
        );
    }
    const seconds = Number(form.get("DurationSeconds") ?? 3600);
    // Role chaining is limited to one hour.
    const longest = call.caller.roleArn ? 3600 : 43_200;
    if (!(seconds >= 900 && seconds <= longest)) {
        throw new AwsError(
            "ValidationError",
            call.caller.roleArn && seconds > longest
                ? "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
                : "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        );
    }
    const accessKeyId = `ASIA${call.uuid().replace(/-/g, "").slice(0, 16).toUpperCase()}`;
    const expiresAt = call.now + seconds * 1000;
    const arn = `arn:${partition}:sts::${accountId}:assumed-role/${path.split("/").at(-1)}/${session}`;
    call.world.keys[accessKeyId] = { accountId, arn, roleArn, expiresAt };
    return {
        AssumedRoleUser: { AssumedRoleId: `AROASANDBOX:${session}`, Arn: arn },
        Credentials: {
            AccessKeyId: accessKeyId,
            SecretAccessKey: call.uuid(),
            SessionToken: call.uuid(),
            // The SDK compares this with the real time, not with the sandbox's clock.
            Expiration: new Date(call.settings.realTime(expiresAt)).toISOString(),
        },
    };
}

export function stsAnswer(operation: string, result: XmlOutputNode, requestId: string): Answer {
    const body = writeXml(`${operation}Response`, {
        "@xmlns": namespace,
        [`${operation}Result`]: result,
        ResponseMetadata: { RequestId: requestId },
    });
    return { status: 200, headers: headers(requestId), body };
}

export function stsError(error: AwsError, requestId: string): Answer {
    const body = writeXml("ErrorResponse", {
        "@xmlns": namespace,
        Error: { Type: error.status < 500 ? "Sender" : "Receiver", Code: error.code, Message: error.message },
        RequestId: requestId,
    });
    return { status: error.status, headers: { ...headers(requestId), ...error.headers }, body };
}

function headers(requestId: string): Record<string, string> {
    return { "content-type": "text/xml", "x-amzn-requestid": requestId };
}
