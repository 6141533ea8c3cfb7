import { logsPrincipal } from "../../policies/partition";
import {
    answered,
    isBeforeSending,
    isPassing,
    isSlotTaken,
    isThrottling,
    isUnanswered,
    nameOf,
    said,
} from "../../aws/errors";
import { Outage } from "../../aws/patience";
import { explainDenial, remedyFor } from "../../aws/denial";
import { diagnose, type Diagnosed, type Suspect } from "./diagnosis";
import { type ExportTaskInputs } from "../inputs";
import { formatTimestamp } from "../../validation/timestamp";

/**
 * What an error of CreateExportTask says about the task.
 *
 * | answer     | errors                                              | the task         | then            |
 * |------------|-----------------------------------------------------|------------------|-----------------|
 * | slot taken | LimitExceededException                              | was not started  | wait for the slot |
 * | passing    | policy not seen yet, OperationAborted, throttling   | was not started  | again, bounded  |
 * | none       | 5xx, time-outs, resets: no answer                   | may have started | look for it     |
 * | refused    | everything else with an answer                      | was not started  | report          |
 */
export type Answer = "slot taken" | "passing" | "none" | "refused";

export function answerOf(error: unknown): Answer {
    if (!(error instanceof Error)) return "refused";
    if (isSlotTaken(error)) return "slot taken";
    if (isThrottling(error) || error.name === "OperationAbortedException" || isMissingGrant(error)) return "passing";
    return isUnanswered(error) || !hasStatus(error) ? "none" : "refused";
}

/** Without an answer nothing is known of the task, unless the call was never sent. */
const hasStatus = (error: Error) =>
    isBeforeSending(error) ||
    (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode !== undefined;

/** "GetBucketAcl call on the given bucket failed", or the same for PutObject; its class changed between 2023 and 2026. */
export function isMissingGrant(error: Error): boolean {
    return /(GetBucketAcl|PutObject) call on the given bucket failed/.test(error.message);
}

/** The service's own message, what it was about, and the cause that was found or what to do. The error is kept as cause. */
export async function explainRefusal(error: unknown, context: Diagnosed): Promise<Error> {
    const { inputs } = context;
    const message = error instanceof Error ? error.message : String(error);
    const name = nameOf(error);
    if (isPassing(error) || answerOf(error) === "none") return explainTrouble(error, inputs);
    const denied = explainDenial(message);
    const suspect = denied ? undefined : suspectOf(name, message);
    const found = denied ?? (suspect && (await diagnose(suspect, context)));
    const next = found ?? adviceFor(error, message, inputs);
    return new Error(`${whatOf(inputs)} was refused: ${answered(error)}. ${next}`, { cause: error });
}

/**
 * An error that says nothing about the declaration: AWS did not answer, or refused a call for the caller's sake.
 * @param done what did not come about.
 */
export function explainTrouble(error: unknown, inputs: ExportTaskInputs, done = "completed"): Error {
    const next =
        remedyFor(error) ??
        (isBeforeSending(error)
            ? adviceFor(error, "", inputs)
            : "The declaration is not at fault. Run `pulumi up` again: if a task was started, it is found and resumed.");
    return new Error(`${whatOf(inputs)} could not be ${done}: ${said(error)}. ${next}`, { cause: error });
}

/** Whether an error is one of AWS or of the way there, which does not say what it was about. */
export function isFromAws(error: unknown): boolean {
    return error instanceof Outage || isBeforeSending(error) || (error instanceof Error && "$metadata" in error);
}

function whatOf(inputs: ExportTaskInputs): string {
    const range = `${formatTimestamp(inputs.from)} to ${formatTimestamp(inputs.to)}`;
    const uri = `s3://${inputs.destination}/${inputs.destinationPrefix}`;
    return `The export of log group ${inputs.logGroupName} (${range}) to ${uri} in ${inputs.region}`;
}

/**
 * What to check after a refusal.
 *
 * | the service said                               | check     |
 * |------------------------------------------------|-----------|
 * | GetBucketAcl or PutObject call failed          | grant     |
 * | bucket does not exist, another Region          | bucket    |
 * | log group does not exist                       | log group |
 * | anything about a class                         | class     |
 * | anything else about the request                | range     |
 */
function suspectOf(name: string, said: string): Suspect | undefined {
    if (/call on the given bucket failed/.test(said)) return "grant";
    if (/bucket/i.test(said)) return "bucket";
    if (name === "ResourceNotFoundException") return "log group";
    if (/\bclass\b/i.test(said)) return "class";
    if (/^(Invalid(Parameter|Operation)|Validation|UnsupportedOperation)/.test(name)) return "range";
    return undefined;
}

/** If no cause was found. */
function adviceFor(error: unknown, message: string, { region, destinationPrefix }: ExportTaskInputs): string {
    const name = nameOf(error);
    if (/call on the given bucket failed/.test(message)) {
        return (
            `The bucket policy must allow ${logsPrincipal(region)} s3:GetBucketAcl on the bucket and s3:PutObject on ` +
            `${destinationPrefix}/* with s3:x-amz-acl = bucket-owner-full-control; a KMS key must allow it kms:GenerateDataKey* ` +
            "and kms:Decrypt. exportStatements() gives the statements."
        );
    }
    if (/granted s3:PutObject/.test(message)) {
        return (
            `Grant the caller s3:PutObject on ${destinationPrefix}/* of the bucket, in its own policies. If another account owns the ` +
            "bucket, its policy must grant the caller that too, and s3:PutObjectAcl, which callers have reported to need. If " +
            "a KMS key of another account encrypts it, the caller needs kms:GenerateDataKey and kms:Decrypt, in both policies."
        );
    }
    if (/bucket/i.test(message))
        return "Check the bucket's name, its account, and that it is in the log group's Region.";
    if (name === "ResourceNotFoundException") return "Check the log group's name and the Region.";
    const remedy = remedyFor(error);
    if (remedy !== undefined) return remedy;
    if (name === "CredentialsProviderError") {
        return "Set AWS credentials as for the aws provider, or give profile or assumeRoleArn.";
    }
    return "Correct the declaration and run `pulumi up` again.";
}
