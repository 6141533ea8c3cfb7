import type {
    ListTagsForResourceRequest,
    TagResourceRequest,
    UntagResourceRequest,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "../http/call";
import { AwsError } from "../http/errors";
import type { LogGroupState } from "../state";
import { logsErrors } from "./errors";
import { groupsOf } from "./logGroups";

/** The log group of an ARN without the trailing `:*` that DescribeLogGroups' `arn` has. */
function groupByArn(call: Call, arn: string | undefined): LogGroupState {
    const [, region, account, name] = /^arn:[^:]+:logs:([^:]+):([^:]+):log-group:([^:]+)$/.exec(arn ?? "") ?? [];
    if (name === undefined) throw logsErrors.invalid(`The provided resource ARN is invalid: ${arn}`);
    const group = region === call.region && account === call.caller.accountId ? groupsOf(call)[name] : undefined;
    if (!group) throw new AwsError("ResourceNotFoundException", "The specified resource does not exist.");
    return group;
}

export function listTagsForResource(call: Call, input: ListTagsForResourceRequest): object {
    return { tags: groupByArn(call, input.resourceArn).tags };
}

export function tagResource(call: Call, input: TagResourceRequest): object {
    const group = groupByArn(call, input.resourceArn);
    const after = { ...group.tags, ...input.tags };
    if (Object.keys(after).length > 50) {
        throw new AwsError("TooManyTagsException", "A resource can have no more than 50 tags.");
    }
    Object.assign(group.tags, input.tags);
    return {};
}

export function untagResource(call: Call, input: UntagResourceRequest): object {
    const group = groupByArn(call, input.resourceArn);
    for (const key of input.tagKeys ?? []) delete group.tags[key];
    return {};
}
