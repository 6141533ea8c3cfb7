import { countLines } from "./logFile";

/** What has to be the same on both sides, however often it occurs. */
export interface CountedEvent {
    readonly logGroup: string;
    readonly timestamp: number;
    readonly message: string;
}

export interface Count {
    readonly events: number;
    readonly lines: number;
}

export interface Comparison {
    readonly in: Count;
    readonly out: Count;
    /** Went in and did not come out; twice, if two of them are missing. */
    readonly missing: readonly CountedEvent[];
    /** Came out and did not go in, or too often. */
    readonly surplus: readonly CountedEvent[];
}

/** Compares what went in with what came out, as multisets. */
export function compare(wentIn: readonly CountedEvent[], cameOut: readonly CountedEvent[]): Comparison {
    return {
        in: countOf(wentIn),
        out: countOf(cameOut),
        missing: without(wentIn, cameOut),
        surplus: without(cameOut, wentIn),
    };
}

export function countOf(events: readonly CountedEvent[]): Count {
    return { events: events.length, lines: events.reduce((sum, { message }) => sum + countLines(message), 0) };
}

/** What is left of `events` when each of `others` takes one of its like away. */
function without(events: readonly CountedEvent[], others: readonly CountedEvent[]): CountedEvent[] {
    const budget = new Map<string, number>();
    for (const event of others) budget.set(keyOf(event), (budget.get(keyOf(event)) ?? 0) + 1);
    return events.filter((event) => {
        const left = budget.get(keyOf(event)) ?? 0;
        budget.set(keyOf(event), left - 1);
        return left <= 0;
    });
}

function keyOf({ logGroup, timestamp, message }: CountedEvent): string {
    return `${timestamp} ${logGroup} ${message}`; // no log group's name holds a space
}
