import { callOf, neededFor } from "./calls";
import { RefusedOnTheWay, tlsRemedy } from "./onTheWay";

/** What the services' errors mean, whatever the call. */

export function nameOf(error: unknown): string {
    return error instanceof Error ? error.name : "";
}

/** The service's message and the error's name. */
export function answered(error: unknown): string {
    return error instanceof Error ? `${error.message} (${error.name})` : String(error);
}

/** The same for a message of our own; of a refused call also which it was, and on what. */
export function said(error: unknown): string {
    const call = isAccessDenied(error) || isUnknownCredentials(error) ? callOf(error) : undefined;
    if (!call) return answered(error);
    const { permissions, resource } = neededFor(call);
    const about = resource === "*" ? permissions.join(", ") : [permissions.join(", "), resource].join(" on ");
    return `${call.operation}${about && ` (${about})`} was refused: ${answered(error)}`;
}

/** Refused for lack of permission; the services write it in several ways, and S3 sometimes without a body. */
export function isAccessDenied(error: unknown): boolean {
    if (isExpiredCredentials(error)) return false;
    return (
        ["AccessDenied", "AccessDeniedException", "Forbidden", "AllAccessDisabled"].includes(nameOf(error)) ||
        (["", "Unknown", "UnknownError", "403"].includes(nameOf(error)) && statusOf(error) === 403)
    );
}

/** The only answer that says that another task is active; the SDK would retry it as throttling and hide it. */
export function isSlotTaken(error: unknown): boolean {
    return nameOf(error) === "LimitExceededException";
}

/** Refused for the rate of calls: certainly nothing was done, so the call may be repeated. */
export function isThrottling(error: unknown): boolean {
    return [
        "ThrottlingException",
        "TooManyRequestsException",
        "Throttling",
        "SlowDown",
        "RequestLimitExceeded",
    ].includes(nameOf(error));
}

/** Keys that AWS does not know, or a signature that is wrong for them. */
export function isUnknownCredentials(error: unknown): boolean {
    return [
        "InvalidClientTokenId",
        "UnrecognizedClientException",
        "InvalidAccessKeyId",
        "InvalidToken",
        "SignatureDoesNotMatch",
        "InvalidSignatureException",
    ].includes(nameOf(error));
}

export function isExpiredCredentials(error: unknown): boolean {
    return ["ExpiredToken", "ExpiredTokenException", "RequestExpired"].includes(nameOf(error));
}

/** Without credentials, a Region or a connection that can be trusted nothing is sent. */
export function isBeforeSending(error: unknown): boolean {
    return (
        (error instanceof RefusedOnTheWay && !error.wasSent) ||
        tlsRemedy(error) !== undefined ||
        ["CredentialsProviderError", "TokenProviderError"].includes(nameOf(error)) ||
        (error instanceof Error && /Region is missing/.test(error.message))
    );
}

/** No answer came: the network is gone, the connection was cut, or the service failed while it handled the call. */
export function isUnanswered(error: unknown): boolean {
    if (!(error instanceof Error) || isBeforeSending(error) || error instanceof RefusedOnTheWay) return false;
    const status = statusOf(error);
    return status === undefined ? isOfTheNetwork(error) : status >= 500;
}

/** No connection came about, so AWS knows nothing of the call. */
export function isNeverSent(error: unknown): boolean {
    const { code = "" } = error as { code?: string };
    return ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"].includes(code);
}

/** Passes by itself: what failed may be tried again, unless the call could have taken effect. */
export function isPassing(error: unknown): boolean {
    return isThrottling(error) || isUnanswered(error) || ["OperationAborted", "RequestTimeout"].includes(nameOf(error));
}

function statusOf(error: unknown): number | undefined {
    return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** Our own errors and bugs have no HTTP status either. */
function isOfTheNetwork(error: Error): boolean {
    const { code, $metadata } = error as Error & { code?: string; $metadata?: object };
    return (
        code !== undefined || $metadata !== undefined || error.name === "TimeoutError" || error.name === "AbortError"
    );
}
