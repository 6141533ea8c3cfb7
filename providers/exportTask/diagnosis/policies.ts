import { keyStatements } from "../../policies/keyPolicy";
import { partitionOf } from "../../policies/partition";
import { type ExportContext } from "../run/context";
import { missingGrant, organizationOf, possibleDeny, uncertainAllow } from "./missingGrant";
import { keyCalls, type NeededGrant } from "./serviceCalls";

type Diagnosed = Pick<ExportContext, "inputs" | "aws">;

/** The bucket's policy, and what an export needs of it. */
interface BucketPolicy {
    readonly policy: string | undefined;
    readonly needed: NeededGrant;
}

/** Asked once, so that all is decided by one policy; undefined if it may not be read. */
async function bucketPolicyOf({ inputs, aws }: Diagnosed): Promise<BucketPolicy | undefined> {
    try {
        const [policy, { account }] = await Promise.all([aws.s3.policyOf(inputs.destination), aws.caller()]);
        const bucketArn = `arn:${partitionOf(inputs.region)}:s3:::${inputs.destination}`;
        return { policy, needed: { ...inputs, bucketArn, sourceAccounts: [account] } };
    } catch {
        return undefined;
    }
}

/** What is wrong with the policies of bucket and key: first what is known, then what is likely. */
export async function diagnosePolicies(context: Diagnosed): Promise<string | undefined> {
    const found = await bucketPolicyOf(context);
    try {
        const known = found && (await explainBucketPolicy(context, found));
        if (known !== undefined) return known;
        const uncertain = found && explainUncertain(context, found);
        return (await diagnoseKey(context, found, uncertain)) ?? uncertain ?? (found && elsewhere(context));
    } catch {
        return undefined; // a policy that is no JSON
    }
}

/** Whether the policy of the bucket is known to be right, so that only time is needed. */
export async function isGrantInPlace(context: Diagnosed): Promise<boolean> {
    const found = await bucketPolicyOf(context);
    try {
        return found === undefined || missingGrant(found.policy, found.needed) === undefined;
    } catch {
        return true; // what cannot be read is given the benefit of the doubt
    }
}

async function explainBucketPolicy(context: Diagnosed, { policy, needed }: BucketPolicy): Promise<string | undefined> {
    const missing = missingGrant(policy, needed);
    if (missing) return `In the policy of bucket ${context.inputs.destination} ${missing}`;
    const organization = organizationOf(policy, needed);
    return organization === undefined ? undefined : explainOrganization(context, organization, needed);
}

/** What may be wrong with the bucket's policy, if nothing else is. */
function explainUncertain({ inputs }: Diagnosed, { policy, needed }: BucketPolicy): string | undefined {
    const said = possibleDeny(policy, needed) ?? uncertainAllow(policy, needed);
    return said && `In the policy of bucket ${inputs.destination} ${said}`;
}

/** A policy that is right but for an organisation, of which only the service knows whether the account is in it. */
async function explainOrganization(
    { inputs, aws }: Diagnosed,
    organization: string,
    { sourceAccounts: [account] }: NeededGrant,
): Promise<string> {
    const key = await aws.s3.keyOf(inputs.destination).catch(() => undefined);
    return (
        `The policy of bucket ${inputs.destination} allows only the accounts of organisation ${organization} ` +
        `(aws:SourceOrgID), and is right otherwise: account ${account} is not in it, or AWS did not send its ` +
        "organisation. `aws organizations describe-organization` shows it; correct sourceOrganizationId, or name the " +
        `accounts in sourceAccounts instead.${key ? ` If the account is in it, check the policy of the key ${key}.` : ""}`
    );
}

/** @param uncertain what may be wrong with the bucket's policy. */
async function diagnoseKey(
    context: Diagnosed,
    found: BucketPolicy | undefined,
    uncertain: string | undefined,
): Promise<string | undefined> {
    const { inputs, aws } = context;
    const { destination, region } = inputs;
    const key = await aws.s3.keyOf(destination).catch(() => undefined);
    if (!key) return undefined;
    if (key === "aws/s3" || key.endsWith("alias/aws/s3")) {
        return `The bucket ${destination} is encrypted with the AWS managed key aws/s3, whose policy cannot be changed. Use SSE-S3 or a customer managed key.`;
    }
    const seen = found && (await explainKey(context, key, found));
    if (seen !== undefined) return seen === "right" ? undefined : seen;
    if (uncertain !== undefined) return `${uncertain} If that is not it, check the policy of the key ${key}.`;
    const { account } = await aws.caller().catch(() => ({ account: "the caller's account ID" }));
    const [statement] = keyStatements({ region, sourceAccounts: [account] });
    return (
        `The policy of bucket ${destination} is right, and it is encrypted with the key ${key}: the key's policy lacks the grant, or ` +
        `the key is disabled. Add this statement to the key policy: ${JSON.stringify(statement)}. If it is there already, a Deny ` +
        "in that policy is the likely cause: except AWS services (aws:PrincipalIsAWSService) from it."
    );
}

/** What makes a key usable again, by its state: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html. */
const REMEDY_OF_KEY: Readonly<Record<string, string>> = {
    Disabled: "Enable it (aws kms enable-key)",
    PendingDeletion: "Cancel its deletion (aws kms cancel-key-deletion) and enable it (aws kms enable-key)",
    PendingImport: "Import its key material",
    PendingReplicaDeletion: "Cancel its deletion (aws kms cancel-key-deletion) and enable it (aws kms enable-key)",
    Unavailable: "Connect its custom key store",
};

/** What the key itself shows; undefined if the caller may not see it, as in another account. */
async function explainKey({ aws }: Diagnosed, id: string, { needed }: BucketPolicy): Promise<string | undefined> {
    try {
        const { arn, state } = await aws.kms.describeKey(id);
        if (state !== "Enabled") {
            const next = REMEDY_OF_KEY[state] ?? "Wait until it is Enabled";
            return `The bucket is encrypted with the key ${arn}, which is ${state}. ${next}, or encrypt the bucket with another key.`;
        }
        const policy = await aws.kms.keyPolicyOf(arn);
        const calls = keyCalls(arn);
        const organization = organizationOf(policy, needed, calls);
        const found =
            missingGrant(policy, needed, calls) ??
            (organization && explainKeyOrganization(organization, needed)) ??
            possibleDeny(policy, needed, calls) ??
            uncertainAllow(policy, needed, calls);
        return found ? `In the policy of key ${arn} ${found}` : "right";
    } catch {
        return undefined;
    }
}

const explainKeyOrganization = (organization: string, { sourceAccounts: [account] }: NeededGrant): string =>
    `only the accounts of organisation ${organization} are allowed (aws:SourceOrgID), and it is right otherwise: account ` +
    `${account} is not in it, or AWS did not send its organisation.`;

/** Policies of bucket and key that are right: what is left lies outside of both accounts' own policies. */
const elsewhere = ({ inputs }: Diagnosed): string =>
    `The policy of bucket ${inputs.destination} allows the export, and nothing in it denies it. A policy of an organisation is ` +
    "the likely cause: a resource control policy (RCP) of the bucket's account, or a service control policy (SCP) of the " +
    "caller's. Ask its administrators to except AWS services (aws:PrincipalIsAWSService) from it. If the policy was changed " +
    "within the last minutes, run `pulumi up` again.";
