import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../providers/durations";
import { formatTimestamp } from "../../providers/validation/timestamp";
import { type Coverage } from "./grid";
import { type Gap } from "./spans";

export interface NamedGap extends Gap {
    readonly logGroupName: string;
}

export function gapsOf({ logGroups }: Coverage): NamedGap[] {
    return logGroups.flatMap(({ name, gaps }) => gaps.map((gap) => ({ logGroupName: name, ...gap })));
}

/** Whole days of UTC, which most gaps are, by their first and last day: `2026-10-05 – 2026-10-06 (2 days)`; else by times. */
export function formatGap({ from, to }: Pick<Gap, "from" | "to">): string {
    const length = lengthOf(to - from);
    if (from % DAY_MS !== 0 || to % DAY_MS !== 0)
        return `${formatTimestamp(from)} – ${formatTimestamp(to)} (${length})`;
    const [first, last] = [from, to - DAY_MS].map((time) => formatTimestamp(time).slice(0, 10));
    return first === last ? `${first} (${length})` : `${first} – ${last} (${length})`;
}

function lengthOf(milliseconds: number): string {
    const [unit, name] = (
        [
            [DAY_MS, "day"],
            [HOUR_MS, "hour"],
            [MINUTE_MS, "minute"],
            [1000, "second"],
            [1, "millisecond"],
        ] as const
    ).find(([length]) => milliseconds >= length) ?? [1, "millisecond"];
    const count = Math.round((milliseconds / unit) * 10) / 10;
    return `${count} ${name}${count === 1 ? "" : "s"}`;
}

/** What a gap means, for people. */
export const REASONS: Readonly<Record<Gap["reason"], string>> = {
    missing: "not exported",
    incomplete: "exported, but objects are gone",
    "being deleted": "exported, but somebody began to delete it",
    expired: "expired before the export",
};
