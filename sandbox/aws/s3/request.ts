import type { IncomingHttpHeaders } from "node:http";
import type { Call } from "../http/call";
import { AwsError } from "../http/errors";
import type { Bucket } from "./bucket";

/** An S3 request before its operation is known. */
export interface S3Address {
    readonly method: string;
    readonly bucket?: string;
    readonly key?: string;
    readonly query: URLSearchParams;
    readonly headers: IncomingHttpHeaders;
}

export interface S3Request extends S3Address {
    readonly call: Call;
    readonly body: Buffer;
}

export interface S3Response {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string | undefined>>;
    readonly body?: string | Buffer;
}

/** The bucket from the path, or from a Host like `bucket.127.0.0.1` or `bucket.localhost`. */
export function addressOf(method: string, host: string, url: string, headers: IncomingHttpHeaders): S3Address {
    const [rawPath, rawQuery = ""] = url.split(/\?(.*)/s);
    const query = new URLSearchParams(rawQuery);
    for (const name of [...query.keys()]) if (/^X-Amz-/.test(name) || name === "x-id") query.delete(name);
    const virtual = /^(.+)\.(?:127\.0\.0\.1|localhost|s3[^/]*\.amazonaws\.com(?:\.cn)?)(?::\d+)?$/.exec(host)?.[1];
    const path = virtual === undefined ? rawPath.slice(1) : `${virtual}${rawPath}`;
    const slash = path.indexOf("/");
    const bucket = decodeURIComponent(slash < 0 ? path : path.slice(0, slash));
    const key = slash < 0 ? "" : decodeURIComponent(path.slice(slash + 1));
    return { method, bucket: bucket || undefined, key: key || undefined, query, headers };
}

export function header(request: { readonly headers: IncomingHttpHeaders }, name: string): string | undefined {
    const value = request.headers[name];
    return Array.isArray(value) ? value.join(",") : value;
}

/** The request's bucket. Throws S3's errors if it does not exist or is in another Region. */
export function bucketOf(request: S3Request): Bucket {
    const name = request.bucket ?? "";
    const bucket = request.call.world.buckets[name];
    if (!bucket) throw noSuchBucket(name);
    const expected = header(request, "x-amz-expected-bucket-owner");
    if (expected !== undefined && expected !== bucket.accountId) {
        throw new AwsError("AccessDenied", "Access Denied", 403);
    }
    if (bucket.region !== request.call.region) {
        // The SDK reads the Region from the header, and follows only if redirects are enabled.
        throw new AwsError(
            "PermanentRedirect",
            "The bucket you are attempting to access must be addressed using the specified endpoint. " +
                "Please send all future requests to this endpoint.",
            301,
            { Endpoint: `${name}.s3.${bucket.region}.amazonaws.com`, Bucket: name },
            { "x-amz-bucket-region": bucket.region },
        );
    }
    return bucket;
}

export function noSuchBucket(name: string): AwsError {
    return new AwsError("NoSuchBucket", "The specified bucket does not exist", 404, { BucketName: name });
}
