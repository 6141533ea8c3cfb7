import type { LogGroup } from "../../../providers/aws/logs";
import { DAY_MS, HOUR_MS } from "../../../providers/durations";
import { partOfSeries } from "../../../providers/exportTask/series";
import { type TimeRange } from "../../time/timeRanges";

/** The time that a task takes regardless of its size; docs/decisions/0012-forecast.md has the sources of both figures. */
export const TASK_SECONDS = 5;

/** The speed of a task, in the log group's stored bytes. */
export const BYTES_PER_SECOND = 10e9 / (HOUR_MS / 1000);

/** The properties of a log group that an estimate needs. The stored bytes are those of the whole log group. */
export type LogGroupFacts = Pick<LogGroup, "creationTime" | "retentionInDays" | "storedBytes">;

export interface SizedExport extends TimeRange {
    /** Undefined if they could not be looked up: then only the time of an empty task counts. */
    readonly facts: LogGroupFacts | undefined;
    /** The series that it belongs to: a part that ended before the log group's creation takes no task. */
    readonly series?: string;
}

export interface Estimate {
    /** If the exports run one after the other. */
    readonly seconds: number;
    /** Of the log groups, each counted once. */
    readonly storedBytes: number;
    /** Of the data in the ranges. */
    readonly bytes: number;
    readonly longestSeconds: number;
}

/** How long the exports take in the one slot, assuming that log data arrived evenly. */
export function estimate(planned: readonly SizedExport[], now: number): Estimate {
    let [seconds, bytes, longestSeconds] = [0, 0, 0];
    for (const { facts, series, ...range } of planned) {
        if (partOfSeries(range, series, facts?.creationTime) === "nothing yet") continue;
        const share = facts ? (facts.storedBytes ?? 0) * shareOf(facts, range, now) : 0;
        const takes = TASK_SECONDS + share / BYTES_PER_SECOND;
        bytes += share;
        seconds += takes;
        longestSeconds = Math.max(longestSeconds, takes);
    }
    const groups = new Set(planned.map(({ facts }) => facts));
    const storedBytes = [...groups].reduce((sum, facts) => sum + (facts?.storedBytes ?? 0), 0);
    return { seconds, storedBytes, bytes, longestSeconds };
}

/** The share of a log group's data that is in a range; the data began at its creation or where its retention ends. */
export function shareOf({ creationTime = 0, retentionInDays }: LogGroupFacts, range: TimeRange, now: number): number {
    const oldest = Math.max(creationTime, retentionInDays === undefined ? 0 : now - retentionInDays * DAY_MS);
    const covered = Math.min(range.to, now) - Math.max(range.from, oldest);
    return covered <= 0 ? 0 : covered / (now - oldest);
}
