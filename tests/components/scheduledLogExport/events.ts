import { DAY_MS, HOUR_MS } from "../../../providers/durations";

export const [HOUR, DAY] = [HOUR_MS, DAY_MS];
/** The first of the month, when most of these tests begin. */
export const OCTOBER = Date.parse("2026-10-01T00:00:00Z");

/** Events at regular intervals, each with a message of its own; none at a boundary of hours. */
export function eventsEvery(interval: number, from: number, to: number, name = "event") {
    const events = [];
    for (let timestamp = from + 1_234; timestamp < to; timestamp += interval) {
        events.push({ timestamp, message: `${name} ${timestamp}`, ingestionTime: timestamp });
    }
    return events;
}

/** A log group that was created the day before October, with events at regular intervals. */
export function groupWithEvents(name: string, every = 2 * HOUR, from = OCTOBER, to = OCTOBER + 30 * DAY) {
    return {
        name,
        creationTime: OCTOBER - DAY,
        streams: [{ name: "one", events: eventsEvery(every, from, to, name) }],
    };
}
