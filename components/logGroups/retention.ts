import type { LogGroup, RetentionPolicy } from "../../providers/aws/logs";
import { DAY_MS } from "../../providers/durations";

/** How long a log group keeps its events, now or soon. */
export interface Retention {
    readonly days: number;
    /** The account's policy by which it does. */
    readonly policyName?: string;
    /** When that policy takes effect, in milliseconds since 1970, if it has not yet. */
    readonly from?: number;
}

/** A policy of an account takes effect so long after it was created or updated. */
const EFFECTIVE_AFTER_MS = DAY_MS;

/**
 * The shorter of what a log group keeps now and what the account's policies make it keep; undefined if it keeps everything.
 * Of several policies the longest applies, in place of the log group's own setting, longer or shorter.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html
 *
 * @param now in milliseconds since 1970.
 */
export function retentionOf(group: LogGroup, policies: readonly RetentionPolicy[], now: number): Retention | undefined {
    const { retentionInDays: days = Infinity, retentionPolicyName: policyName } = group;
    const [longest] = policies
        .filter((policy) => appliesTo(policy, group))
        .map((policy) => ({
            policyName: policy.name,
            days: daysOf(policy),
            from: policy.lastUpdatedTime + EFFECTIVE_AFTER_MS,
        }))
        .sort((a, b) => b.days - a.days);
    if (longest && longest.days < days) {
        return longest.from > now ? longest : { days: longest.days, policyName: longest.policyName };
    }
    return days === Infinity ? undefined : { days, ...(policyName !== undefined && { policyName }) };
}

interface PolicyDocument {
    readonly retentionInDays?: unknown;
    readonly enforcementMode?: unknown;
}

function appliesTo(policy: RetentionPolicy, { name, creationTime = 0 }: LogGroup): boolean {
    const isForOld = documentOf(policy).enforcementMode !== "NEW_ONLY";
    return matches(policy.selectionCriteria, name) && (isForOld || creationTime > policy.lastUpdatedTime);
}

/** Criteria are `LogGroupNamePrefix IN ["/aws/", "/shop/"]`. Others say nothing that is known here. */
function matches(criteria: string | undefined, name: string): boolean {
    if (!criteria) return true;
    const list = /^\s*LogGroupNamePrefix\s+IN\s+(\[[\s\S]*\])\s*$/i.exec(criteria)?.[1];
    const prefixes = list === undefined ? undefined : parsed(list);
    return Array.isArray(prefixes) && prefixes.some((prefix) => typeof prefix === "string" && name.startsWith(prefix));
}

/** A document that says nothing readable shortens nothing. */
function daysOf(policy: RetentionPolicy): number {
    const { retentionInDays } = documentOf(policy);
    return typeof retentionInDays === "number" ? retentionInDays : Infinity;
}

function documentOf({ document }: RetentionPolicy): PolicyDocument {
    const value = parsed(document);
    return typeof value === "object" && value !== null ? value : {};
}

function parsed(json: string): unknown {
    try {
        return JSON.parse(json);
    } catch {
        return undefined;
    }
}
