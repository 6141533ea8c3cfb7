import { DAY_MS } from "../../../providers/durations";
import { type SplitBy } from "../../time/calendar";
import { BYTES_PER_SECOND, type LogGroupFacts } from "../../logExport/preview/estimate";
import { showBytes, showDuration } from "../../logExport/preview/format";
import { formatCount } from "../../../providers/formatCount";
import { longestPart } from "../machine/calendar";

const DAY_SECONDS = DAY_MS / 1000;

/** What an export takes whatever its size: the task itself, the pauses between two checks of it, the check of its objects. */
export const EXPORT_SECONDS = 15;
/** A check of a group that turns out to be idle. */
const LOOK_SECONDS = 1;
/** Up to this many bytes a day a group counts as quiet in the advice. */
const ADVISED_BYTES_PER_DAY = 1_000_000;

export interface DailyLoad {
    /** What is known of each log group; undefined if nothing could be found out. */
    readonly groups: readonly (LogGroupFacts | undefined)[];
    readonly splitBy: SplitBy;
    readonly quiet?: { readonly bytesPerDay: number; readonly splitBy: SplitBy };
    /** Milliseconds since 1970, if it is known. */
    readonly from?: number;
    readonly now: number;
}

/** How long a day's exports take in the one slot, assuming that log data arrived evenly. */
export function secondsPerDay(load: DailyLoad): number {
    return load.groups.reduce((sum, facts) => sum + secondsOf(facts, load), 0);
}

function secondsOf(facts: LogGroupFacts | undefined, { splitBy, quiet, now }: DailyLoad): number {
    const bytes = bytesPerDay(facts, now);
    const isQuiet = quiet !== undefined && facts !== undefined && bytes < quiet.bytesPerDay;
    const tasks = DAY_MS / longestPart[isQuiet ? quiet.splitBy : splitBy];
    return LOOK_SECONDS + tasks * EXPORT_SECONDS + bytes / BYTES_PER_SECOND;
}

export function bytesPerDay(facts: LogGroupFacts | undefined, now: number): number {
    if (!facts) return 0;
    const days = (now - (facts.creationTime ?? 0)) / DAY_MS;
    return (facts.storedBytes ?? 0) / Math.max(1, Math.min(days, facts.retentionInDays ?? Infinity));
}

/** What a preview says of a schedule, in one line, and its warnings. */
export function summariseDailyLoad(load: DailyLoad): { text: string; warnings: string[] } {
    const { groups, now } = load;
    const seconds = secondsPerDay(load);
    const bytes = groups.reduce((sum, facts) => sum + bytesPerDay(facts, now), 0);
    const behind = load.from === undefined ? 0 : Math.max(0, (now - load.from) / DAY_MS - 1);
    const first =
        behind > 1 ? ` What has not been exported yet takes ${showDuration(behind * seconds)} more, once.` : "";
    const fit = Math.floor((DAY_SECONDS / seconds) * groups.length).toLocaleString("en-GB");
    const isAnyKnown = groups.some((facts) => facts !== undefined);
    const takes = isAnyKnown ? `, ${showBytes(bytes)}, takes` : " takes at least"; // their data comes on top
    const text =
        `a day of ${formatCount(groups.length, "log group")}${takes} ${showDuration(seconds)} in the one slot ` +
        `of the account and Region, if every group has data; about ${fit} like these fit.${first}`;
    return { text, warnings: seconds > DAY_SECONDS ? [`It does not fit into a day. ${remedy(load, seconds)}`] : [] };
}

function remedy(load: DailyLoad, seconds: number): string {
    const quiet = { bytesPerDay: ADVISED_BYTES_PER_DAY, splitBy: "week" as const };
    const withQuiet = secondsPerDay({ ...load, quiet });
    const regions =
        "Log groups of other Regions have their own slot. For log groups with the most data use a subscription.";
    if (load.quiet === undefined && withQuiet < seconds * 0.8) {
        const takes = showDuration(withQuiet);
        return `With quietGroups: { belowBytesPerDay: ${ADVISED_BYTES_PER_DAY} } it takes ${takes}. ${regions}`;
    }
    return load.splitBy === "hour" ? `splitBy: "day" makes fewer exports. ${regions}` : regions;
}
