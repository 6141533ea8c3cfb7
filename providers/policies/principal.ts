/** The service principal of CloudWatch Logs in a Region; in China it ends in .cn. */
export function logsPrincipal(region: string): string {
    return `logs.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}

export function partitionOf(region: string): string {
    return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
