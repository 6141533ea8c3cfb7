import { DAY_MS } from "../../durations";
import { partitionOf } from "../../policies/partition";
import { keyStatements } from "../../policies/keyPolicy";
import { missingGrant, organizationOf, possibleDeny } from "./missingGrant";
import { type ExportTaskInputs } from "../inputs";
import { type LogGroup } from "../../aws/logs";
import { nearestNames } from "../../validation/nearestNames";
import { type ExportContext } from "../run/context";
import { formatTimestamp } from "../../validation/timestamp";

/** What to check, decided by what the service said. */
export type Suspect = "bucket" | "grant" | "log group" | "range";

/**
 * Finds out why an export was refused, as far as the caller may look: every look is an attempt, and one that is denied or
 * fails only says less.
 * @returns a sentence or two that name the cause and the next step, or undefined where nothing was found.
 */
export async function diagnose(suspect: Suspect, context: Diagnosed): Promise<string | undefined> {
    switch (suspect) {
        case "bucket":
            return diagnoseBucket(context);
        case "grant":
            return (
                (await diagnoseBucket(context)) ??
                (await diagnoseGrant(context)) ??
                (await diagnoseOrganization(context)) ??
                (await diagnosePossibleDeny(context)) ??
                (await diagnoseKey(context)) ??
                (await diagnoseElsewhere(context))
            );
        case "log group":
            return diagnoseLogGroup(context);
        case "range":
            return diagnoseRange(context);
    }
}

export type Diagnosed = Pick<ExportContext, "inputs" | "aws">;

async function diagnoseBucket({ inputs, aws }: Diagnosed): Promise<string | undefined> {
    const { destination, region } = inputs;
    try {
        const at = await aws.s3.regionOf(destination);
        if (at === undefined || at === region) return undefined;
        return `The bucket ${destination} is in ${at}, the log group in ${region}: an export needs both in one Region. Use a bucket in ${region}.`;
    } catch (error) {
        const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
        if (name === "NotFound" || name === "NoSuchBucket") {
            return `There is no bucket ${destination}. Correct the name, or create it in ${region} first.`;
        }
        if ($metadata?.httpStatusCode === 403) {
            return (
                `The bucket ${destination} exists, but the caller may not use it: it belongs to another account, or a policy ` +
                "denies it. Use a bucket of your own, or have its owner grant this caller s3:PutObject and s3:PutObjectAcl, and the " +
                "service its statements."
            );
        }
        return undefined;
    }
}

/** The part of the bucket policy that is wrong; undefined where it is right or may not be read. */
export async function diagnoseGrant({ inputs, aws }: Diagnosed): Promise<string | undefined> {
    try {
        const { policy, needed } = await grantOf({ inputs, aws });
        const missing = missingGrant(policy, needed);
        return missing && `In the policy of bucket ${inputs.destination} ${missing}`;
    } catch {
        return undefined;
    }
}

/** The policy of the bucket, and what this export needs of it. */
async function grantOf({ inputs, aws }: Pick<Diagnosed, "inputs" | "aws">) {
    const [policy, { account }] = await Promise.all([aws.s3.policyOf(inputs.destination), aws.caller()]);
    const bucketArn = `arn:${partitionOf(inputs.region)}:s3:::${inputs.destination}`;
    return { policy, needed: { ...inputs, bucketArn, sourceAccounts: [account] } };
}

/** A policy that is right but for an organisation, of which only the service knows whether the account is in it. */
async function diagnoseOrganization({ inputs, aws }: Diagnosed): Promise<string | undefined> {
    try {
        const { policy, needed } = await grantOf({ inputs, aws });
        const organization = organizationOf(policy, needed);
        if (organization === undefined) return undefined;
        const [account] = needed.sourceAccounts;
        const key = await aws.s3.keyOf(inputs.destination).catch(() => undefined);
        return (
            `The policy of bucket ${inputs.destination} allows only the accounts of organisation ${organization} ` +
            `(aws:SourceOrgID), and is right otherwise: account ${account} is not in it, or AWS did not send its ` +
            "organisation. `aws organizations describe-organization` shows it; correct sourceOrganizationId, or name the " +
            `accounts in sourceAccounts instead.${key ? ` If the account is in it, check the policy of the key ${key}.` : ""}`
        );
    } catch {
        return undefined;
    }
}

