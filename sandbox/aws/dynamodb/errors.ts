import { AwsError } from "../http/errors";

export function invalid(message: string): AwsError {
    return new AwsError("ValidationException", message);
}
