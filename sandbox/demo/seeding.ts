import type { SeedLogGroup } from "../aws";
import { DAY, HOUR } from "../durations";
import type { CountedEvent } from "./counting";
import type { LogFile } from "./logFile";

export const REGION = "eu-central-1";
const SETTLE = 12 * HOUR;
const SERVERS = 3;

/** The last two whole days (UTC) whose data is settled, for example 2026-11-20 and 2026-11-21. */
export function settledDays(now: number): [first: string, second: string] {
    const end = Math.floor((now - SETTLE) / DAY) * DAY;
    return [dayOf(end - 2 * DAY), dayOf(end - DAY)];
}

function dayOf(time: number): string {
    return new Date(time).toISOString().slice(0, 10);
}

/** A log group per file. Its events are spread evenly over the days and over three streams. */
export function logGroupsOf(files: readonly LogFile[], days: readonly string[]): SeedLogGroup[] {
    const from = Date.parse(`${days[0]}T00:00:00Z`);
    const names = new Set<string>();
    return files.map((file) => {
        const name = freeName(file.name.replace(/[^.\-_/#A-Za-z0-9]+/g, "-"), names);
        const interval = (days.length * DAY) / file.messages.length;
        const events = file.messages.map((message, index) => ({
            timestamp: Math.floor(from + (index + 0.5) * interval),
            message,
        }));
        const streams = Array.from({ length: SERVERS }, (_, server) => ({
            name: `server-${server + 1}/${name}`,
            events: events.filter((_, index) => index % SERVERS === server),
        }));
        return { name, region: REGION, creationTime: from - DAY, streams };
    });
}

/** All events of the log groups. */
export function eventsOf(groups: readonly SeedLogGroup[]): CountedEvent[] {
    return groups.flatMap(({ name, streams = [] }) =>
        streams.flatMap(({ events = [] }) =>
            events.map(({ timestamp, message }) => ({ logGroup: name, timestamp, message })),
        ),
    );
}

function freeName(wanted: string, taken: Set<string>): string {
    const candidates = [wanted, ...Array.from({ length: taken.size }, (_, index) => `${wanted}-${index + 2}`)];
    const name = candidates.find((candidate) => !taken.has(candidate)) ?? wanted;
    taken.add(name);
    return name;
}