/** A policy that grants everything, and has a Deny of which only AWS knows whether it hits. */
async function diagnosePossibleDeny({ inputs, aws }: Diagnosed): Promise<string | undefined> {
    try {
        const { policy, needed } = await grantOf({ inputs, aws });
        const deny = possibleDeny(policy, needed);
        return deny && `In the policy of bucket ${inputs.destination} ${deny}`;
    } catch {
        return undefined;
    }
}

/** A policy that is right, of a bucket without a KMS key: what is left lies outside of both accounts' own policies. */
async function diagnoseElsewhere({ inputs, aws }: Diagnosed): Promise<string | undefined> {
    try {
        await aws.s3.policyOf(inputs.destination);
    } catch {
        return undefined;
    }
    return (
        `The policy of bucket ${inputs.destination} allows the export, and nothing in it denies it. A policy of an organisation is ` +
        "the likely cause: a resource control policy (RCP) of the bucket's account, or a service control policy (SCP) of the " +
        "caller's. Ask its administrators to except AWS services (aws:PrincipalIsAWSService) from it. If the policy was changed " +
        "within the last minutes, run `pulumi up` again."
    );
}

/** Whether the policy of the bucket is known to be right, so that only time is needed. */
export async function isGrantInPlace(context: Diagnosed): Promise<boolean> {
    try {
        await context.aws.s3.policyOf(context.inputs.destination);
    } catch {
        return true; // it may not be read: give it the benefit of the doubt
    }
    return (await diagnoseGrant(context)) === undefined;
}

async function diagnoseKey({ inputs, aws }: Diagnosed): Promise<string | undefined> {
    const { destination, region } = inputs;
    const key = await aws.s3.keyOf(destination).catch(() => undefined);
    if (!key) return undefined;
    if (key === "aws/s3" || key.endsWith("alias/aws/s3")) {
        return `The bucket ${destination} is encrypted with the AWS managed key aws/s3, whose policy cannot be changed. Use SSE-S3 or a customer managed key.`;
    }
    const { account } = await aws.caller().catch(() => ({ account: "the caller's account ID" }));
    const [statement] = keyStatements({ region, sourceAccounts: [account] });
    return (
        `The policy of bucket ${destination} is right, and it is encrypted with the key ${key}: the key's policy lacks the grant, or ` +
        `the key is disabled. Add this statement to the key policy: ${JSON.stringify(statement)}. If it is there already, a Deny ` +
        "in that policy is the likely cause: except AWS services (aws:PrincipalIsAWSService) from it."
    );
}

async function diagnoseLogGroup({ inputs, aws }: Diagnosed): Promise<string | undefined> {
    const { logGroupName, region } = inputs;
    try {
        const near = await nearestNames(logGroupName, (text) => aws.logs.namesLike(text));
        const names = near.length > 0 ? ` The nearest names are ${near.join(", ")}.` : "";
        return `There is no log group ${logGroupName} in ${region}.${names} Correct the name or the Region.`;
    } catch {
        return undefined;
    }
}

async function diagnoseRange(context: Diagnosed): Promise<string | undefined> {
    const { inputs, aws } = context;
    const group = await aws.logs.findLogGroup(inputs.logGroupName).catch(() => undefined);
    return explainRange(inputs, group, aws.time());
}

/** What a range has against it: before the group's creation, in the future, past the group's retention. */
export function explainRange(
    { from, to, logGroupName }: Pick<ExportTaskInputs, "from" | "to" | "logGroupName">,
    group: LogGroup | undefined,
    now: number,
): string | undefined {
    if (group?.creationTime !== undefined && to < group.creationTime) {
        const created = formatTimestamp(group.creationTime);
        return `The range ends at ${formatTimestamp(to)}, but log group ${logGroupName} was created at ${created}, and the service refuses a range that ends before. Use a later to.`;
    }
    if (from > now) {
        return `The range begins at ${formatTimestamp(from)}, and it is ${formatTimestamp(now)} now. Export it when it is over.`;
    }
    const days = group?.retentionInDays;
    if (days !== undefined && to < now - days * DAY_MS) {
        return (
            `Log group ${logGroupName} keeps events for ${days} days, so everything before ${formatTimestamp(now - days * DAY_MS)} is ` +
            "gone. Export sooner, or let the group keep more."
        );
    }
    return undefined;
}
