import type {
    CancelExportTaskRequest,
    CreateExportTaskRequest,
    DescribeExportTasksRequest,
    ExportTask as ExportTaskOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "../http/call";
import { AwsError } from "../http/errors";
import { encryptionKeyOf } from "../kms/exportGrant";
import type { PolicyDocument } from "../policy/document";
import { isAllowed } from "../policy/evaluate";
import { bucketPolicy, requesterOf, resourceArn, secureTransport } from "../s3/access";
import type { Bucket } from "../s3/bucket";
import { storeObject } from "../s3/storeObject";
import { logsOf } from "../state";
import { logsErrors } from "./errors";
import { bytesOf, markerBody, markerKey, selectEvents } from "./exportFiles";
import { exportRefusal } from "./exportPermissions";
import { enterStatus, exportedObject } from "./exportRun";
import { isActive, isFinal, statusOf, type ExportTask } from "./exportTask";
import { groupOf } from "./logGroups";
import { paginateByKey } from "./pages";
import { checkParameter, logGroupNameRule, type Rule } from "./validate";

const time: Rule = { required: true, minimum: 0 };

/**
 * The order of the checks is not documented. Here, checks without lookups come first and the quota comes last, because
 * the quota is taken when the task starts. A started task first writes the marker.
 */
export function createExportTask(call: Call, input: CreateExportTaskRequest): object {
    checkParameter("taskName", input.taskName, { minimum: 1, maximum: 512 });
    checkParameter("logGroupName", input.logGroupName, logGroupNameRule);
    checkParameter("logStreamNamePrefix", input.logStreamNamePrefix, { minimum: 1, maximum: 512, pattern: /^[^:*]*$/ });
    checkParameter("from", input.from, time);
    checkParameter("to", input.to, time);
    checkParameter("destination", input.destination, { required: true, minimum: 1, maximum: 512 });
    const { from = 0, to = 0 } = input;
    if (from >= to) throw logsErrors.invalid("The specified time range is invalid: from must be before to.");
    const marker = markerKey(input.destinationPrefix);
    if (Buffer.byteLength(marker) > 1024) throw logsErrors.invalid("The specified destinationPrefix is too long.");

    const group = groupOf(call, input.logGroupName);
    if (to < group.creationTime) {
        throw logsErrors.invalid("The specified time range is invalid: to is earlier than the log group's creation.");
    }
    const bucket = call.world.buckets[input.destination ?? ""];
    if (!bucket) throw logsErrors.noBucket();
    if (bucket.region !== call.region) {
        throw logsErrors.invalid("The given bucket is in a different region than the log group.");
    }
    const source = { accountId: call.caller.accountId, region: call.region, logGroupName: group.name };
    const refusal = exportRefusal(call.world, call.settings, source, bucket, [marker]);
    if (refusal) throw new AwsError(call.settings.grantError, refusal);
    if (!callerMayWrite(call, bucket, marker)) {
        throw logsErrors.invalid(
            "Please ensure that the CreateExportTask caller has been granted s3:PutObject access to the bucket.",
        );
    }
    const { tasks } = logsOf(call.world, call.caller.accountId, call.region);
    if (tasks.some(isActive)) throw logsErrors.limitExceeded();

    storeObject(bucket, exportedObject(bucket.accountId, marker, markerBody), call.now, call.uuid);
    const task = newTask(call, { ...input, from, to, logGroupName: group.name, destination: bucket.name });
    tasks.push(task);
    return { taskId: task.taskId };
}

/** A bucket in another account must grant access to the caller too, not only to the service. So must its key. */
function callerMayWrite(call: Call, bucket: Bucket, key: string): boolean {
    const { caller } = call;
    const requester = requesterOf(call);
    const context = {
        ...secureTransport,
        "aws:principalarn": [caller.roleArn ?? caller.arn],
        "aws:principalaccount": [caller.accountId],
    };
    const put = {
        requester,
        action: "s3:PutObject",
        resource: resourceArn(bucket, key),
        context: { ...context, "s3:x-amz-acl": ["bucket-owner-full-control"] },
    };
    const isOwner = caller.accountId === bucket.accountId;
    if (!isAllowed(bucketPolicy(bucket), caller.policy, put, isOwner)) return false;
    const kmsKey = encryptionKeyOf(call.world, bucket);
    if (!kmsKey || caller.accountId === kmsKey.accountId) return true;
    const generate = { requester, action: "kms:GenerateDataKey", resource: kmsKey.arn, context };
    return isAllowed(JSON.parse(kmsKey.policy) as PolicyDocument, caller.policy, generate, false);
}

type TaskInput = Pick<
    ExportTask,
    "taskName" | "logGroupName" | "logStreamNamePrefix" | "from" | "to" | "destination"
> & {
    readonly destinationPrefix?: string;
};

export function newTask(call: Call, input: TaskInput, foreign = false): ExportTask {
    const { settings, taskOverrides: overrides = {} } = call;
    const group = logsOf(call.world, call.caller.accountId, call.region).groups[input.logGroupName];
    const bytes = group ? bytesOf(selectEvents(group, input, call.now)) : 0;
    const runsAt = call.now + (overrides.pendingMilliseconds ?? settings.pendingMilliseconds);
    const duration = overrides.runMilliseconds ?? settings.runMilliseconds(bytes);
    return {
        taskId: call.uuid(),
        taskName: input.taskName,
        accountId: call.caller.accountId,
        region: call.region,
        logGroupName: input.logGroupName,
        logStreamNamePrefix: input.logStreamNamePrefix,
        from: input.from,
        to: input.to,
        destination: input.destination,
        destinationPrefix: input.destinationPrefix ?? "exportedlogs",
        creationTime: Math.floor(call.now),
        runsAt,
        partAt: runsAt + duration * 0.8,
        endsAt: runsAt + duration,
        timesOutAt: runsAt + settings.taskTimeoutMilliseconds,
        partWritten: false,
        writtenStreams: [],
        overrides,
        history: [{ at: call.now, code: "PENDING" }],
        foreign,
    };
}

export function describeExportTasks(call: Call, input: DescribeExportTasksRequest): object {
    const { taskId, statusCode } = input;
    if (taskId !== undefined && statusCode !== undefined) {
        throw logsErrors.invalid("Only one of taskId and statusCode can be specified.");
    }
    checkParameter("taskId", taskId, { minimum: 1, maximum: 512 });
    checkParameter("limit", input.limit, { minimum: 1, maximum: 50 });
    const asOf = call.now - call.staleMilliseconds;
    const matching = logsOf(call.world, call.caller.accountId, call.region)
        .tasks.filter((task) => task.creationTime <= asOf)
        .filter((task) => taskId === undefined || task.taskId === taskId)
        .filter((task) => statusCode === undefined || statusOf(task, asOf).code === statusCode)
        // The order is not documented. Sorting by the random ID keeps tests from relying on an order.
        .sort((a, b) => (a.taskId < b.taskId ? -1 : 1));
    const limit = Math.min(input.limit ?? 50, call.settings.describePageSize);
    const { page, nextToken } = paginateByKey(
        matching,
        ({ taskId: id }) => id,
        input.nextToken,
        limit,
        "DescribeExportTasks",
    );
    return { exportTasks: page.map((task) => describe(task, asOf)), nextToken };
}

function describe(task: ExportTask, asOf: number): ExportTaskOutput {
    const { at, code, message } = statusOf(task, asOf);
    return {
        taskId: task.taskId,
        taskName: task.taskName,
        logGroupName: task.logGroupName,
        from: task.from,
        to: task.to,
        destination: task.destination,
        destinationPrefix: task.destinationPrefix,
        status: { code, message },
        executionInfo: { creationTime: task.creationTime, completionTime: isFinal(code) ? Math.floor(at) : undefined },
    };
}

export function cancelExportTask(call: Call, input: CancelExportTaskRequest): object {
    checkParameter("taskId", input.taskId, { required: true, minimum: 1, maximum: 512 });
    const task = logsOf(call.world, call.caller.accountId, call.region).tasks.find(
        (one) => one.taskId === input.taskId,
    );
    if (!task) throw logsErrors.noTask();
    // Only PENDING and RUNNING tasks can be cancelled. The answer for PENDING_CANCEL is not recorded; this is the closest.
    if (!isActive(task)) throw logsErrors.finished();
    task.cancelledAt = call.now;
    enterStatus(task, call.now, "PENDING_CANCEL");
    return {};
}
