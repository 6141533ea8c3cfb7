import type { LogEvent, LogGroupState, LogStreamState } from "../state";
import { DAY } from "../../durations";

/** The events of a stream that retention has not removed yet, in ingestion order. */
export function eventsOf(group: LogGroupState, stream: LogStreamState, now: number): readonly LogEvent[] {
    if (group.retentionInDays === undefined) return stream.events;
    const oldest = now - group.retentionInDays * DAY;
    return stream.events.filter((event) => event.timestamp >= oldest);
}

/** The size as the service counts it: the message in UTF-8 plus 26 bytes for each event. */
export function sizeOf(events: readonly LogEvent[]): number {
    return events.reduce((sum, event) => sum + Buffer.byteLength(event.message) + 26, 0);
}
