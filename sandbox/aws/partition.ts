/** The AWS partitions that the sandbox knows. The Region's name determines the partition. */
export type Partition = "aws" | "aws-cn" | "aws-us-gov";

export function partitionOf(region: string): Partition {
    if (region.startsWith("cn-")) return "aws-cn";
    if (region.startsWith("us-gov-")) return "aws-us-gov";
    return "aws";
}

/** The service principal under which CloudWatch Logs of one Region calls S3 and KMS. */
export function logsPrincipal(region: string): string {
    return `logs.${region}.amazonaws.com${partitionOf(region) === "aws-cn" ? ".cn" : ""}`;
}

export function logGroupArn(region: string, accountId: string, name: string): string {
    return `arn:${partitionOf(region)}:logs:${region}:${accountId}:log-group:${name}`;
}

export function bucketArn(region: string, name: string): string {
    return `arn:${partitionOf(region)}:s3:::${name}`;
}
