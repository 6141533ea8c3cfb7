import { AwsError } from "../http/errors";

/** The errors of CloudWatch Logs, with the texts that were recorded from the service. */
export const logsErrors = {
    invalid: (message: string) => new AwsError("InvalidParameterException", message),
    noLogGroup: () => new AwsError("ResourceNotFoundException", "The specified log group does not exist."),
    noLogStream: () => new AwsError("ResourceNotFoundException", "The specified log stream does not exist."),
    noTask: () => new AwsError("ResourceNotFoundException", "The specified export task does not exist."),
    limitExceeded: () => new AwsError("LimitExceededException", "Resource limit exceeded."),
    logGroupExists: () => new AwsError("ResourceAlreadyExistsException", "The specified log group already exists"),
    logStreamExists: () => new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists"),
    noBucket: () =>
        new AwsError(
            "InvalidParameterException",
            "The given bucket does not exist. Please make sure the bucket is valid.",
        ),
    finished: () => new AwsError("InvalidOperationException", "The specified export task has already finished"),
    throttled: () => new AwsError("ThrottlingException", "Rate exceeded"),
};
