import {
    CancelExportTaskCommand,
    type CloudWatchLogsClient,
    CreateExportTaskCommand,
    DescribeAccountPoliciesCommand,
    type ExportTask as ServiceTask,
    type ExportTaskStatusCode,
    paginateDescribeLogGroups,
    DescribeExportTasksCommand,
    DescribeLogGroupsCommand,
    type DescribeAccountPoliciesRequest,
    type DescribeExportTasksRequest,
    ListLogGroupsCommand,
    type ListLogGroupsRequest,
    type LogGroup as ServiceLogGroup,
} from "@aws-sdk/client-cloudwatch-logs";
import { type Pace } from "./pace";
import { type Task } from "./task";

/** The parameters of CreateExportTask, in the service's own names. */
export interface TaskRequest {
    readonly taskName: string;
    readonly logGroupName: string;
    readonly logStreamNamePrefix?: string;
    readonly from: number;
    readonly to: number;
    readonly destination: string;
    readonly destinationPrefix: string;
}

/** What the provider asks of CloudWatch Logs: one method a question, no decisions. */
export interface LogsApi {
    /** The task, or undefined where the service does not list it (it answers with an empty list, not an error). */
    findTask(taskId: string): Promise<Task | undefined>;
    /** Every task that the service lists, all pages, optionally of one status; the order is not documented. */
    listTasks(status?: string): Promise<Task[]>;
    /** Starts a task and gives its ID. Not idempotent: an error without an answer may have started one. */
    startTask(request: TaskRequest): Promise<string>;
    cancelTask(taskId: string): Promise<void>;
    /** The log group of exactly this name. */
    findLogGroup(name: string): Promise<LogGroup | undefined>;
    /** When the log group of exactly this name was created, in milliseconds since 1970; asked for once. */
    creationTimeOf(name: string): Promise<number | undefined>;
    /** What the service says of those of these log groups that it finds, fifty in a call. */
    describeLogGroups(names: readonly string[]): Promise<LogGroup[]>;
    /** Every log group that the service finds by this filter, all pages. */
    listLogGroups(filter: LogGroupFilter): Promise<ListedLogGroup[]>;
    /** The account's retention policies in the Region, all pages. */
    retentionPolicies(): Promise<RetentionPolicy[]>;
    /** Names of log groups that hold this text in any case, at most a page of them. */
    namesLike(text: string): Promise<string[]>;
}

export interface LogGroup {
    readonly name: string;
    readonly creationTime?: number;
    /** What is in effect: that of an account's policy, where one applies. */
    readonly retentionInDays?: number;
    /** The account's policy by which it is. */
    readonly retentionPolicyName?: string;
    /** Compressed, and some hours old. */
    readonly storedBytes?: number;
    readonly logGroupClass?: string;
}

/** A retention policy of an account, as the service writes it. */
export interface RetentionPolicy {
    readonly name: string;
    /** JSON. */
    readonly document: string;
    /** Which log groups it applies to; undefined: all. */
    readonly selectionCriteria?: string;
    /** Milliseconds since 1970. */
    readonly lastUpdatedTime: number;
}

/** The filters of ListLogGroups, in the service's own names; all that are given must hold. */
export type LogGroupFilter = Pick<ListLogGroupsRequest, "logGroupNamePattern" | "logGroupClass" | "logGroupTags">;

export interface ListedLogGroup {
    readonly name: string;
    readonly logGroupClass?: string;
}

/** The most log groups that DescribeLogGroups takes, and the most that ListLogGroups gives, in one call. */
const DESCRIBED_AT_ONCE = 50;
const LISTED_AT_ONCE = 1000;

/**
 * @param client for calls that may be repeated.
 * @param startClient for CreateExportTask, which may be repeated only where it is certain that nothing was started.
 * @param pace keeps the three operations on export tasks far below the service's rates.
 */
