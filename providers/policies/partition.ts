/** The partition of a Region as in ARNs, for example `aws-eusc`. */
export function partitionOf(region: string): string {
    return partitionData(region).name;
}

/** The domain of a Region's services, for example `amazonaws.eu`. */
export function dnsSuffixOf(region: string): string {
    return partitionData(region).dnsSuffix;
}

/**
 * From the AWS SDK's own data: a Region that the SDK does not know yet goes by the form of its name. The SDK's module is
 * loaded only here, because a program that creates no policy does not need it.
 */
function partitionData(region: string) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded late
    const { partition } = require("@aws-sdk/core/client") as typeof import("@aws-sdk/core/client");
    return partition(region);
}

/**
 * The partitions in which the principal of CloudWatch Logs ends in the partition's own domain. In all others it ends in
 * amazonaws.com: the European Sovereign Cloud refuses principals that end in its domain, amazonaws.eu.
 * `aws.getServicePrincipal` gives the same.
 */
const OWN_PRINCIPALS = ["aws-cn", "aws-iso", "aws-iso-b"];

/** The service principal of CloudWatch Logs in a Region. */
export function logsPrincipal(region: string): string {
    const { name, dnsSuffix } = partitionData(region);
    return `logs.${region}.${OWN_PRINCIPALS.includes(name) ? dnsSuffix : "amazonaws.com"}`;
}
