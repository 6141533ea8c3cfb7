import { type ExportGrant, grantStatements } from "../../policies/bucketPolicy";
import { logsPrincipal } from "../../policies/principal";

/** What CloudWatch Logs must be allowed to do with the bucket, and for whom. */
export interface NeededGrant extends ExportGrant {
    readonly sourceAccounts: readonly string[];
    readonly destinationPrefix: string;
    readonly logGroupName: string;
}

interface FoundStatement {
    readonly Sid?: string;
    readonly Effect?: string;
    readonly Principal?: unknown;
    readonly Action?: unknown;
    readonly Resource?: unknown;
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * What a bucket policy lacks for an export, in words, with the statement to add; undefined where nothing is missing.
 *
 * It compares with what an export needs, part by part, and names the first part in which the statement that comes nearest
 * differs: action, principal, resource, account, source ARN, ACL condition. A Deny that hits the service comes first. An
 * organisation cannot be compared: see organizationOf.
 */
export function missingGrant(policy: string | undefined, needed: NeededGrant): string | undefined {
    const statements = statementsOf(policy);
    for (const [index, action] of ["s3:GetBucketAcl", "s3:PutObject"].entries()) {
        const parts = partsOf(action, needed);
        const deny = statements.find((one) => one.Effect === "Deny" && denies(one, parts));
        if (deny)
            return `its statement ${deny.Sid ?? "without Sid"} denies ${action} to ${logsPrincipal(needed.region)}.`;
        const allows = statements.filter((one) => one.Effect === "Allow" && parts[0].holds(one));
        const failing = allows.map((one) => ({ one, at: parts.findIndex((part) => !part.holds(one)) }));
        if (failing.some(({ at }) => at < 0)) continue;
        const add = `Add this statement: ${JSON.stringify(grantStatements(needed)[index])}`;
        const nearest = failing.sort((a, b) => b.at - a.at).at(0);
        if (!nearest) return `no statement allows ${action}. ${add}`;
        const { name, wanted, given, option } = parts[nearest.at];
        const sid = nearest.one.Sid ? `statement ${nearest.one.Sid}` : "the statement";
        const wider = option && isOurs(nearest.one, index, needed) ? ` ${widen(option)}` : "";
        return `${sid} for ${action} has the wrong ${name}: it must be ${wanted}, but is ${given(nearest.one)}. ${add}${wider}`;
    }
    return undefined;
}

/**
 * The only organisation that the policy allows, if it is right otherwise: whether the caller's account is in it
 * cannot be seen from here.
 */
export function organizationOf(policy: string | undefined, needed: NeededGrant): string | undefined {
    if (missingGrant(policy, needed) !== undefined) return undefined;
    const statements = statementsOf(policy).filter(({ Effect }) => Effect === "Allow");
    for (const action of ["s3:GetBucketAcl", "s3:PutObject"]) {
        const parts = partsOf(action, needed);
        const lets = statements.filter((one) => parts.every((part) => part.holds(one)));
        const organizations = lets.map((one) => valuesOf(one, ORGANIZATION_KEY).flat());
        if (organizations.every((ids) => ids.length > 0)) return organizations.flat()[0];
    }
    return undefined;
}

const ORGANIZATION_KEY = "aws:SourceOrgID";

/**
 * Whether a statement has the form of the one that an ExportBucket writes, for accounts or for an organisation: then its
 * own list must be changed, or the next up undoes what was added by hand. The Sid decides nothing: a policy that was
 * merged with others may give another.
 */
function isOurs(statement: FoundStatement, index: number, needed: NeededGrant): boolean {
    const forOrganization = { ...needed, sourceAccounts: undefined, sourceOrganizationId: "o-any" };
    return [needed, forOrganization].some((grant) => formOf(grantStatements(grant)[index]) === formOf(statement));
}

/** All of a statement but its Sid and what the options of an ExportBucket decide: its resources and its conditions' values. */
function formOf({ Effect, Principal, Action, Condition }: FoundStatement): string {
    const principals = Object.entries(Principal ?? {}).map(([kind, who]) => [kind, listOf(who)]);
    const conditions = Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
        Object.keys(keys).map((key) => `${operator} ${key.toLowerCase()}`),
    );
    return JSON.stringify([Effect, principals, listOf(Action), conditions.sort()]);
}

