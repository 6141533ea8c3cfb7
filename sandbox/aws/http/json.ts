import { AwsError } from "./errors";
import type { Answer } from "../protocol";

/** The AWS JSON protocol. */
export function jsonInput(body: Buffer): Readonly<Record<string, unknown>> {
    try {
        const value: unknown = JSON.parse(body.length === 0 ? "{}" : body.toString("utf8"));
        if (typeof value === "object" && value !== null && !Array.isArray(value)) {
            return value as Record<string, unknown>;
        }
    } catch {
        // Refused below, like any other body that is not an object.
    }
    throw new AwsError("SerializationException", "Could not read the request's JSON.");
}

export function jsonAnswer(output: object, requestId: string): Answer {
    return { status: 200, headers: headers(requestId), body: JSON.stringify(output) };
}

export function jsonError(error: AwsError, requestId: string): Answer {
    const body = JSON.stringify({ __type: error.code, message: error.message, ...error.details });
    return { status: error.status, headers: { ...headers(requestId), ...error.headers }, body };
}

function headers(requestId: string): Record<string, string> {
    return { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId };
}
