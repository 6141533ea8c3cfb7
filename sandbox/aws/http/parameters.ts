import type { S3Address } from "../s3/request";

/** The parameters of a request in one flat form, for the request log and for what faults match. */
export function s3Parameters({ bucket, key, query }: S3Address): Record<string, unknown> {
    const named = { ...Object.fromEntries(query), ...(bucket && { Bucket: bucket }), ...(key && { Key: key }) };
    // The SDK's names for the two parameters that tests match most.
    return { ...named, ...(query.has("prefix") && { Prefix: query.get("prefix") }) };
}
