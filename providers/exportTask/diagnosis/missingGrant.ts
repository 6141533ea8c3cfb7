import { logsPrincipal } from "../../policies/partition";
import { conditionsHold, type KnownKeys, serviceKeys } from "./conditions";
import {
    coversAction,
    coversResource,
    coversService,
    type FoundStatement,
    listOf,
    matches,
    statementsOf,
} from "./policyText";
import { bucketCalls, type NeededGrant, type ServiceCall, type ServiceCalls } from "./serviceCalls";

/**
 * What the policy of a bucket or key lacks for an export, in words, with the statement to add; undefined where nothing is missing.
 *
 * It compares with what an export needs, part by part, and names the first part in which the statement that comes nearest
 * differs: action, principal, resource, account, source ARN, ACL condition, any other condition. A Deny that hits the service
 * comes first. An organisation cannot be compared: see organizationOf. A Deny that depends on what is not known: see possibleDeny.
 * @param callsOf the calls that the policy decides.
 */
export function missingGrant(
    policy: string | undefined,
    needed: NeededGrant,
    callsOf: ServiceCalls = bucketCalls,
): string | undefined {
    const statements = statementsOf(policy);
    for (const [index, call] of callsOf(needed).entries()) {
        const { action } = call;
        const parts = partsOf(call, needed);
        const deny = statements.find((one) => one.Effect === "Deny" && denies(one, call, needed) === true);
        if (deny)
            return `its statement ${sidOf(deny)} denies ${action} to ${logsPrincipal(needed.region)}. ${exceptFrom(deny)}`;
        const allows = statements.filter((one) => one.Effect === "Allow" && parts[0].holds(one) && !isForAccounts(one));
        const failing = allows.map((one) => ({ one, at: parts.findIndex((part) => !part.holds(one)) }));
        if (failing.some(({ at }) => at < 0)) continue;
        const add = `Add this statement: ${JSON.stringify(call.statement)}`;
        const nearest = failing.sort((a, b) => b.at - a.at).at(0);
        if (!nearest) return `no statement allows ${action}. ${add}`;
        const { name, wanted, given, option } = parts[nearest.at];
        const sid = nearest.one.Sid ? `statement ${nearest.one.Sid}` : "the statement";
        const wider = option && isOurs(nearest.one, index, needed, callsOf) ? ` ${widen(option)}` : "";
        return `${sid} for ${action} has the wrong ${name}: it must be ${wanted}, but is ${given(nearest.one)}. ${add}${wider}`;
    }
    return undefined;
}

/**
 * Whether a statement is for all that an account's own policies allow, as the first of a key's policy is. Nobody should make it one
 * for CloudWatch Logs: the account would lose the key.
 */
function isForAccounts({ Principal, Action }: FoundStatement): boolean {
    const isAccount = (who: string) => /^\d{12}$|:root$/.test(who);
    const principals = Object.entries(Principal ?? {});
    return (
        listOf(Action).some((action) => /^(\w+:)?\*$/.test(action)) &&
        principals.length > 0 &&
        principals.every(([kind, who]) => kind === "AWS" && listOf(who).every(isAccount))
    );
}

/**
 * The only organisation that the policy allows, if it is right otherwise: whether the caller's account is in it
 * cannot be seen from here.
 */
