import type {
    CreateLogStreamRequest,
    DeleteLogStreamRequest,
    DescribeLogStreamsRequest,
    LogStream,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "../http/call";
import { logGroupArn } from "../partition";
import type { LogGroupState, LogStreamState } from "../state";
import { logsErrors } from "./errors";
import { eventsOf } from "./events";
import { groupOf } from "./logGroups";
import { paginate } from "./pages";
import { checkParameter, logStreamNameRule } from "./validate";

export function createLogStream(call: Call, input: CreateLogStreamRequest): object {
    const group = groupOf(call, input.logGroupName);
    checkParameter("logStreamName", input.logStreamName, logStreamNameRule);
    const name = input.logStreamName ?? "";
    if (group.streams[name]) throw logsErrors.logStreamExists();
    group.streams[name] = { name, creationTime: call.now, events: [] };
    return {};
}

export function deleteLogStream(call: Call, input: DeleteLogStreamRequest): object {
    const group = groupOf(call, input.logGroupName);
    const stream = streamOf(group, input.logStreamName);
    delete group.streams[stream.name];
    return {};
}

export function streamOf(group: LogGroupState, name: string | undefined): LogStreamState {
    checkParameter("logStreamName", name, logStreamNameRule);
    const stream = group.streams[name ?? ""];
    if (!stream) throw logsErrors.noLogStream();
    return stream;
}

export function describeLogStreams(call: Call, input: DescribeLogStreamsRequest): object {
    const group = groupOf(call, input.logGroupName, input.logGroupIdentifier);
    const byTime = input.orderBy === "LastEventTime";
    if (byTime && input.logStreamNamePrefix !== undefined) {
        throw logsErrors.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    checkParameter("limit", input.limit, { minimum: 1, maximum: 50 });
    const streams = Object.values(group.streams)
        .filter((stream) => stream.name.startsWith(input.logStreamNamePrefix ?? ""))
        .map((stream) => describe(call, group, stream))
        .sort((a, b) => {
            const time = byTime ? (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0) : 0;
            return time || ((a.logStreamName ?? "") < (b.logStreamName ?? "") ? -1 : 1);
        });
    if (input.descending) streams.reverse();
    const { page, nextToken } = paginate(streams, input.nextToken, input.limit ?? 50, "DescribeLogStreams");
    return { logStreams: page, nextToken };
}

function describe(call: Call, group: LogGroupState, stream: LogStreamState): LogStream {
    const times = eventsOf(group, stream, call.now);
    const arn = `${logGroupArn(call.region, call.caller.accountId, group.name)}:log-stream:${stream.name}`;
    return {
        logStreamName: stream.name,
        creationTime: stream.creationTime,
        firstEventTimestamp: times.length ? times.reduce((t, e) => Math.min(t, e.timestamp), Infinity) : undefined,
        lastEventTimestamp: times.length ? times.reduce((t, e) => Math.max(t, e.timestamp), 0) : undefined,
        lastIngestionTime: times.at(-1)?.ingestionTime,
        arn,
        // The service has answered 0 here since 2019.
        storedBytes: 0,
    };
}
