import type {
    CreateLogGroupRequest,
    DeleteLogGroupRequest,
    DescribeLogGroupsRequest,
    ListLogGroupsRequest,
    LogGroup,
    PutRetentionPolicyRequest,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "../http/call";
import { logGroupArn } from "../partition";
import { matchesPattern } from "../policy/patterns";
import { record } from "../record";
import { logsOf, type LogGroupState } from "../state";
import { retentionOf } from "./accountPolicies";
import { eventsOf, sizeOf } from "./events";
import { logsErrors } from "./errors";
import { paginate } from "./pages";
import { checkTagFilters } from "./tagFilters";
import { checkParameter, logGroupNameRule } from "./validate";

export function groupsOf(call: Call): Record<string, LogGroupState> {
    return logsOf(call.world, call.caller.accountId, call.region).groups;
}

/** Finds the group by its name, or by its ARN if the operation accepts one. */
export function groupOf(call: Call, name: string | undefined, identifier?: string): LogGroupState {
    if (name === undefined && identifier === undefined) checkParameter("logGroupName", undefined, logGroupNameRule);
    const wanted = name ?? nameIn(identifier ?? "") ?? identifier;
    checkParameter("logGroupName", wanted, logGroupNameRule);
    const group = groupsOf(call)[wanted ?? ""];
    if (!group) throw logsErrors.noLogGroup();
    return group;
}

/** The name in an ARN. */
function nameIn(identifier: string): string | undefined {
    return /^arn:[^:]+:logs:[^:]+:[^:]+:log-group:([^:]+)(?::\*)?$/.exec(identifier)?.[1];
}

export function createLogGroup(call: Call, input: CreateLogGroupRequest): object {
    const name = input.logGroupName ?? "";
    checkParameter("logGroupName", input.logGroupName, logGroupNameRule);
    if (name.startsWith("aws/")) throw logsErrors.invalid("Log groups starting with AWS/ are reserved for AWS.");
    const groups = groupsOf(call);
    if (groups[name]) throw logsErrors.logGroupExists();
    groups[name] = newLogGroup(name, call.now, input);
    return {};
}

export function newLogGroup(
    name: string,
    creationTime: number,
    given: Readonly<Pick<CreateLogGroupRequest, "logGroupClass" | "kmsKeyId" | "tags">>,
): LogGroupState {
    return {
        name,
        creationTime,
        logGroupClass: given.logGroupClass ?? "STANDARD",
        kmsKeyId: given.kmsKeyId,
        tags: Object.assign(record<string>(), given.tags),
        streams: record(),
    };
}

export function deleteLogGroup(call: Call, input: DeleteLogGroupRequest): object {
    const group = groupOf(call, input.logGroupName);
    delete groupsOf(call)[group.name];
    return {};
}

export function describeLogGroups(call: Call, input: DescribeLogGroupsRequest): object {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern } = input;
    if (input.logGroupIdentifiers !== undefined) return describeByIdentifier(call, input);
    if (prefix !== undefined && pattern !== undefined) {
        throw logsErrors.invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
    }
    checkParameter("logGroupNamePrefix", prefix, { ...logGroupNameRule, required: false });
    checkParameter("logGroupNamePattern", pattern, { maximum: 512, pattern: /^[.\-_/#A-Za-z0-9]*$/ });
    checkParameter("limit", input.limit, { minimum: 1, maximum: 50 });
    const matching = visibleGroups(call)
        .filter((group) => prefix === undefined || group.name.startsWith(prefix))
        // The pattern is a substring, and unlike the prefix it ignores the case.
        .filter((group) => pattern === undefined || group.name.toLowerCase().includes(pattern.toLowerCase()))
        .filter((group) => input.logGroupClass === undefined || group.logGroupClass === input.logGroupClass)
        .sort(byName);
    const { page, nextToken } = paginate(matching, input.nextToken, input.limit ?? 50, "DescribeLogGroups");
    return { logGroups: page.map((group) => describe(call, group)), nextToken };
}

/** By name or ARN: at most 50, and no other filter. AWS does not document missing groups; they are left out here. */
function describeByIdentifier(call: Call, { logGroupIdentifiers = [], ...others }: DescribeLogGroupsRequest): object {
    const filter = Object.entries(others).find(([, value]) => value !== undefined && value !== null);
    if (filter) throw logsErrors.invalid(`logGroupIdentifiers cannot be combined with ${filter[0]}.`);
    if (logGroupIdentifiers.length < 1 || logGroupIdentifiers.length > 50) {
        throw logsErrors.invalid("1 validation error detected: logGroupIdentifiers must have 1 to 50 members.");
    }
    const names = logGroupIdentifiers.map((identifier) => nameIn(identifier) ?? identifier);
    return {
        logGroups: visibleGroups(call)
            .filter(({ name }) => names.includes(name))
            .sort(byName)
            .map((group) => describe(call, group)),
    };
}

function visibleGroups(call: Call): LogGroupState[] {
    return Object.values(groupsOf(call)).filter((group) => group.creationTime <= call.now - call.staleMilliseconds);
}

const byName = (a: LogGroupState, b: LogGroupState) => (a.name < b.name ? -1 : 1);

function describe(call: Call, group: LogGroupState): LogGroup {
    const arn = logGroupArn(call.region, call.caller.accountId, group.name);
    return {
        logGroupName: group.name,
        creationTime: group.creationTime,
        ...retentionOf(call, group),
        metricFilterCount: 0,
        arn: `${arn}:*`,
        storedBytes:
            group.storedBytes ?? sizeOf(Object.values(group.streams).flatMap((one) => eventsOf(group, one, call.now))),
        kmsKeyId: group.kmsKeyId,
        logGroupClass: group.logGroupClass,
        logGroupArn: arn,
        deletionProtectionEnabled: false,
    };
}

/** Filters by pattern, class and tags. */
export function listLogGroups(call: Call, input: ListLogGroupsRequest): object {
    const pattern = input.logGroupNamePattern;
    checkParameter("logGroupNamePattern", pattern, { minimum: 3, maximum: 129 });
    checkParameter("limit", input.limit, { minimum: 1, maximum: 1000 });
    checkTagFilters(input.logGroupTags);
    const expression = pattern === undefined ? undefined : compile(pattern);
    const matching = visibleGroups(call)
        .filter((group) => expression === undefined || expression.test(group.name))
        .filter((group) => input.logGroupClass === undefined || group.logGroupClass === input.logGroupClass)
        .filter((group) =>
            (input.logGroupTags ?? []).every(({ key, values }) => matchesTag(group.tags[key ?? ""], values)),
        )
        .sort(byName);
    const { page, nextToken } = paginate(matching, input.nextToken, input.limit ?? 50, "ListLogGroups");
    const logGroups = page.map((group) => ({
        logGroupName: group.name,
        logGroupArn: logGroupArn(call.region, call.caller.accountId, group.name),
        logGroupClass: group.logGroupClass,
    }));
    return { logGroups, nextToken };
}

/** Up to five alternatives of 3 to 24 characters. AWS documents `^` and `*` only. */
function compile(pattern: string): RegExp {
    const alternatives = pattern.split("|");
    const outside = alternatives.find((one) => one.length < 3 || one.length > 24);
    if (outside !== undefined || alternatives.length > 5 || !/^[\^|.\-_/#A-Za-z0-9*]+$/.test(pattern)) {
        throw logsErrors.invalid("The specified logGroupNamePattern is invalid.");
    }
    return new RegExp(alternatives.map((one) => one.replace(/[.\-/#]/g, "\\$&").replace(/\*/g, ".*")).join("|"));
}

/** Without values the key alone matches. `!value` negates; with the wildcard `*` case is ignored. */
function matchesTag(given: string | undefined, wanted: readonly string[] | undefined): boolean {
    if (given === undefined) return false;
    if (!wanted || wanted.length === 0) return true;
    return wanted.some((value) => {
        const negated = value.startsWith("!");
        const pattern = negated ? value.slice(1) : value;
        return matchesPattern(pattern, given, pattern.includes("*")) !== negated;
    });
}

const retentionDays = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export function putRetentionPolicy(call: Call, input: PutRetentionPolicyRequest): object {
    const group = groupOf(call, input.logGroupName);
    if (!retentionDays.includes(input.retentionInDays ?? NaN)) {
        throw logsErrors.invalid(
            `1 validation error detected: Value '${input.retentionInDays}' at 'retentionInDays' failed to satisfy constraint: ` +
                `Member must satisfy enum value set: [${retentionDays.join(", ")}]`,
        );
    }
    group.retentionInDays = input.retentionInDays;
    return {};
}

export function deleteRetentionPolicy(call: Call, input: DeleteLogGroupRequest): object {
    groupOf(call, input.logGroupName).retentionInDays = undefined;
    return {};
}
