import type { Decision } from "./decisions";
import { many, type Principal } from "./document";
import { matchesPattern } from "./patterns";

/** The requester: a service, or an identity of an account. */
export type Requester =
    | { readonly kind: "service"; readonly name: string }
    | {
          readonly kind: "identity";
          readonly accountId: string;
          readonly arns: readonly string[];
          /** Called with the decision of the identity's policy. */
          readonly onDecision?: (decision: Decision) => void;
      };

/** How a Principal element matches the requester: directly, or only by its account. */
export type PrincipalMatch = "itself" | "account" | "no";

/**
 * | principal                | service            | identity                              |
 * |--------------------------|--------------------|---------------------------------------|
 * | "*" or AWS: "*"          | itself             | itself                                |
 * | Service: name            | the same name      | no                                    |
 * | AWS: account ID or :root | no                 | account, where it is of that account  |
 * | AWS: ARN                 | no                 | its own ARN or that of its role       |
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function matchPrincipal(principal: Principal, requester: Requester): PrincipalMatch {
    if (principal === "*") return "itself";
    const ways = Object.entries(principal).flatMap(([kind, names]) =>
        many(names).map((name) => matchName(kind, name, requester)),
    );
    return ways.find((way) => way === "itself") ?? ways.find((way) => way === "account") ?? "no";
}

function matchName(kind: string, name: string, requester: Requester): PrincipalMatch {
    if (kind === "Service") return requester.kind === "service" && requester.name === name ? "itself" : "no";
    if (kind !== "AWS") return "no";
    if (name === "*") return "itself";
    if (requester.kind === "service") return "no";
    const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
    if (account) return account === requester.accountId ? "account" : "no";
    // IAM refuses wildcards within an ARN here, so such an ARN grants nothing.
    return requester.arns.some((arn) => !name.includes("*") && matchesPattern(name, arn)) ? "itself" : "no";
}
