import { DAY_MS } from "../../../providers/durations";
import type { SplitBy } from "../../time/calendar";
import type { LookupResult } from "../../logGroups/lookup";
import { classNotice } from "../../logGroups/classNotice";
import { retentionOf } from "../../logGroups/retention";
import { showSome } from "../../showSome";
import { adviceOn } from "./advice";
import { type Estimate, estimate } from "./estimate";
import { type CountedExport, showExports, showBytes, showDuration, showRetention } from "./format";
import { formatCount } from "../../../providers/formatCount";

/** One declared export, as far as a preview knows it. */
export interface Declared extends CountedExport {
    /** The log group's name; undefined if it is not known yet. */
    readonly name: string | undefined;
    /** Whether up would run it: it is new, changed or unfinished. */
    readonly isDue: boolean;
}

export interface Preview {
    readonly declared: readonly Declared[];
    readonly splitBy: SplitBy | undefined;
    readonly region: string | undefined;
    readonly findings: LookupResult;
    /** Adds the seconds of these exports to their slot, and returns those of others in it. */
    readonly otherSeconds: (seconds: number) => number;
    /** Milliseconds since 1970. */
    readonly now: number;
}

/** What a preview says of a LogExport, in one line, and its warnings. */
export function summarise(preview: Preview): { text: string; warnings: string[] } {
    const { declared, splitBy, findings, now } = preview;
    const due = declared.filter(({ isDue }) => isDue);
    const declares = declared.length === 0 ? "no export: no range is over yet" : showExports(declared, splitBy);
    if (due.length === 0)
        return { text: `declares ${declares}${declared.length > 0 ? "; none to run" : ""}`, warnings: [] };
    const part = due.length < declared.length ? `; to run: ${showExports(due, splitBy)}` : "";
    const sized = due.map(({ name, range }) => ({ ...range, facts: findings.groups.get(name ?? "") }));
    const estimated = estimate(sized, now);
    const advice = adviceOn({
        ...estimated,
        count: due.length,
        isFirst: due.length === declared.length,
        splitBy,
        otherSeconds: preview.otherSeconds(estimated.seconds),
    });
    return {
        text: `declares ${declares}${part}. ${timeOf(estimated, preview, due)}`,
        warnings: [...missingGroups(preview, due), ...otherClasses(preview, due), ...expired(preview, due), ...advice],
    };
}

function timeOf({ seconds, storedBytes, bytes }: Estimate, { findings }: Preview, due: readonly Declared[]): string {
    if (findings.failure !== undefined) {
        const [reason] = findings.failure.split("\n");
        return (
            `The amount of data could not be looked up (${reason}); ` +
            `one after the other the exports take ${showDuration(seconds)} at least.`
        );
    }
    const named = new Set(due.flatMap(({ name }) => name ?? [])).size;
    const unnamed = new Set(due.filter(({ name }) => name === undefined).map(({ group }) => group)).size;
    if (named === 0) {
        return `The log groups are not known yet; one after the other the exports take ${showDuration(seconds)} at least.`;
    }
    const rest = unnamed > 0 ? `, without ${formatCount(unnamed, "log group")} not known yet` : "";
    return (
        `The log groups hold ${showBytes(storedBytes)}, estimated ${showBytes(bytes)} of it in these ranges${rest}; ` +
        `one after the other, as the service runs them, they take ${showDuration(seconds)}.`
    );
}

function missingGroups({ findings, region }: Preview, due: readonly Declared[]): string[] {
    if (findings.failure !== undefined) return [];
    const names = [...new Set(due.flatMap(({ name }) => name ?? []))];
    const missing = names.filter((name) => !findings.groups.has(name));
    if (missing.length === 0) return [];
    const where = region ? ` in ${region}` : "";
    return [`${showSome(missing)}: no such log group${where}. Create it first, or up fails.`];
}

function otherClasses({ findings }: Preview, due: readonly Declared[]): string[] {
    const names = [...new Set(due.flatMap(({ name }) => name ?? []))];
    const notice = classNotice(names.flatMap((name) => findings.groups.get(name) ?? []));
    return notice === undefined ? [] : [notice];
}

/** Ranges that begin before a log group's retention: their data is deleted, or soon will be. */
function expired({ findings, now }: Preview, due: readonly Declared[]): string[] {
    const first = new Map<string, number>();
    for (const { name = "", range } of due) first.set(name, Math.min(first.get(name) ?? Infinity, range.from));
    const gone = [...first].flatMap(([name, from]) => {
        const group = findings.groups.get(name);
        const retention = group && retentionOf(group, findings.policies ?? [], now);
        if (retention === undefined || from >= now - retention.days * DAY_MS) return [];
        return [`${name} ${showRetention(retention)}, the ranges begin ${Math.floor((now - from) / DAY_MS)} days ago`];
    });
    return gone.length === 0
        ? []
        : [`Log data older than a log group's retention is deleted: ${showSome(gone, "; ")}.`];
}
