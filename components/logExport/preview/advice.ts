import { DAY_MS } from "../../../providers/durations";
import { SERVICE_TIMEOUT_SECONDS } from "../../../providers/exportTask/inputs";
import { type SplitBy } from "../../time/calendar";
import { type Estimate, TASK_SECONDS } from "./estimate";
import { showDuration } from "./format";
import { formatCount } from "../../../providers/formatCount";

const DAY_SECONDS = DAY_MS / 1000;

/** The next coarser split, and how many times as long its ranges are. */
const COARSER: Readonly<Record<SplitBy, { readonly splitBy: SplitBy; readonly times: number } | undefined>> = {
    hour: { splitBy: "day", times: 24 },
    day: { splitBy: "week", times: 7 },
    week: { splitBy: "month", times: 4.3 },
    month: undefined,
};

export interface Situation extends Pick<Estimate, "seconds" | "longestSeconds"> {
    /** How many exports would run. */
    readonly count: number;
    /** Whether none of the declared exports has run yet, so that splitBy can still be changed. */
    readonly isFirst: boolean;
    readonly splitBy: SplitBy | undefined;
    /** The time that other LogExports of this run take in the same slot. */
    readonly otherSeconds: number;
}

/**
 * The advice for a run that is too long.
 *
 * | what is too long                       | advice                          |
 * |----------------------------------------|---------------------------------|
 * | one export, for the service's 24 hours | split, or split finer           |
 * | the run, mostly for the number of tasks | split coarser, if none has run |
 * | the run                                | a part of the range at a time   |
 */
export function adviceOn(situation: Situation): string[] {
    const { seconds, longestSeconds, otherSeconds } = situation;
    const advice: string[] = [];
    if (longestSeconds > SERVICE_TIMEOUT_SECONDS) {
        const finer = finerThan(situation.splitBy);
        advice.push(
            `One of the exports takes ${showDuration(longestSeconds)}, and the service stops a task after 24 hours. ` +
                (finer
                    ? `Split it: splitBy: "${finer}".`
                    : "Export its log streams separately, with logStreamNamePrefix."),
        );
    }
    if (seconds + otherSeconds > DAY_SECONDS) {
        const all = otherSeconds > 0 ? `Together with the other exports of this run in its account and Region` : "It";
        advice.push(`${all} does not fit into a day: ${showDuration(seconds + otherSeconds)}. ${remedy(situation)}`);
    }
    return advice;
}

function remedy({ count: many, seconds, isFirst, splitBy }: Situation): string {
    const coarser = splitBy && COARSER[splitBy];
    if (coarser && isFirst && many * TASK_SECONDS > seconds / 2) {
        const fewer = Math.ceil(many / coarser.times);
        const saved = (many - fewer) * TASK_SECONDS;
        return (
            `Most of that time is overhead per task: splitBy: "${coarser.splitBy}" makes about ` +
            `${formatCount(fewer, "export")}, ${showDuration(seconds - saved)}.`
        );
    }
    return (
        "Export a part of the range first and move its end with each up, or run up where it can take that long: if it is " +
        "interrupted, the next up resumes. Or let AWS run the exports: a ScheduledLogExport with once: true. " +
        "Log groups of other Regions have their own slot."
    );
}

function finerThan(splitBy: SplitBy | undefined): SplitBy | undefined {
    return splitBy === undefined || splitBy === "month" || splitBy === "week"
        ? "day"
        : splitBy === "day"
          ? "hour"
          : undefined;
}
