import { DAY_MS, HOUR_MS } from "../../providers/durations";
import { UsageError } from "../usageError";
import { type Gap, gapsIn, type Interval, type Span } from "./spans";

export const UNITS = ["hour", "day", "month"] as const;
export type Unit = (typeof UNITS)[number];

/**
 * | the cell is                                   | state           |
 * |-----------------------------------------------|-----------------|
 * | before the log group was created              | before creation |
 * | not exported at all                           | missing         |
 * | exported, but objects are gone                | incomplete      |
 * | exported when retention had removed all of it | expired         |
 * | exported for a part of its time               | partial         |
 * | exported, and objects are there               | exported        |
 * | exported, and no event was in it              | empty           |
 */
export type CellState = "exported" | "empty" | "partial" | "incomplete" | "expired" | "missing" | "before creation";

export interface Cell extends Interval {
    readonly state: CellState;
    /** Of the exports that cover it; one that covers several cells counts in each. */
    readonly objects: number;
    /** Compressed. Those of an export that covers several cells are divided by time. */
    readonly bytes: number;
}

/** What is known of a log group's exports. */
export interface LogGroupSpans {
    readonly name: string;
    /** Milliseconds since 1970; undefined if no manifest says so. */
    readonly created?: number;
    readonly spans: readonly Span[];
}

export interface LogGroupCoverage {
    readonly name: string;
    readonly created?: number;
    readonly cells: readonly Cell[];
    readonly gaps: readonly Gap[];
}

export interface Coverage extends Interval {
    readonly by: Unit;
    readonly logGroups: readonly LogGroupCoverage[];
}

const MOST_CELLS = 20_000;

/** Log groups against time, all of the same window. */
export function coverageOf(groups: readonly LogGroupSpans[], window: Interval, by: Unit): Coverage {
    const columns = columnsOf(window, by);
    const logGroups = groups.map(({ name, created, spans }) => {
        const gaps = gapsIn(window, spans, created);
        return { name, created, gaps, cells: columns.map((column) => cellOf(column, spans, gaps, created)) };
    });
    return { ...window, by, logGroups };
}

/** The hours, days or months of UTC that the window touches, the first and the last cut to it. */
export function columnsOf({ from, to }: Interval, by: Unit): Interval[] {
    const columns: Interval[] = [];
    for (let at = from; at < to;) {
        const end = Math.min(endOf(at, by), to);
        columns.push({ from: at, to: end });
        if (columns.length > MOST_CELLS) {
            const days = Math.round((to - from) / DAY_MS);
            throw new UsageError(`--by is ${by}, but the archive spans ${days} days: narrow it with --from and --to.`);
        }
        at = end;
    }
    return columns;
}

function endOf(time: number, by: Unit): number {
    if (by === "hour") return (Math.floor(time / HOUR_MS) + 1) * HOUR_MS;
    if (by === "day") return (Math.floor(time / DAY_MS) + 1) * DAY_MS;
    const date = new Date(time);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

function cellOf(column: Interval, spans: readonly Span[], gaps: readonly Gap[], created = -Infinity): Cell {
    let [objects, bytes] = [0, 0];
    for (const span of spans) {
        if (overlap(span, column) === 0) continue;
        objects += span.objects;
        bytes += bytesUntil(column.to, span, created) - bytesUntil(column.from, span, created);
    }
    const cell = { ...column, objects, bytes };
    if (column.to <= created) return { ...cell, objects: 0, bytes: 0, state: "before creation" };
    const inColumn = gaps.filter((gap) => overlap(gap, column) > 0);
    const without = (isCounted: (gap: Gap) => boolean) =>
        inColumn.filter(isCounted).reduce((sum, gap) => sum + overlap(gap, column), 0);
    const wanted = column.to - Math.max(column.from, created);
    if (inColumn.some(({ reason }) => reason === "incomplete" || reason === "being deleted")) {
        return { ...cell, state: "incomplete" };
    }
    if (without(({ reason }) => reason === "expired") >= wanted) return { ...cell, state: "expired" };
    if (without(() => true) >= wanted) return { ...cell, state: "missing" };
    if (inColumn.length > 0) return { ...cell, state: "partial" };
    return { ...cell, state: objects > 0 ? "exported" : "empty" };
}

/**
 * How many of a span's bytes lie before a time, if they are divided by time: in whole bytes, so that the cells of a span add up to
 * it. Events are rare before the creation, so the picture shows the data where it is.
 */
function bytesUntil(time: number, span: Span, created: number): number {
    const filled = { from: Math.max(span.from, Math.min(created, span.to - 1)), to: span.to };
    return Math.round((span.bytes * overlap(filled, { from: -Infinity, to: time })) / (filled.to - filled.from));
}

function overlap(one: Interval, other: Interval): number {
    return Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));
}
