import type { Call } from "../http/call";
import { runOperation, type Input, type Operation } from "../http/operations";
import { logGroupArn } from "../partition";
import * as accountPolicies from "./accountPolicies";
import * as exportTasks from "./exportTasks";
import * as logEvents from "./logEvents";
import * as logGroups from "./logGroups";
import * as logStreams from "./logStreams";
import * as tags from "./tags";

const group = "logGroupName";
const page = ["nextToken", "limit"];

const emulated: Readonly<Record<string, Omit<Operation, "resource">>> = {
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

/** Operations without resource-level permissions. */
const withoutResource = ["DescribeExportTasks", "CancelExportTask", "DescribeAccountPolicies"];

const logGroup: Operation["resource"] = ({ region, caller }, { logGroupName }) =>
    logGroupArn(region, caller.accountId, `${typeof logGroupName === "string" ? logGroupName : ""}:log-stream:`);

export const operations: Readonly<Record<string, Operation>> = Object.fromEntries(
    Object.entries(emulated).map(([name, operation]) => [
        name,
        { ...operation, resource: withoutResource.includes(name) ? () => "*" : logGroup },
    ]),
);

export function runLogs(call: Call, input: Input): object {
    return runOperation("logs", operations, call, input);
}
