import type { Call } from "./call";
import { AwsError } from "./errors";
import type { Context } from "../policy/conditions";
import { evaluateIdentityPolicy } from "../policy/evaluate";
import { requesterOf, secureTransport } from "../s3/access";

/** Refuses, as AWS does, what the caller's identity policy does not allow. A caller without a policy is an administrator. */
export function authorizeIdentity(
    call: Call,
    action: string,
    resource: string,
    context: Context = {},
    { code, status }: { code: string; status?: number } = { code: "AccessDeniedException" },
): void {
    const { caller } = call;
    const request = { requester: requesterOf(call), action, resource, context: { ...secureTransport, ...context } };
    const verdict = evaluateIdentityPolicy(caller.policy, request);
    if (verdict === "allow") return;
    const why =
        verdict === "deny"
            ? "with an explicit deny in an identity-based policy"
            : `because no identity-based policy allows the ${action} action`;
    throw new AwsError(
        code,
        `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
        status,
    );
}