export function logsApi(client: CloudWatchLogsClient, startClient: CloudWatchLogsClient, pace: Pace): LogsApi {
    const created = new Map<string, number>();
    return {
        async findTask(taskId) {
            await pace("DescribeExportTasks");
            const { exportTasks } = await client.send(new DescribeExportTasksCommand({ taskId }));
            return exportTasks?.map(taskOf).find((task) => task.taskId === taskId);
        },
        async listTasks(status) {
            const tasks: Task[] = [];
            const request: DescribeExportTasksRequest = { limit: 50, statusCode: status as ExportTaskStatusCode };
            do {
                await pace("DescribeExportTasks");
                const page = await client.send(new DescribeExportTasksCommand(request));
                tasks.push(...(page.exportTasks ?? []).map(taskOf));
                request.nextToken = page.nextToken;
            } while (request.nextToken);
            return tasks;
        },
        async startTask(request) {
            await pace("CreateExportTask");
            const { taskId } = await startClient.send(new CreateExportTaskCommand(request));
            if (!taskId) throw new Error("CreateExportTask answered without a task ID.");
            return taskId;
        },
        async cancelTask(taskId) {
            await pace("CancelExportTask");
            await client.send(new CancelExportTaskCommand({ taskId }));
        },
        findLogGroup: (name) => findLogGroup(client, name),
        async creationTimeOf(name) {
            const time = created.get(name) ?? (await findLogGroup(client, name))?.creationTime;
            if (time !== undefined) created.set(name, time);
            return time;
        },
        async describeLogGroups(names) {
            const found: LogGroup[] = [];
            for (let at = 0; at < names.length; at += DESCRIBED_AT_ONCE) {
                const logGroupIdentifiers = names.slice(at, at + DESCRIBED_AT_ONCE);
                const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({ logGroupIdentifiers }));
                found.push(...logGroups.map(logGroupOf));
            }
            return found;
        },
        async listLogGroups(filter) {
            const found: ListedLogGroup[] = [];
            const request: ListLogGroupsRequest = { ...filter, limit: LISTED_AT_ONCE };
            do {
                const page = await client.send(new ListLogGroupsCommand(request));
                for (const { logGroupName: name, logGroupClass } of page.logGroups ?? []) {
                    if (name) found.push({ name, logGroupClass });
                }
                request.nextToken = page.nextToken;
            } while (request.nextToken);
            return found;
        },
        async retentionPolicies() {
            const found: RetentionPolicy[] = [];
            const request: DescribeAccountPoliciesRequest = { policyType: "RETENTION_POLICY" };
            do {
                const page = await client.send(new DescribeAccountPoliciesCommand(request));
                for (const {
                    policyName: name = "",
                    policyDocument: document = "",
                    ...policy
                } of page.accountPolicies ?? []) {
                    const { selectionCriteria, lastUpdatedTime = 0 } = policy;
                    found.push({ name, document, selectionCriteria, lastUpdatedTime });
                }
                request.nextToken = page.nextToken;
            } while (request.nextToken);
            return found;
        },
        async namesLike(text) {
            const request = new DescribeLogGroupsCommand({ logGroupNamePattern: text || undefined, limit: 50 });
            const { logGroups = [] } = await client.send(request);
            return logGroups.flatMap(({ logGroupName }) => (logGroupName ? [logGroupName] : []));
        },
    };
}

async function findLogGroup(client: CloudWatchLogsClient, name: string): Promise<LogGroup | undefined> {
    for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: name })) {
        const found = page.logGroups?.find((group) => group.logGroupName === name);
        if (found) return logGroupOf(found);
    }
    return undefined;
}

function logGroupOf(group: ServiceLogGroup): LogGroup {
    const { logGroupName: name = "", creationTime, storedBytes, logGroupClass } = group;
    const { retentionInDays, retentionPolicyName } = group;
    return { name, creationTime, retentionInDays, retentionPolicyName, storedBytes, logGroupClass };
}

function taskOf(task: ServiceTask): Task {
    return {
        taskId: task.taskId ?? "",
        taskName: task.taskName,
        logGroupName: task.logGroupName,
        from: task.from,
        to: task.to,
        destination: task.destination,
        destinationPrefix: task.destinationPrefix,
        status: task.status?.code ?? "UNKNOWN",
        statusMessage: task.status?.message,
        creationTime: task.executionInfo?.creationTime,
        completionTime: task.executionInfo?.completionTime,
    };
}
