import { type ArchivedExport } from "../archive/exports";
import { gapsIn, type Interval, spansOf } from "../coverage/spans";
import { formatGap, REASONS } from "../coverage/summary";

/** What is not among the events that were read, in words; nothing if an export has no manifest, for then its range is a guess. */
export function gapWarnings(exports: readonly ArchivedExport[], window: Interval): string[] {
    if (!exports.every(({ manifest }) => manifest)) return [];
    const spans = exports.flatMap((one) => spansOf(one) ?? []);
    const created = exports.flatMap(({ manifest }) => manifest?.logGroupCreationTime ?? []);
    const first = created.length > 0 ? created.reduce((least, time) => Math.min(least, time)) : undefined;
    return gapsIn(window, spans, first).map(
        (gap) => `The archive has a gap here: ${formatGap(gap)}: ${REASONS[gap.reason]}.`,
    );
}
