import type { Call } from "../http/call";
import { AwsError } from "../http/errors";
import { dnsSuffixOf } from "../partition";
import type { PolicyDocument } from "../policy/document";
import { evaluateIdentityPolicy, evaluateResourcePolicy } from "../policy/evaluate";
import { requesterOf, secureTransport } from "../s3/access";
import { findKey } from "./keys";

/**
 * Refuses the call unless the caller may use the key that the service encrypts with. The key policy decides first. The
 * identity's own policy counts only if the key policy names the whole account; if it names the identity, none is needed.
 * Across accounts both must allow.
 * https://docs.aws.amazon.com/kms/latest/developerguide/control-access-overview.html
 *
 * Callers without a policy are administrators and are not checked.
 */
export function authorizeKey(call: Call, keyName: string | undefined, action: string, service: string): void {
    const { caller, region } = call;
    if (keyName === undefined || caller.policy === undefined) return;
    const key = findKey(call.world, keyName, caller.accountId, region);
    const refused = (why: string) => {
        const what = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${key?.arn ?? keyName}`;
        return new AwsError("AccessDeniedException", `${what} ${why}`, 400);
    };
    if (key?.state !== "Enabled") throw refused("because the resource does not exist or is not enabled");
    const context = {
        ...secureTransport,
        "kms:viaservice": [`${service}.${region}.${dnsSuffixOf(region)}`],
        "kms:calleraccount": [caller.accountId],
        "aws:principalarn": [caller.roleArn ?? caller.arn],
    };
    const requester = requesterOf(call);
    const request = { requester, action, resource: key.arn, context };
    const byKey = evaluateResourcePolicy(JSON.parse(key.policy) as PolicyDocument, request);
    if (byKey === "deny") throw refused("with an explicit deny in a resource-based policy");
    if (byKey === "silent") throw refused(`because no resource-based policy allows the ${action} action`);
    const byIdentity = evaluateIdentityPolicy(caller.policy, request);
    if (byIdentity === "deny") throw refused("with an explicit deny in an identity-based policy");
    const isForeign = key.accountId !== caller.accountId;
    if (byIdentity === "allow" || (byKey === "allow" && !isForeign)) return;
    throw refused(`because no identity-based policy allows the ${action} action`);
}
