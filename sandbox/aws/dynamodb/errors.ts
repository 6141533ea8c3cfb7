import { AwsError } from "../errors";

export function invalid(message: string): AwsError {
    return new AwsError("ValidationException", message);
}