function widen(option: string): string {
    const own =
        option === "sourceAccounts" ? "" : `; "own" stands for those of the LogExport that the bucket is made for`;
    return `Where an ExportBucket or a LogExport writes this policy, add it to ${option} of the bucket instead${own}.`;
}

interface Part {
    readonly name: string;
    readonly wanted: string;
    readonly holds: (statement: FoundStatement) => boolean;
    readonly given: (statement: FoundStatement) => string;
    /** The option of an ExportBucket that decides it. */
    readonly option?: string;
}

function partsOf(action: string, needed: NeededGrant): Part[] {
    const { bucketArn, region, sourceAccounts, destinationPrefix, logGroupName } = needed;
    const [account = ""] = sourceAccounts;
    const partition = bucketArn.split(":")[1];
    const isPut = action === "s3:PutObject";
    const object = `${bucketArn}/${destinationPrefix}/task/stream/000000.gz`;
    const resource = isPut ? object : bucketArn;
    const sourceArn = `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName}`;
    const parts: Part[] = [
        {
            name: "action",
            wanted: action,
            holds: ({ Action }) => listOf(Action).some((one) => matches(one, action, true)),
            given: ({ Action }) => JSON.stringify(Action),
        },
        {
            name: "principal",
            wanted: JSON.stringify({ Service: logsPrincipal(region) }),
            holds: ({ Principal }) => isPrincipal(Principal, logsPrincipal(region)),
            given: ({ Principal }) => JSON.stringify(Principal),
        },
        {
            name: "resource",
            wanted: isPut ? `one that covers ${bucketArn}/${destinationPrefix}/*` : bucketArn,
            holds: ({ Resource }) => listOf(Resource).some((one) => matches(one, resource)),
            given: ({ Resource }) => JSON.stringify(Resource),
            ...(isPut && { option: "destinationPrefixes" }),
        },
        condition("aws:SourceAccount", account, "account in the condition aws:SourceAccount", "sourceAccounts"),
        condition("aws:SourceArn", sourceArn, "condition aws:SourceArn", "sourceLogGroups"),
    ];
    if (isPut) parts.push(condition("s3:x-amz-acl", "bucket-owner-full-control", "condition s3:x-amz-acl"));
    return parts;
}

/** A condition on a key holds where it is absent, or one of its values (of any string or ARN operator) matches. */
function condition(key: string, value: string, name: string, option?: string): Part {
    return {
        name,
        wanted: value,
        holds: (statement) => valuesOf(statement, key).every((values) => values.some((one) => matches(one, value))),
        given: (statement) => JSON.stringify(valuesOf(statement, key).flat()),
        option,
    };
}

/** What the string and ARN conditions on a key allow, condition by condition. */
function valuesOf({ Condition }: FoundStatement, key: string): string[][] {
    return Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
        Object.entries(keys)
            .filter(([one]) => one.toLowerCase() === key.toLowerCase() && /^(String|Arn)(Equals|Like)/.test(operator))
            .map(([, values]) => listOf(values)),
    );
}

/** A Deny with conditions is taken to be about something else (TLS, say); one without hits the service. */
function denies(statement: FoundStatement, parts: readonly Part[]): boolean {
    const isUnconditional = Object.keys(statement.Condition ?? {}).length === 0;
    return isUnconditional && parts.slice(0, 3).every((part) => part.holds(statement));
}

function statementsOf(policy: string | undefined): FoundStatement[] {
    if (!policy) return [];
    const { Statement } = JSON.parse(policy) as { Statement?: FoundStatement | FoundStatement[] };
    return Statement === undefined ? [] : Array.isArray(Statement) ? Statement : [Statement];
}

function isPrincipal(principal: unknown, service: string): boolean {
    if (principal === "*") return true;
    if (principal === null || typeof principal !== "object") return false;
    const { Service, AWS } = principal as { Service?: unknown; AWS?: unknown };
    return listOf(Service).includes(service) || listOf(AWS).includes("*");
}

function listOf(value: unknown): string[] {
    return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);
}

/** IAM's wildcards: `*` for any characters, `?` for one. */
function matches(pattern: string, value: string, ignoreCase = false): boolean {
    const source = pattern
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replace(/\*/g, ".*")
        .replace(/\?/g, ".");
    return new RegExp(`^${source}$`, ignoreCase ? "is" : "s").test(value);
}