export function organizationOf(
    policy: string | undefined,
    needed: NeededGrant,
    callsOf: ServiceCalls = bucketCalls,
): string | undefined {
    if (missingGrant(policy, needed, callsOf) !== undefined) return undefined;
    const statements = statementsOf(policy).filter(({ Effect }) => Effect === "Allow");
    for (const call of callsOf(needed)) {
        const parts = partsOf(call, needed);
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
function isOurs(statement: FoundStatement, index: number, needed: NeededGrant, callsOf: ServiceCalls): boolean {
    const forOrganization = { ...needed, sourceAccounts: [], sourceOrganizationId: "o-any" };
    return [needed, forOrganization].some((grant) => formOf(callsOf(grant)[index].statement) === formOf(statement));
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

function partsOf(call: ServiceCall, needed: NeededGrant): Part[] {
    const { region, sourceAccounts } = needed;
    const { action, resource, wantedResource, option, sent } = call;
    const [account = ""] = sourceAccounts;
    const sourceArn = sourceArnOf(needed);
    const parts: Part[] = [
        {
            name: "action",
            wanted: action,
            holds: (one) => coversAction(one, action),
            given: ({ Action, NotAction }) => JSON.stringify(Action ?? { NotAction }),
        },
        {
            name: "principal",
            wanted: JSON.stringify({ Service: logsPrincipal(region) }),
            holds: (one) => coversService(one, logsPrincipal(region)),
            given: ({ Principal, NotPrincipal }) => JSON.stringify(Principal ?? { NotPrincipal }),
        },
        {
            name: "resource",
            wanted: wantedResource,
            holds: (one) => coversResource(one, resource),
            given: ({ Resource, NotResource }) => JSON.stringify(Resource ?? { NotResource }),
            option,
        },
        condition("aws:SourceAccount", account, "account in the condition aws:SourceAccount", "sourceAccounts"),
        condition("aws:SourceArn", sourceArn, "condition aws:SourceArn", "sourceLogGroups"),
    ];
    for (const [key, [value]] of Object.entries(sent)) parts.push(condition(key, value, `condition ${key}`));
    parts.push({
        name: "condition",
        wanted: "one that holds for CloudWatch Logs, which sends no identity and no network of its own",
        holds: ({ Condition }) => conditionsHold(Condition, keysOf(call, needed)) !== false,
        given: ({ Condition }) => JSON.stringify(Condition),
    });
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
            .filter(
                ([one]) =>
                    one.toLowerCase() === key.toLowerCase() &&
                    /^(ForA\w+Values?:)?(String|Arn)(Equals|Like)/.test(operator),
            )
            .map(([, values]) => listOf(values)),
    );
}

/** Whether a Deny hits the service; undefined where its conditions depend on what is not known. */
function denies(statement: FoundStatement, call: ServiceCall, needed: NeededGrant): boolean | undefined {
    const isAboutIt =
        coversAction(statement, call.action) &&
        coversService(statement, logsPrincipal(needed.region)) &&
        coversResource(statement, call.resource);
    return isAboutIt ? conditionsHold(statement.Condition, keysOf(call, needed)) : false;
}

/**
 * A Deny that may be the cause where nothing is missing: whether its conditions hold depends on what only AWS knows of the
 * request. In words; undefined where there is none.
 */
export function possibleDeny(
    policy: string | undefined,
    needed: NeededGrant,
    callsOf: ServiceCalls = bucketCalls,
): string | undefined {
    const statements = statementsOf(policy).filter(({ Effect }) => Effect === "Deny");
    for (const call of callsOf(needed)) {
        const deny = statements.find((one) => denies(one, call, needed) === undefined);
        if (deny) {
            const condition = JSON.stringify(deny.Condition);
            return (
                `everything that an export needs is allowed, but its statement ${sidOf(deny)} may deny ${call.action} to ` +
                `${logsPrincipal(needed.region)}: whether its condition ${condition} holds cannot be seen from here. ${exceptFrom(deny)}`
            );
        }
    }
    return undefined;
}

/**
 * A statement that all depends on, and whose condition may not hold: what only AWS knows of the request decides. In words; undefined
 * where another one allows the same for certain.
 */
export function uncertainAllow(
    policy: string | undefined,
    needed: NeededGrant,
    callsOf: ServiceCalls = bucketCalls,
): string | undefined {
    const statements = statementsOf(policy).filter(({ Effect }) => Effect === "Allow");
    for (const call of callsOf(needed)) {
        const parts = partsOf(call, needed);
        const allows = statements.filter((one) => parts.every((part) => part.holds(one)));
        const isCertain = (one: FoundStatement) => conditionsHold(one.Condition, keysOf(call, needed)) === true;
        if (allows.length === 0 || allows.some(isCertain)) continue;
        const condition = JSON.stringify(allows[0].Condition);
        return (
            `only its statement ${sidOf(allows[0])} allows ${call.action} to ${logsPrincipal(needed.region)}, and whether its ` +
            `condition ${condition} holds cannot be seen from here. Add this statement: ${JSON.stringify(call.statement)}`
        );
    }
    return undefined;
}

const sidOf = ({ Sid }: FoundStatement) => Sid ?? "without Sid";

/** How a Deny is changed so that it spares CloudWatch Logs. */
function exceptFrom({ Condition, NotPrincipal }: FoundStatement): string {
    if (NotPrincipal !== undefined && Condition === undefined) {
        return "Name the service in its NotPrincipal, or remove it.";
    }
    return 'Except AWS services from it with the further condition "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}, or remove it.';
}

function sourceArnOf({ bucketArn, region, sourceAccounts, logGroupName }: NeededGrant): string {
    return `arn:${bucketArn.split(":")[1]}:logs:${region}:${sourceAccounts[0] ?? ""}:log-group:${logGroupName}`;
}

/** What is known of the service's call. AWS does not document whether the source ARN ends in `:*`, so both are possible. */
function keysOf({ sent }: ServiceCall, needed: NeededGrant): KnownKeys {
    return serviceKeys(logsPrincipal(needed.region), {
        "aws:SourceAccount": [needed.sourceAccounts[0] ?? ""],
        "aws:SourceArn": [sourceArnOf(needed), `${sourceArnOf(needed)}:*`],
        ...sent,
    });
}
