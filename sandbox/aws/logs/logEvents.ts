import type {
    FilterLogEventsRequest,
    GetLogEventsRequest,
    PutLogEventsRequest,
    PutLogEventsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "../http/call";
import { AwsError, notEmulated } from "../http/errors";
import type { LogGroupState } from "../state";
import { logsErrors } from "./errors";
import { eventsOf } from "./events";
import { groupOf } from "./logGroups";
import { streamOf } from "./logStreams";
import { paginate } from "./pages";
import { DAY, HOUR } from "../../durations";

/**
 * Accepts events from 14 days in the past (and within the retention) to two hours in the future. The response gives the
 * indices of the others. A batch must be in chronological order and span at most 24 hours.
 */
export function putLogEvents(call: Call, input: PutLogEventsRequest): PutLogEventsResponse {
    const group = groupOf(call, input.logGroupName);
    const stream = streamOf(group, input.logStreamName);
    const events = (input.logEvents ?? []).map(({ timestamp = NaN, message = "" }) => ({ timestamp, message }));
    if (events.length === 0 || events.length > 10_000) {
        throw logsErrors.invalid("1 validation error detected: 'logEvents' must have between 1 and 10000 members");
    }
    if (events.some((event, i) => i > 0 && event.timestamp < events[i - 1].timestamp)) {
        throw logsErrors.invalid("Log events in a single PutLogEvents request must be in chronological order.");
    }
    if (events[events.length - 1].timestamp - events[0].timestamp > DAY) {
        throw logsErrors.invalid(
            "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
        );
    }
    if (events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + 26, 0) > 1_048_576) {
        throw logsErrors.invalid("Upload too large: batch exceeds the limit of 1048576 bytes");
    }
    const tooNew = events.findIndex((event) => event.timestamp > call.now + 2 * HOUR);
    const tooOld = events.findLastIndex((event) => event.timestamp < call.now - 14 * DAY);
    const oldestKept = call.now - (group.retentionInDays ?? Infinity) * DAY;
    const expired = events.findLastIndex((event) => event.timestamp < oldestKept);

    const accepted = events.slice(Math.max(tooOld, expired) + 1, tooNew < 0 ? undefined : tooNew);
    for (const event of accepted) stream.events.push({ ...event, ingestionTime: call.now });
    const rejected = {
        tooNewLogEventStartIndex: tooNew < 0 ? undefined : tooNew,
        tooOldLogEventEndIndex: tooOld < 0 ? undefined : tooOld + 1,
        expiredLogEventEndIndex: expired < 0 ? undefined : expired + 1,
    };
    const any = Object.values(rejected).some((index) => index !== undefined);
    return { nextSequenceToken: call.requestId, rejectedLogEventsInfo: any ? rejected : undefined };
}

/** Only log groups of class STANDARD support reading events. */
function refuseOtherClasses(group: LogGroupState, operation: string): void {
    if (group.logGroupClass !== "STANDARD") {
        throw new AwsError(
            "ValidationException",
            `${operation} is not supported for log groups of the class ${group.logGroupClass}.`,
        );
    }
}

export function getLogEvents(call: Call, input: GetLogEventsRequest): object {
    const group = groupOf(call, input.logGroupName, input.logGroupIdentifier);
    refuseOtherClasses(group, "GetLogEvents");
    const stream = streamOf(group, input.logStreamName);
    const events = inTimeRange(eventsOf(group, stream, call.now), input.startTime, input.endTime);
    const limit = input.limit ?? 10_000;
    // Tokens are positions: forwards from `f/…`, backwards up to `b/…`. At either end the same token is returned again.
    const [, direction, place] = /^([fb])\/(\d+)$/.exec(input.nextToken ?? "") ?? [];
    if (input.nextToken !== undefined && place === undefined) {
        throw logsErrors.invalid("The specified nextToken is invalid.");
    }
    const forwards = direction === undefined ? input.startFromHead === true : direction === "f";
    const edge = place === undefined ? (forwards ? 0 : events.length) : Number(place);
    const start = forwards ? edge : Math.max(0, edge - limit);
    const end = forwards ? Math.min(events.length, edge + limit) : edge;
    return { events: events.slice(start, end), nextForwardToken: `f/${end}`, nextBackwardToken: `b/${start}` };
}

export function filterLogEvents(call: Call, input: FilterLogEventsRequest): object {
    const group = groupOf(call, input.logGroupName, input.logGroupIdentifier);
    refuseOtherClasses(group, "FilterLogEvents");
    const matches = filterPattern(input.filterPattern ?? "");
    const events = Object.values(group.streams)
        .filter((stream) => input.logStreamNames?.includes(stream.name) ?? true)
        .filter((stream) => stream.name.startsWith(input.logStreamNamePrefix ?? ""))
        .flatMap((stream) =>
            inTimeRange(eventsOf(group, stream, call.now), input.startTime, input.endTime)
                .filter((event) => matches(event.message))
                .map((event, i) => ({ logStreamName: stream.name, ...event, eventId: `${stream.name}/${i}` })),
        )
        .sort((a, b) => a.timestamp - b.timestamp);
    const { page, nextToken } = paginate(events, input.nextToken, input.limit ?? 10_000, "FilterLogEvents");
    return { events: page, searchedLogStreams: [], nextToken };
}

/** Events from `from` (inclusive) to `to` (exclusive), in chronological order. */
function inTimeRange<T extends { readonly timestamp: number }>(events: readonly T[], from = 0, to = Infinity): T[] {
    return events
        .filter(({ timestamp }) => timestamp >= from && timestamp < to)
        .sort((a, b) => a.timestamp - b.timestamp);
}

/** Supports words, which must all occur, and one quoted phrase. */
function filterPattern(pattern: string): (message: string) => boolean {
    const phrase = /^"([^"]*)"$/.exec(pattern.trim())?.[1];
    if (phrase !== undefined) return (message) => message.includes(phrase);
    if (/[^\w\s.:/-]/.test(pattern)) throw notEmulated(`the filter pattern ${pattern}`);
    const words = pattern.split(/\s+/).filter(Boolean);
    return (message) => words.every((word) => message.includes(word));
}
