import { partition } from "@aws-sdk/core/client";

/** The partition of a Region, whose name determines it: `aws`, `aws-cn`, `aws-eusc`, … */
export function partitionOf(region: string): string {
    return partition(region).name;
}

/** The domain of a Region's services. */
export function dnsSuffixOf(region: string): string {
    return partition(region).dnsSuffix;
}

/** The service principal under which CloudWatch Logs of one Region calls S3 and KMS. */
export function logsPrincipal(region: string): string {
    const isOwn = /^(cn|us-iso|us-isob)-/.test(region);
    return `logs.${region}.${isOwn ? dnsSuffixOf(region) : "amazonaws.com"}`;
}

export function logGroupArn(region: string, accountId: string, name: string): string {
    return `arn:${partitionOf(region)}:logs:${region}:${accountId}:log-group:${name}`;
}

export function bucketArn(region: string, name: string): string {
    return `arn:${partitionOf(region)}:s3:::${name}`;
}
