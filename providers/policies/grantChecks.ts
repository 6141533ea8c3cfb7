import { isNotYetKnown } from "../outputs";
import { type InputFailure, refuse } from "../validation/failure";
import { checkGrantPrefix, checkLogGroupName, checkRoleArn } from "../validation/names";

type GrantList = "sourceAccounts" | "sourceLogGroups" | "destinationPrefixes" | "callerRoleArns";

/** The parts of a grant that users write: lists, and the ID of an organisation. */
export type GrantArgs = Readonly<Partial<Record<GrantList | "sourceOrganizationId", unknown>>>;

/** More do not fit into a bucket policy of 20 KB. */
const MOST_ACCOUNTS = 500;

type Check = (property: string, value: string) => InputFailure | undefined;

const LEAVE_OUT = "Leave it out for the default.";
const ACCOUNT = "an account ID of 12 digits";
const ACCOUNT_NEXT = 'Give at least one account ID, with its leading zeros, in quotes: ["012345678901"].';

const OWN_LISTS = ["sourceLogGroups", "destinationPrefixes"];
const OWN_NEXT = '"own" is only for the bucket of a LogExport: set it there, in bucket: { … }.';

/** For each list: what it contains, and how an entry is checked. */
const LISTS: Readonly<Record<GrantList, [string, Check]>> = {
    sourceAccounts: ["account IDs", checkAccount],
    sourceLogGroups: ["log groups", checkLogGroup],
    destinationPrefixes: ["prefixes", checkGrantPrefix],
    callerRoleArns: ["role ARNs", checkRoleArn],
};

/** The errors in who may export where. Values that are not known yet are skipped. */
export function checkGrant(given: GrantArgs): InputFailure[] {
    const { sourceAccounts, sourceOrganizationId } = given;
    const failures = [
        ...Object.entries(LISTS).flatMap(([property, rule]) => checkList(property, given, ...rule)),
        ...checkOrganization(sourceOrganizationId),
    ];
    if (Array.isArray(sourceAccounts) && sourceAccounts.length > MOST_ACCOUNTS) {
        const next = "A bucket policy has no room for more: use sourceOrganizationId.";
        failures.push(
            refuse("sourceAccounts", `${sourceAccounts.length} accounts`, `at most ${MOST_ACCOUNTS} accounts`, next),
        );
    }
    if (sourceAccounts !== undefined && sourceOrganizationId !== undefined) {
        const next = "Give the accounts or their organisation.";
        failures.push(refuse("sourceOrganizationId", sourceOrganizationId, "absent if sourceAccounts is given", next));
    }
    return failures;
}

function checkList(property: string, given: object, what: string, check: Check): InputFailure[] {
    const next = property === "sourceAccounts" ? ACCOUNT_NEXT : LEAVE_OUT;
    const list = given[property as keyof typeof given] as unknown;
    if (list === undefined || isNotYetKnown(list)) return [];
    if (list === "own" && OWN_LISTS.includes(property)) return [refuse(property, list, `a list of ${what}`, OWN_NEXT)];
    if (!Array.isArray(list) || list.length === 0) return [refuse(property, list, `a list of ${what}`, next)];
    return (list as unknown[]).flatMap((entry, index) => {
        if (isNotYetKnown(entry)) return [];
        const at = `${property}[${index}]`;
        const isText = typeof entry === "string";
        return (
            (isText
                ? check(at, entry)
                : refuse(at, entry, what === "account IDs" ? ACCOUNT : `one of the ${what}, in quotes`, next)) ?? []
        );
    });
}

function checkAccount(property: string, account: string): InputFailure | undefined {
    if (/^\d{12}$/.test(account)) return undefined;
    return refuse(property, account, ACCOUNT, ACCOUNT_NEXT);
}

function checkOrganization(id: unknown): InputFailure[] {
    if (id === undefined || isNotYetKnown(id) || (typeof id === "string" && /^o-[a-z0-9]{10,32}$/.test(id))) return [];
    const next = "`aws organizations describe-organization` shows it.";
    return [refuse("sourceOrganizationId", id, 'the ID of an AWS organisation, like "o-a1b2c3d4e5"', next)];
}

function checkLogGroup(property: string, name: string): InputFailure | undefined {
    const stem = name.replace(/\*$/, "");
    if (name === "*" || checkLogGroupName(property, stem) === undefined) return undefined;
    return checkLogGroupName(property, name);
}
