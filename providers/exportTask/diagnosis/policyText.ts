/** A statement of a policy as somebody wrote it. */
export interface FoundStatement {
    readonly Sid?: string;
    readonly Effect?: string;
    readonly Principal?: unknown;
    readonly NotPrincipal?: unknown;
    readonly Action?: unknown;
    readonly NotAction?: unknown;
    readonly Resource?: unknown;
    readonly NotResource?: unknown;
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export function statementsOf(policy: string | undefined): FoundStatement[] {
    if (!policy) return [];
    const { Statement } = JSON.parse(policy) as { Statement?: FoundStatement | FoundStatement[] };
    return Statement === undefined ? [] : Array.isArray(Statement) ? Statement : [Statement];
}

/** Whether a statement is about an action: `Action` names it, or `NotAction` does not. */
export function coversAction({ Action, NotAction }: FoundStatement, action: string): boolean {
    const isIn = (actions: unknown) => listOf(actions).some((one) => matches(one, action, true));
    return NotAction === undefined ? isIn(Action) : !isIn(NotAction);
}

export function coversResource({ Resource, NotResource }: FoundStatement, resource: string): boolean {
    const isIn = (resources: unknown) => listOf(resources).some((one) => matches(one, resource));
    return NotResource === undefined ? isIn(Resource) : !isIn(NotResource);
}

/** Whether a statement is about a service: `Principal` names it or everybody, or `NotPrincipal` does not name it. */
export function coversService({ Principal, NotPrincipal }: FoundStatement, service: string): boolean {
    return NotPrincipal === undefined ? isPrincipal(Principal, service) : !isPrincipal(NotPrincipal, service);
}

function isPrincipal(principal: unknown, service: string): boolean {
    if (principal === "*") return true;
    const { Service, AWS } = Object(principal) as { Service?: unknown; AWS?: unknown };
    return listOf(Service).includes(service) || listOf(Service).includes("*") || listOf(AWS).includes("*");
}

export function listOf(value: unknown): string[] {
    return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);
}

/** IAM's wildcards: `*` for any characters, `?` for one. */
export function matches(pattern: string, value: string, ignoreCase = false): boolean {
    const source = pattern
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replace(/\*/g, ".*")
        .replace(/\?/g, ".");
    return new RegExp(`^${source}$`, ignoreCase ? "is" : "s").test(value);
}
