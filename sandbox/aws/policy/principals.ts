import type { Decision } from "./decisions";
import { many, type Principal } from "./document";
import { matchesPattern } from "./patterns";

/** Who asks: a service, or an identity of an account. */
export type Requester =
    | { readonly kind: "service"; readonly name: string }
    | {
          readonly kind: "identity";
          readonly accountId: string;
          readonly arns: readonly string[];
          /** Hears what the identity's policy says. */
          readonly witness?: (decision: Decision) => void;
      };

/**
 * Whether a Principal element names the requester.
 *
 * | principal                | service            | identity                              |
 * |--------------------------|--------------------|---------------------------------------|
 * | "*" or AWS: "*"          | yes                | yes                                   |
 * | Service: name            | the same name      | no                                    |
 * | AWS: account ID or :root | no                 | of that account                       |
 * | AWS: ARN                 | no                 | its own ARN or that of its role       |
 */
export function namesRequester(principal: Principal, requester: Requester): boolean {
    if (principal === "*") return true;
    return Object.entries(principal).some(([kind, names]) =>
        many(names).some((name) => {
            if (kind === "Service") return requester.kind === "service" && requester.name === name;
            if (kind !== "AWS") return false;
            if (name === "*") return true;
            if (requester.kind === "service") return false;
            const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
            if (account) return account === requester.accountId;
            // IAM refuses wildcards within an ARN here; matched literally so that such a policy grants nothing.
            return requester.arns.some((arn) => !name.includes("*") && matchesPattern(name, arn));
        }),
    );
}
