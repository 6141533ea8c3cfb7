import { AwsError } from "./errors";
import { MINUTE } from "../../durations";

/**
 * How a service with a skewed clock answers a request's date. The SDK corrects itself by the Date header and retries
 * once. Without this fault dates are not compared, because the sandbox's clock may show any year.
 */
export function skewRefusal(service: string, signedAt: string | undefined, serverTime: number): AwsError | undefined {
    const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(signedAt ?? "") ?? [];
    if (s === undefined) return undefined;
    const difference = Math.abs(Date.UTC(+y, +mo - 1, +d, +h, +mi, +s) - serverTime);
    if (service === "s3") {
        if (difference <= 15 * MINUTE) return undefined;
        return new AwsError(
            "RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large.",
            403,
        );
    }
    if (difference <= 5 * MINUTE) return undefined;
    const code = service === "sts" ? "SignatureDoesNotMatch" : "InvalidSignatureException";
    return new AwsError(
        code,
        `Signature expired: ${signedAt} is not within 5 minutes of the service's time.`,
        service === "sts" ? 403 : 400,
    );
}
