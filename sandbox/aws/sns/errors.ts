import { AwsError } from "../http/errors";

export function invalid(what: string): AwsError {
    return new AwsError("InvalidParameter", `Invalid parameter: ${what}`);
}

export function noTopic(): AwsError {
    return new AwsError("NotFound", "Topic does not exist", 404);
}
