import { DAY_MS } from "../../providers/durations";
import { Archive, AUGUST } from "../commands/archive";

export const PAY = "/app/pay";
export const ORDERS = "/aws/lambda/orders";

interface Event {
    readonly timestamp: number;
    readonly message: string;
}

const at = (day: number, hour: number, message: string): Event => ({
    timestamp: AUGUST + (day - 1) * DAY_MS + hour * 3_600_000 + 125,
    message,
});

/** Texts that every engine must return unchanged: the special characters of table formats. */
const WEB: readonly Event[] = [
    at(1, 1, "request a1b2 began"),
    at(1, 2, "Error: refused\n    at pay (app.js:1)\n\n2026-02-30T00:00:00.000Z is no day of a calendar"),
    at(1, 3, 'quotes " and "" and \' and , and ; and |'),
    at(1, 4, "tab\tand backslash \\ and \\n and \\t"),
    at(1, 5, "8=FIX.4.4\u00019=12\u000135=0\u0001"),
    at(1, 6, "line\n\\N\nand ünïcödé €"),
    at(2, 1, "error: request a1b2 failed"),
    at(2, 2, '{"level":"ERROR","request":"c3d4"}'),
];
const JOBS: readonly Event[] = [at(1, 2, "job 1"), at(2, 3, "job 2 FATAL")];
const INVOCATIONS: readonly Event[] = [at(1, 9, "START"), at(2, 9, "END")];

const STREAMS: readonly (readonly [group: string, stream: string, events: readonly Event[]])[] = [
    [PAY, "web/1", WEB],
    [PAY, "jobs", JOBS],
    [ORDERS, "2026/08/01/[$LATEST]abc", INVOCATIONS],
];

/** A line of the archive as a row. */
export interface Row {
    /** ISO 8601, for the first line of an event. */
    readonly ts: string | null;
    readonly message: string;
    readonly logStream: string;
    readonly logGroup: string;
    readonly day: string;
}

/** Every line that was seeded, as every engine must show it. */
export const ROWS: readonly Row[] = STREAMS.flatMap(([logGroup, stream, events]) =>
    events.flatMap(({ timestamp, message }) => {
        const time = new Date(timestamp).toISOString();
        const place = { logStream: stream.replace(/\//g, "-"), logGroup, day: time.slice(8, 10) };
        return message.split("\n").map((line, index) => ({ ts: index === 0 ? time : null, message: line, ...place }));
    }),
);

/** Rows of an engine, which promises no order. */
export function sorted(rows: readonly Row[]): string[] {
    return rows
        .map(({ ts, message, logStream, logGroup, day }) => JSON.stringify([logGroup, day, logStream, ts, message]))
        .sort();
}

/** An archive of two log groups and two days under s3://audit-archive/audit/, exported in the layout "hive". */
export async function openQueriedArchive(): Promise<Archive> {
    const groups = [PAY, ORDERS].map((name) => ({
        name,
        streams: STREAMS.filter(([group]) => group === name).map(([, stream, events]) => ({ name: stream, events })),
    }));
    const archive = await Archive.open(groups);
    for (const logGroupName of [PAY, ORDERS]) {
        const range = { from: AUGUST, to: AUGUST + 2 * DAY_MS };
        await archive.export({ logGroupName, range, splitBy: "day" });
    }
    return archive;
}
