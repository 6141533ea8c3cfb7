import * as pulumi from "@pulumi/pulumi";
import { type InputFailure, refuse } from "../../providers/validation/failure";
import { isNotYetKnown } from "../../providers/outputs";
import { assertInputs } from "../../providers/validation/inputError";
import { checkDestinationPrefix, checkLogGroupName, checkRoleArn } from "../../providers/validation/names";
import { type ExportGrant } from "../../providers/policies/bucketPolicy";
import { bytesTooMany, narrowGrant } from "./grant";

type InputList = pulumi.Input<pulumi.Input<string>[]>;

/** Who may export into a bucket whose policy is managed here. */
export interface BucketAccessArgs {
    /**
     * The IDs of the accounts whose log groups may be exported into the bucket.
     * @default the account of the provider
     */
    readonly sourceAccounts?: InputList;
    /**
     * In place of `sourceAccounts`: the ID of an AWS organisation, every account of which may export. CloudWatch Logs is
     * matched by `aws:SourceOrgID`, which AWS sends for accounts in an organisation; its guide to exports names only
     * `aws:SourceAccount`. Where an export is refused for it, name the accounts.
     * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceorgid
     * @example "o-a1b2c3d4e5"
     */
    readonly sourceOrganizationId?: pulumi.Input<string>;
    /**
     * The log groups that may be exported; one that ends in `*` stands for all that begin so. Where a policy cannot hold
     * them all, their common beginnings are named.
     * @default all
     * @example ["/aws/lambda/*", "/shop/payments"]
     */
    readonly sourceLogGroups?: InputList;
    /**
     * The destination prefixes that may be exported to, each with everything below it.
     * @default the whole bucket
     */
    readonly destinationPrefixes?: InputList;
    /**
     * The ARNs of the roles that export from other accounts than the bucket's, which has to let them write too.
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
const OWN_NEXT = '"own" is for the bucket that is made for a LogExport: give it in bucket: { … } there.';

/** What stands in each of the lists, how an entry is looked at, and the next step where it is wrong. */
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
        const next = "A bucket policy holds no more: give sourceOrganizationId.";
        failures.push(
            refuse("sourceAccounts", `${sourceAccounts.length} accounts`, `at most ${MOST_ACCOUNTS} accounts`, next),
        );
    }
    if (sourceAccounts !== undefined && sourceOrganizationId !== undefined) {
        const next = "Name the accounts, or the organisation that they are in.";
        failures.push(
            refuse("sourceOrganizationId", sourceOrganizationId, "absent where sourceAccounts is given", next),
        );
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

/** In a policy `*` and `?` stand for something else than themselves, and `${` for a variable. */
export function checkGrantPrefix(property: string, prefix: string): InputFailure | undefined {
    if (!/[*?$]/.test(prefix)) return checkDestinationPrefix(property, prefix);
    const next =
        "What is below a prefix belongs to it. Leave destinationPrefixes out where a prefix has to hold these.";
    return refuse(property, prefix, "a prefix without *, ? and $", next);
}

/** What a grant is made of besides its source: known once the bucket is, or its provider. */
export interface GrantPlace {
    readonly region: pulumi.Output<string>;
    readonly bucketArn: pulumi.Output<string>;
    readonly accountId: () => pulumi.Output<string>;
}

/** The grant of a bucket, as narrow as its policy can hold, and the accounts that it names. */
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

/** Values that were Outputs before are looked at now. */
function checkResolved(grant: ExportGrant): InputFailure[] {
    const { sourceAccounts, sourceOrganizationId, sourceLogGroups, destinationPrefixes, callerRoleArns } = grant;
    const lists = { sourceAccounts, sourceLogGroups, destinationPrefixes, callerRoleArns };
    const failures = checkBucketAccess({ ...(lists as BucketAccessArgs), sourceOrganizationId });
    if (failures.length > 0) return failures;
    const tooMany = bytesTooMany(narrowGrant(grant));
    if (tooMany === 0) return [];
    const next = "Name fewer accounts, prefixes and callers, or an organisation.";
    return [refuse("policy", `${tooMany} bytes too long`, "at most 20 KB, the most that S3 takes", next)];
}
