import type { AwsError } from "../http/errors";
import type { Answer } from "../protocol";
import type { S3Response } from "./request";
import { xmlDocument } from "./xml";

export function s3Answer(response: S3Response, requestId: string): Answer {
    const defined = Object.entries(response.headers ?? {}).filter(([, value]) => value !== undefined);
    const xml = typeof response.body === "string" && response.body.startsWith("<?xml");
    return {
        status: response.status ?? 200,
        headers: {
            ...(xml ? { "content-type": "application/xml" } : {}),
            ...(Object.fromEntries(defined) as Record<string, string>),
            "x-amz-request-id": requestId,
            "x-amz-id-2": requestId,
            server: "AmazonS3",
        },
        body: response.body ?? "",
    };
}

/** An S3 error in XML. A HEAD request gets the status only. */
export function s3Error(error: AwsError, requestId: string, method: string): Answer {
    const body = xmlDocument("Error", {
        Code: error.code,
        Message: error.message,
        ...error.details,
        RequestId: requestId,
        HostId: requestId,
    });
    return {
        status: error.status,
        headers: {
            "content-type": "application/xml",
            ...error.headers,
            "x-amz-request-id": requestId,
            "x-amz-id-2": requestId,
            server: "AmazonS3",
        },
        body: method === "HEAD" ? "" : body,
    };
}
