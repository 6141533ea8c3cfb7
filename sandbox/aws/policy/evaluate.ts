import { conditionHolds, type Context } from "./conditions";
import { many, type PolicyDocument, type Statement } from "./document";
import { matchesPattern } from "./patterns";
import { matchPrincipal, type PrincipalMatch, type Requester } from "./principals";

export interface AccessRequest {
    readonly requester: Requester;
    readonly action: string;
    readonly resource: string;
    readonly context: Context;
}

/**
 * A policy's decision. "silent" is not yet a refusal; "deny" overrides every allow. A resource policy that allows an
 * account delegates: the account's own policies decide which identities may.
 */
export type Verdict = "allow" | "deny" | "silent";
export type ResourceVerdict = Verdict | "delegate";

/** A policy on a resource: its statements name principals. */
export function evaluateResourcePolicy(policy: PolicyDocument | undefined, request: AccessRequest): ResourceVerdict {
    const matching = many(policy?.Statement)
        .map((statement) => ({ statement, way: matchStatementPrincipal(statement, request.requester) }))
        .filter(({ statement, way }) => way !== "no" && statementMatches(statement, request));
    const verdict = verdictOf(matching.map(({ statement }) => statement));
    return verdict === "allow" && matching.every(({ way }) => way === "account") ? "delegate" : verdict;
}

/** A policy on an identity. No policy means an administrator. */
export function evaluateIdentityPolicy(policy: PolicyDocument | undefined, request: AccessRequest): Verdict {
    if (policy === undefined) return "allow";
    const statements = many(policy.Statement).filter((statement) => statementMatches(statement, request));
    const verdict = verdictOf(statements);
    const { requester, action, resource } = request;
    if (requester.kind === "identity") {
        requester.onDecision?.({ identity: requester.arns.at(-1) ?? "", action, resource, verdict, statements });
    }
    return verdict;
}

function verdictOf(matching: readonly Statement[]): Verdict {
    if (matching.some((statement) => statement.Effect === "Deny")) return "deny";
    return matching.length > 0 ? "allow" : "silent";
}

function matchStatementPrincipal({ Principal, NotPrincipal }: Statement, requester: Requester): PrincipalMatch {
    if (NotPrincipal !== undefined) return matchPrincipal(NotPrincipal, requester) === "no" ? "itself" : "no";
    return Principal === undefined ? "no" : matchPrincipal(Principal, requester);
}

function statementMatches(statement: Statement, { action, resource, context }: AccessRequest): boolean {
    const actionMatches = (pattern: string) => matchesPattern(pattern, action, true);
    const resourceMatches = (pattern: string) => matchesPattern(pattern, resource);
    return (
        (statement.Action !== undefined
            ? many(statement.Action).some(actionMatches)
            : !many(statement.NotAction).some(actionMatches)) &&
        (statement.Resource !== undefined
            ? many(statement.Resource).some(resourceMatches)
            : !many(statement.NotResource).some(resourceMatches)) &&
        Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
            Object.entries(keys).every(([key, wanted]) =>
                conditionHolds(operator, key, many(wanted).map(String), context),
            ),
        )
    );
}

/** Whether an identity may act on a resource that its own account, or another, owns. */
export function isAllowed(
    resourcePolicy: PolicyDocument | undefined,
    identityPolicy: PolicyDocument | undefined,
    request: AccessRequest,
    sameAccount: boolean,
): boolean {
    const resource = evaluateResourcePolicy(resourcePolicy, request);
    const identity = evaluateIdentityPolicy(identityPolicy, request);
    if (resource === "deny" || identity === "deny") return false;
    // Within an account one side is enough, if the resource policy names the requester. Across accounts both must allow.
    return sameAccount ? resource === "allow" || identity === "allow" : resource !== "silent" && identity === "allow";
}
