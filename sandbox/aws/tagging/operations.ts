import type { Call } from "../http/call";
import { AwsError } from "../http/errors";
import { groupsOf } from "../logs/logGroups";
import { runOperation, type Input, type Operation } from "../http/operations";
import { logGroupArn } from "../partition";

interface GetResourcesInput {
    readonly ResourceARNList?: readonly string[];
}

/** Only GetResources by ARN is emulated, and only for log groups. */
export const operations: Readonly<Record<string, Operation>> = {
    GetResources: { parameters: ["ResourceARNList"], resource: () => "*", run: getResources },
};

export function runTagging(call: Call, input: Input): object {
    return runOperation("tag", operations, call, input);
}

/**
 * Resources that do not exist or have no tags are left out.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
function getResources(call: Call, { ResourceARNList: arns = [] }: GetResourcesInput): object {
    if (arns.length < 1 || arns.length > 100) {
        throw new AwsError("InvalidParameterException", "ResourceARNList must have between 1 and 100 items.");
    }
    const tagged = Object.values(groupsOf(call)).filter(({ tags }) => Object.keys(tags).length > 0);
    const found = tagged
        .map(({ name, tags }) => ({ arn: logGroupArn(call.region, call.caller.accountId, name), tags }))
        .filter(({ arn }) => arns.includes(arn));
    return {
        PaginationToken: "",
        ResourceTagMappingList: found.map(({ arn, tags }) => ({
            ResourceARN: arn,
            Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        })),
    };
}
