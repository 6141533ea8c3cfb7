import * as pulumi from "@pulumi/pulumi";
import { type InputFailure, refuse } from "../../providers/validation/failure";
import { isNotYetKnown } from "../../providers/outputs";
import { assertInputs } from "../../providers/validation/inputError";
import { checkDestinationPrefix, checkLogGroupName, checkRoleArn } from "../../providers/validation/names";
import { type ExportGrant } from "../../providers/policies/bucketPolicy";
import { bytesTooMany, narrowGrant } from "./grant";

type InputList = pulumi.Input<pulumi.Input<string>[]>;

/** Who may export into a bucket whose policy this package manages. */
export interface BucketAccessArgs {
    /**
     * The IDs of the accounts whose log groups may be exported into the bucket.
     * @default the account of the provider
     */
    readonly sourceAccounts?: InputList;
    /**
     * The ID of an AWS organisation, every account of which may export; instead of `sourceAccounts`. The policy matches
     * CloudWatch Logs by `aws:SourceOrgID`, which AWS sends for accounts in an organisation, though the guide to exports
     * mentions only `aws:SourceAccount`. If an export is refused because of it, name the accounts.
     * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceorgid
     * @example "o-a1b2c3d4e5"
     */
    readonly sourceOrganizationId?: pulumi.Input<string>;
    /**
     * The log groups that may be exported; a name that ends in `*` stands for all that begin with it. If they do not all fit
     * into a policy, it contains their common beginnings.
     * @default all
     * @example ["/aws/lambda/*", "/shop/payments"]
     */
    readonly sourceLogGroups?: InputList;
    /**
     * The destination prefixes that exports may write to, each with everything below it.
     * @default the whole bucket
     */
    readonly destinationPrefixes?: InputList;
    /**
     * The ARNs of the roles that export from other accounts than the bucket's. The bucket policy allows them to write too,
     * as CloudWatch Logs requires.
     * @default none
     * @example ["arn:aws:iam::222222222222:role/log-exporter"]
     */
    readonly callerRoleArns?: InputList;
}

/** More do not fit into a bucket policy of 20 KB. */
const MOST_ACCOUNTS = 500;

type Check = (property: string, value: string) => InputFailure | undefined;

const LEAVE_OUT = "Leave it out for the default.";
const ACCOUNT = "an account ID of 12 digits";
const ACCOUNT_NEXT = 'Give at least one account ID, with its leading zeros, in quotes: ["012345678901"].';

const OWN_LISTS = ["sourceLogGroups", "destinationPrefixes"];
const OWN_NEXT = '"own" is only for the bucket of a LogExport: set it there, in bucket: { … }.';

/** For each list: what it contains, how an entry is checked, and the next step if it is wrong. */
const LISTS: Readonly<Record<Exclude<keyof BucketAccessArgs, "sourceOrganizationId">, [string, Check, string]>> = {
    sourceAccounts: ["account IDs", checkAccount, ACCOUNT_NEXT],
    sourceLogGroups: ["log groups", checkLogGroup, LEAVE_OUT],
    destinationPrefixes: ["prefixes", checkGrantPrefix, LEAVE_OUT],
    callerRoleArns: ["role ARNs", checkRoleArn, LEAVE_OUT],
};

export function checkBucketAccess(given: BucketAccessArgs): InputFailure[] {
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

function checkList(property: string, given: object, what: string, check: Check, next: string): InputFailure[] {
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

/** In a policy `*` and `?` are wildcards, and `${` begins a variable. */
export function checkGrantPrefix(property: string, prefix: string): InputFailure | undefined {
    if (!/[*?$]/.test(prefix)) return checkDestinationPrefix(property, prefix);
    const next = "A prefix includes everything below it. Leave destinationPrefixes out if a prefix must contain these.";
    return refuse(property, prefix, "a prefix without *, ? and $", next);
}

/** What a grant needs besides its source; known once the bucket or its provider is. */
export interface GrantPlace {
    readonly region: pulumi.Output<string>;
    readonly bucketArn: pulumi.Output<string>;
    readonly accountId: () => pulumi.Output<string>;
}

/** The grant of a bucket, as narrow as fits into its policy, and the accounts in it. */
export function bucketGrant(args: BucketAccessArgs, { region, bucketArn, accountId }: GrantPlace) {
    const sourceAccounts: pulumi.Output<string[] | undefined> =
        args.sourceAccounts === undefined && args.sourceOrganizationId === undefined
            ? accountId().apply((account) => [account])
            : pulumi.output(args.sourceAccounts);
    const { sourceOrganizationId, sourceLogGroups, destinationPrefixes, callerRoleArns } = args;
    const grant = pulumi
        .all([
            pulumi.output({ sourceOrganizationId, sourceLogGroups, destinationPrefixes, callerRoleArns }),
            pulumi.output({ region, bucketArn, sourceAccounts }),
        ])
        .apply(([given, place]): ExportGrant => {
            const grant = { ...given, ...place };
            assertInputs("The grant of the bucket", checkResolved(grant));
            return narrowGrant(grant);
        });
    return { grant, sourceAccounts };
}

/** Checks the values that were Outputs in the program. */
function checkResolved(grant: ExportGrant): InputFailure[] {
    const { sourceAccounts, sourceOrganizationId, sourceLogGroups, destinationPrefixes, callerRoleArns } = grant;
    const lists = { sourceAccounts, sourceLogGroups, destinationPrefixes, callerRoleArns };
    const failures = checkBucketAccess({ ...(lists as BucketAccessArgs), sourceOrganizationId });
    if (failures.length > 0) return failures;
    const tooMany = bytesTooMany(narrowGrant(grant));
    if (tooMany === 0) return [];
    const next = "Name fewer accounts, prefixes and callers, or an organisation.";
    return [refuse("policy", `${tooMany} bytes too long`, "at most 20 KB, the limit of S3", next)];
}
