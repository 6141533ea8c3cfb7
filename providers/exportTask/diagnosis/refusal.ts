import { logsPrincipal } from "../../policies/principal";
import { isSlotTaken, isThrottling } from "../../aws/clients";
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
    const httpStatus = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (httpStatus === undefined) return isBeforeSending(error) ? "refused" : "none";
    return httpStatus >= 500 ? "none" : "refused";
}

/** "GetBucketAcl call on the given bucket failed", or the same for PutObject; its class changed between 2023 and 2026. */
export function isMissingGrant(error: Error): boolean {
    return /(GetBucketAcl|PutObject) call on the given bucket failed/.test(error.message);
}

/** Without credentials or a Region the SDK gives up before it sends anything. */
function isBeforeSending(error: Error): boolean {
    return (
        ["CredentialsProviderError", "TokenProviderError"].includes(error.name) ||
        /Region is missing/.test(error.message)
    );
}

/** The service's own message, what it was about, and what was found out or has to be done. The cause is kept. */
export async function explainRefusal(error: unknown, context: Diagnosed): Promise<Error> {
    const { inputs } = context;
    const said = error instanceof Error ? error.message : String(error);
    const name = error instanceof Error ? error.name : "Error";
    const range = `${formatTimestamp(inputs.from)} to ${formatTimestamp(inputs.to)}`;
    const where = `s3://${inputs.destination}/${inputs.destinationPrefix}`;
    const what = `The export of log group ${inputs.logGroupName} (${range}) to ${where} in ${inputs.region}`;
    const suspect = suspectOf(name, said);
    const found = suspect && (await diagnose(suspect, context));
    return new Error(`${what} was refused: ${said} (${name}). ${found ?? adviceFor(name, said, inputs)}`, {
        cause: error,
    });
}

/**
 * What to look at after a refusal.
 *
 * | the service said                               | look at   |
 * |------------------------------------------------|-----------|
 * | GetBucketAcl or PutObject call failed          | grant     |
 * | bucket does not exist, another Region          | bucket    |
 * | log group does not exist                       | log group |
 * | anything else about a parameter                | range     |
 */
function suspectOf(name: string, said: string): Suspect | undefined {
    if (/call on the given bucket failed/.test(said)) return "grant";
    if (/bucket/i.test(said)) return "bucket";
    if (name === "ResourceNotFoundException") return "log group";
    if (name === "InvalidParameterException") return "range";
    return undefined;
}

/** Where nothing could be found out. */
function adviceFor(name: string, said: string, { region, destinationPrefix }: ExportTaskInputs): string {
    if (/service control policy|explicit deny/i.test(said)) {
        return "A policy of your organisation denies it: ask its administrators to allow logs:CreateExportTask and s3:PutObject here.";
    }
    if (/call on the given bucket failed/.test(said)) {
        return (
            `The bucket policy must allow ${logsPrincipal(region)} s3:GetBucketAcl on the bucket and s3:PutObject on ` +
            `${destinationPrefix}/* with s3:x-amz-acl = bucket-owner-full-control; a KMS key must allow it kms:GenerateDataKey* ` +
            "and kms:Decrypt. exportStatements() gives the statements."
        );
    }
    if (/granted s3:PutObject/.test(said)) return "Grant the caller s3:PutObject on the bucket.";
    if (/bucket/i.test(said)) return "Check the bucket's name, its account, and that it is in the log group's Region.";
    if (name === "ResourceNotFoundException") return "Check the log group's name and the Region.";
    if (isExpiredCredentials(name)) return "The credentials expired: renew them and run `pulumi up` again.";
    if (name === "CredentialsProviderError") {
        return "Set AWS credentials as for the aws provider, or give profile or assumeRoleArn.";
    }
    if (/AccessDenied|Unauthorized/.test(name)) {
        return "The caller needs logs:CreateExportTask and logs:DescribeExportTasks; a service control policy can deny them too.";
    }
    return "Correct the declaration and run `pulumi up` again.";
}

export function isExpiredCredentials(name: string): boolean {
    return ["ExpiredToken", "ExpiredTokenException", "RequestExpired"].includes(name);
}
