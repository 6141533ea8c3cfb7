import type { LogGroup } from "../../../providers/aws/logs";
import { DAY_MS, HOUR_MS } from "../../../providers/durations";
import { partOfSeries } from "../../../providers/exportTask/series";
import { type TimeRange } from "../../time/timeRanges";

/** What a task takes whatever its size; see docs/decisions/0012-forecast.md for the sources of both figures. */
export const TASK_SECONDS = 5;

/** How fast a task gets on, measured in bytes as the log group counts them: 10 GB an hour. */
export const BYTES_PER_SECOND = 10e9 / (HOUR_MS / 1000);

/** What the service says of a log group, its stored bytes of the whole, whatever the range. */
export type LogGroupFacts = Pick<LogGroup, "creationTime" | "retentionInDays" | "storedBytes">;

export interface SizedExport extends TimeRange {
    /** Undefined where nothing could be found out: then only what every task takes counts. */
    readonly facts: LogGroupFacts | undefined;
    /** What it is a part of: one that was over before the log group's creation takes no task. */
    readonly series?: string;
}

export interface Estimate {
    /** One after the other. */
    readonly seconds: number;
    /** Of the log groups, each once. */
    readonly storedBytes: number;
    /** Of what lies in the ranges. */
    readonly bytes: number;
    readonly longestSeconds: number;
}

/** How long the exports take in the one slot, if log data arrived evenly. */
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

/** Which part of what a log group holds lies in a range: from its creation, or from where its retention ends, until now. */
export function shareOf({ creationTime = 0, retentionInDays }: LogGroupFacts, range: TimeRange, now: number): number {
    const oldest = Math.max(creationTime, retentionInDays === undefined ? 0 : now - retentionInDays * DAY_MS);
    const covered = Math.min(range.to, now) - Math.max(range.from, oldest);
    return covered <= 0 ? 0 : covered / (now - oldest);
}
