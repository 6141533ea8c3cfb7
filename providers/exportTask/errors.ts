import { isSlotTaken, isThrottling } from "./clients";
import { ExportTaskInputs } from "./inputs";
import { formatTimestamp } from "./timestamp";

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

/** The service's own message, what it was about, and the next step. The cause is kept. */
export function explainRefusal(error: unknown, inputs: ExportTaskInputs): Error {
    const said = error instanceof Error ? error.message : String(error);
    const name = error instanceof Error ? error.name : "Error";
    const range = `${formatTimestamp(inputs.from)} to ${formatTimestamp(inputs.to)}`;
    const what = `The export of log group ${inputs.logGroupName} (${range}) to s3://${inputs.destination}/${inputs.destinationPrefix}`;
    return new Error(`${what} in ${inputs.region} was refused: ${said} (${name}). ${adviceFor(name, said, inputs)}`, {
        cause: error,
    });
}

function adviceFor(name: string, said: string, inputs: ExportTaskInputs): string {
    const principal = `logs.${inputs.region}.amazonaws.com${inputs.region.startsWith("cn-") ? ".cn" : ""}`;
    if (/GetBucketAcl call/.test(said)) {
        return `The bucket policy must allow ${principal} s3:GetBucketAcl on the bucket; ExportBucket does that, for a bucket of your own add its statements.`;
    }
    if (/PutObject call/.test(said)) {
        return `The bucket policy must allow ${principal} s3:PutObject on ${inputs.destinationPrefix}/* with s3:x-amz-acl = bucket-owner-full-control, and a KMS key must allow kms:GenerateDataKey*.`;
    }
    if (/granted s3:PutObject/.test(said)) {
        return "Grant the caller s3:PutObject on the bucket.";
    }
    if (/bucket does not exist/.test(said)) {
        return "Check the name, and that the bucket is in the log group's Region.";
    }
    if (name === "ResourceNotFoundException") {
        return `Check the name and the Region: \`aws logs describe-log-groups --region ${inputs.region} --log-group-name-prefix ${inputs.logGroupName.slice(0, 24)}\`.`;
    }
    if (isExpiredCredentials(name)) {
        return "The credentials expired: renew them and run `pulumi up` again.";
    }
    if (name === "CredentialsProviderError") {
        return "Set AWS credentials as for the aws provider, or give profile or assumeRoleArn.";
    }
    if (/AccessDenied|UnauthorizedException/.test(name)) {
        return "The caller needs logs:CreateExportTask and logs:DescribeExportTasks; a service control policy can deny them too.";
    }
    return "Correct the declaration and run `pulumi up` again.";
}

export function isExpiredCredentials(name: string): boolean {
    return ["ExpiredToken", "ExpiredTokenException", "RequestExpired"].includes(name);
}
