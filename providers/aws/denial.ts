import { callOf, neededFor } from "./calls";
import { isAccessDenied, isExpiredCredentials, isUnknownCredentials, said } from "./errors";
import { RefusedOnTheWay, tlsRemedy } from "./onTheWay";

/**
 * Whose policy an answer names. AWS says so in its own words: "with an explicit deny in a service control policy", or "because
 * no identity-based policy allows the … action".
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
const POLICIES: readonly [RegExp, string][] = [
    [
        /service control policy/i,
        "A service control policy (SCP) of the organisation denies it: ask its administrators to allow it.",
    ],
    [
        /resource control policy/i,
        "A resource control policy (RCP) of the organisation denies it: ask its administrators to allow it, or to except AWS services.",
    ],
    [
        /permissions boundary/i,
        "The permissions boundary of the caller's role excludes it: widen the boundary, or use another role.",
    ],
    [
        /session policy/i,
        "The policy of the caller's session excludes it: widen the session policy (aws:assumeRoles has one).",
    ],
    [/VPC endpoint policy/i, "The policy of the VPC endpoint excludes it: widen the endpoint's policy."],
    [
        /deny in an identity-based policy/i,
        "A policy of the caller's own denies it: remove the Deny, or use another role.",
    ],
    [
        /deny in a resource-based policy/i,
        "The policy of the resource denies it: remove the Deny from it, or use another role.",
    ],
];

/** What to do about a denial whose policy AWS names, so that nothing needs to be looked up. */
export function explainDenial(message: string): string | undefined {
    return (
        POLICIES.find(([pattern]) => pattern.test(message))?.[1] ??
        (/explicit deny/i.test(message) ? A_DENY : undefined)
    );
}

const A_DENY =
    "A policy denies it explicitly: one of the caller, of the resource or of the organisation. A statement that allows it does " +
    "not help: find the Deny.";

/**
 * What to do about a call that AWS refused for lack of permission or of valid credentials, or that something on the way refused;
 * undefined otherwise.
 */
export function remedyFor(error: unknown): string | undefined {
    if (error instanceof RefusedOnTheWay) return error.remedy;
    const untrusted = tlsRemedy(error);
    if (untrusted !== undefined) return untrusted;
    if (isExpiredCredentials(error)) return "The credentials expired: renew them and run `pulumi up` again.";
    if (isUnknownCredentials(error)) {
        return "AWS does not accept the credentials: check the keys, the profile or the role that they come from.";
    }
    if (!isAccessDenied(error) || !(error instanceof Error)) return undefined;
    return explainDenial(error.message) ?? grantFor(error);
}

function grantFor(error: Error): string | undefined {
    const call = callOf(error);
    // A service that calls another in the caller's name tells which: S3 of KMS.
    const [, action, on] = /not authorized to perform: (\S+)(?: on resource: "?([^\s"]+))?/.exec(error.message) ?? [];
    const needed = call && neededFor(call);
    const isOther = action !== undefined && !needed?.permissions.includes(action);
    const permissions = isOther ? [action] : (needed?.permissions ?? []);
    const resource = isOther ? (on ?? "*") : needed?.resource;
    if (permissions.length === 0) {
        return (
            call &&
            `${call.operation} needs no permission: the policy of a VPC endpoint or of the organisation excludes it.`
        );
    }
    return `Grant the caller ${permissions.join(" and ")} on ${resource}${OWNERS[permissions[0].split(":")[0]] ?? ""}.`;
}

/** Who has a say beside the caller's own policies. */
const OWNERS: Readonly<Record<string, string>> = {
    s3: "; if another account owns the bucket, in the bucket's policy too",
    kms: "; the key's policy must allow it too",
    sts: "; the role's trust policy must allow it too",
};

/** What was refused, and the remedy: whole sentences for the end of a message of our own. */
export function explained(error: unknown): string {
    const remedy = remedyFor(error);
    return remedy === undefined ? `${said(error)}.` : `${said(error)}. ${remedy}`;
}

/**
 * What to do if objects may not be deleted, or if something is refused that a deletion needs.
 * @param all everything that it needs, so that nobody has to grant one after the other.
 */
export function adviceOnRemoval(error: unknown, all: string): string | undefined {
    const remedy = remedyFor(error);
    if (remedy === undefined || !isAccessDenied(error)) return remedy;
    const isDeletion = callOf(error)?.operation.startsWith("DeleteObject");
    const lock = isDeletion
        ? "Objects under Object Lock cannot be deleted before their retention ends. Otherwise: "
        : "";
    return `${lock}${remedy} All that it needs: ${all}. Or set removalPolicy: "retain".`;
}
