import { authorizeIdentity } from "../http/authorize";
import type { Call } from "../http/call";
import { notEmulated } from "../http/errors";
import { logGroupArn } from "../partition";
import * as accountPolicies from "./accountPolicies";
import * as exportTasks from "./exportTasks";
import * as logEvents from "./logEvents";
import * as logGroups from "./logGroups";
import * as logStreams from "./logStreams";
import * as tags from "./tags";

interface Operation {
    /** The supported parameters. Every other one is refused by name. */
    readonly parameters: readonly string[];
    readonly run: (call: Call, input: never) => object;
}

const group = "logGroupName";
const page = ["nextToken", "limit"];

export const operations: Readonly<Record<string, Operation>> = {
    CreateLogGroup: { parameters: [group, "kmsKeyId", "tags", "logGroupClass"], run: logGroups.createLogGroup },
    DeleteLogGroup: { parameters: [group], run: logGroups.deleteLogGroup },
    DescribeLogGroups: {
        parameters: ["logGroupNamePrefix", "logGroupNamePattern", "logGroupClass", "logGroupIdentifiers", ...page],
        run: logGroups.describeLogGroups,
    },
    ListLogGroups: {
        parameters: ["logGroupNamePattern", "logGroupClass", "logGroupTags", ...page],
        run: logGroups.listLogGroups,
    },
    DescribeAccountPolicies: {
        parameters: ["policyType", "nextToken"],
        run: accountPolicies.describeAccountPolicies,
    },
    PutRetentionPolicy: { parameters: [group, "retentionInDays"], run: logGroups.putRetentionPolicy },
    DeleteRetentionPolicy: { parameters: [group], run: logGroups.deleteRetentionPolicy },
    CreateLogStream: { parameters: [group, "logStreamName"], run: logStreams.createLogStream },
    DeleteLogStream: { parameters: [group, "logStreamName"], run: logStreams.deleteLogStream },
    DescribeLogStreams: {
        parameters: [group, "logGroupIdentifier", "logStreamNamePrefix", "orderBy", "descending", ...page],
        run: logStreams.describeLogStreams,
    },
    PutLogEvents: { parameters: [group, "logStreamName", "logEvents", "sequenceToken"], run: logEvents.putLogEvents },
    GetLogEvents: {
        parameters: [group, "logGroupIdentifier", "logStreamName", "startTime", "endTime", "startFromHead", ...page],
        run: logEvents.getLogEvents,
    },
    FilterLogEvents: {
        parameters: [
            group,
            "logGroupIdentifier",
            "logStreamNames",
            "logStreamNamePrefix",
            "startTime",
            "endTime",
            "filterPattern",
            "interleaved",
            ...page,
        ],
        run: logEvents.filterLogEvents,
    },
    TagResource: { parameters: ["resourceArn", "tags"], run: tags.tagResource },
    UntagResource: { parameters: ["resourceArn", "tagKeys"], run: tags.untagResource },
    ListTagsForResource: { parameters: ["resourceArn"], run: tags.listTagsForResource },
    CreateExportTask: {
        parameters: [group, "taskName", "logStreamNamePrefix", "from", "to", "destination", "destinationPrefix"],
        run: exportTasks.createExportTask,
    },
    DescribeExportTasks: { parameters: ["taskId", "statusCode", ...page], run: exportTasks.describeExportTasks },
    CancelExportTask: { parameters: ["taskId"], run: exportTasks.cancelExportTask },
};

export function runLogs(call: Call, input: Readonly<Record<string, unknown>>): object {
    const operation = Object.hasOwn(operations, call.operation) ? operations[call.operation] : undefined;
    if (!operation) throw notEmulated(`CloudWatch Logs ${call.operation}`);
    const unknown = Object.keys(input).find((name) => input[name] !== null && !operation.parameters.includes(name));
    if (unknown) throw notEmulated(`the parameter ${unknown} of CloudWatch Logs ${call.operation}`);
    authorize(call, input);
    return operation.run(call, input as never);
}

/** Operations without resource-level permissions. */
const withoutResource = ["DescribeExportTasks", "CancelExportTask", "DescribeAccountPolicies"];

function authorize(call: Call, input: Readonly<Record<string, unknown>>): void {
    const { caller, region, operation } = call;
    const name = typeof input.logGroupName === "string" ? input.logGroupName : "";
    const group = logGroupArn(region, caller.accountId, `${name}:log-stream:`);
    authorizeIdentity(call, `logs:${operation}`, withoutResource.includes(operation) ? "*" : group);
}
