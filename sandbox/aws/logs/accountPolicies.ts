import type { AccountPolicy, DescribeAccountPoliciesRequest } from "@aws-sdk/client-cloudwatch-logs";
import { DAY } from "../../durations";
import type { Call } from "../http/call";
import { notEmulated } from "../http/errors";
import { logsOf, type LogGroupState } from "../state";
import type { RetentionPolicyState } from "./retentionPolicy";

export function describeAccountPolicies(call: Call, { policyType }: DescribeAccountPoliciesRequest): object {
    if (policyType !== "RETENTION_POLICY") throw notEmulated(`the account policies ${policyType}`);
    return { accountPolicies: policiesOf(call).map((policy) => describe(call, policy)) };
}

/** The retention that DescribeLogGroups shows: the longest of the policies in effect, otherwise the log group's own. */
export function retentionOf(
    call: Call,
    group: LogGroupState,
): { retentionInDays?: number; retentionPolicyName?: string } {
    const [longest] = policiesOf(call)
        .filter(({ lastUpdatedTime }) => lastUpdatedTime + DAY <= call.now)
        .filter(({ prefixes = [""] }) => prefixes.some((prefix) => group.name.startsWith(prefix)))
        .filter((one) => one.enforcementMode === "RETROACTIVE" || group.creationTime > one.lastUpdatedTime)
        .sort((a, b) => daysOf(b) - daysOf(a));
    if (!longest) return { retentionInDays: group.retentionInDays };
    const days = daysOf(longest);
    return { retentionPolicyName: longest.name, retentionInDays: days === Infinity ? undefined : days };
}

const policiesOf = (call: Call) => logsOf(call.world, call.caller.accountId, call.region).retentionPolicies ?? [];

const daysOf = ({ retentionInDays }: RetentionPolicyState) =>
    retentionInDays === "NEVER_EXPIRE" ? Infinity : retentionInDays;

function describe(call: Call, { name, prefixes, lastUpdatedTime, ...document }: RetentionPolicyState): AccountPolicy {
    const { retentionInDays, enforcementMode } = document;
    return {
        policyName: name,
        policyType: "RETENTION_POLICY",
        policyDocument: JSON.stringify({ retentionInDays, enforcementMode }),
        scope: "ALL",
        ...(prefixes && { selectionCriteria: `LogGroupNamePrefix IN ${JSON.stringify(prefixes)}` }),
        lastUpdatedTime,
        accountId: call.caller.accountId,
    };
}
