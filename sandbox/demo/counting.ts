import { countLines } from "./logFile";

/** An event as the demo compares it before and after the export. */
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
    /** Events that were not exported, one entry per missing occurrence. */
    readonly missing: readonly CountedEvent[];
    /** Events that were exported without having been in the log groups, or too often. */
    readonly surplus: readonly CountedEvent[];
}

/** Compares the log groups' events with the exported events, as multisets. */
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

/** Returns `events` without one equal event for each of `others`. */
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
