import { operatorSupport } from "./conditions";
import { many, type PolicyDocument, type Statement } from "./document";

/** The parsed policy, or its problem. */
export type ParsedPolicy =
    { readonly policy: PolicyDocument } | { readonly problem: string; readonly emulated: boolean };

/** The checks of S3 and KMS when a policy is stored. The texts are those of S3. */
export function parsePolicy(text: string): ParsedPolicy {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        return refuse("This policy contains invalid Json");
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        return refuse("Policies must be valid JSON and the first byte must be '{'");
    }
    const policy = value as Partial<PolicyDocument>;
    if (policy.Version !== undefined && policy.Version !== "2012-10-17" && policy.Version !== "2008-10-17") {
        return refuse("The policy must contain a valid version string");
    }
    if (policy.Statement === undefined || many(policy.Statement).length === 0) {
        return refuse("Missing required field Statement");
    }
    for (const statement of many(policy.Statement)) {
        const problem = statementProblem(statement);
        if (problem) return problem;
    }
    const sids = many(policy.Statement).flatMap((statement) => statement.Sid ?? []);
    if (new Set(sids).size < sids.length) return refuse("Policy statement Sids must be unique");
    return { policy: policy as PolicyDocument };
}

function statementProblem(statement: Statement): ParsedPolicy | undefined {
    if (statement.Effect !== "Allow" && statement.Effect !== "Deny")
        return refuse("Invalid effect: " + statement.Effect);
    if (statement.Principal === undefined && statement.NotPrincipal === undefined) {
        return refuse("Missing required field Principal");
    }
    if (statement.Action === undefined && statement.NotAction === undefined) {
        return refuse("Missing required field Action");
    }
    if (statement.Resource === undefined && statement.NotResource === undefined) {
        return refuse("Missing required field Resource");
    }
    const principals = [statement.Principal, statement.NotPrincipal].filter((one) => one !== undefined);
    for (const principal of principals) {
        if (principal === "*") continue;
        if (typeof principal !== "object") return refuse("Invalid policy syntax.");
        const known = ["AWS", "Service", "Federated", "CanonicalUser"];
        const unknown = Object.keys(principal).find((kind) => !known.includes(kind));
        if (unknown) return refuse("Invalid principal in policy");
        if (many(principal.AWS).some((name) => name !== "*" && !isAwsPrincipal(name))) {
            return refuse("Invalid principal in policy");
        }
    }
    for (const operator of Object.keys(statement.Condition ?? {})) {
        const support = operatorSupport(operator);
        if (support === "unknown") return refuse(`Invalid Condition type : ${operator}`);
        if (support === "not emulated") return refuse(`the policy condition operator ${operator}`, false);
    }
    return undefined;
}

function isAwsPrincipal(name: string): boolean {
    return /^\d{12}$/.test(name) || /^arn:[^:]+:(iam|sts)::\d{12}:[^*]+$/.test(name) || /^A[A-Z0-9]{15,}$/.test(name);
}

function refuse(problem: string, emulated = true): ParsedPolicy {
    return { problem, emulated };
}
