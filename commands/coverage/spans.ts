import { DAY_MS, HOUR_MS } from "../../providers/durations";
import { type ArchivedExport, startOf } from "../archive/exports";
import { bytesIn } from "../archive/folders";
import { hivePartitionOf } from "../archive/keys";
import { compare } from "../verify/compare";

export interface Interval {
    readonly from: number;
    /** Exclusive. */
    readonly to: number;
}

/** What one export contributes to its log group's archive. */
export interface Span extends Interval {
    readonly state: "exported" | "empty" | Gap["reason"];
    readonly objects: number;
    readonly bytes: number;
}

/** A part of the archive without data that should be there. */
export interface Gap extends Interval {
    readonly reason: "missing" | "incomplete" | "being deleted" | "expired";
}

/**
 * The range of an export, apart from it what retention had removed before; without a manifest the range of its key: the day, or
 * hour, at which it begins, as if the layout's time zone were UTC.
 * @returns undefined if neither tells.
 */
export function spansOf(one: ArchivedExport): Span[] | undefined {
    const { folder, manifest } = one;
    const held = { objects: folder.objects.length, bytes: bytesIn(folder) };
    const partition = hivePartitionOf(folder.destinationPrefix);
    if (!manifest && !partition) return undefined;
    const from = manifest?.from ?? startOf(partition!);
    const to = manifest?.to ?? from + (partition!.hour === undefined ? DAY_MS : HOUR_MS);
    const expired = manifest?.expired ? intersection({ from, to }, manifest.expired) : [];
    const left = subtract([{ from, to }], expired);
    // Retention may leave events for some days, so what expired as a whole may hold objects.
    const ofExpired = left.length > 0 ? { objects: 0, bytes: 0 } : held;
    const length = totalOf(left);
    return [
        ...left.map((part) => {
            const bytes = (held.bytes * (part.to - part.from)) / length;
            return { ...part, state: stateOf(one), objects: held.objects, bytes };
        }),
        ...expired.map((part) => ({ ...part, state: "expired" as const, ...ofExpired })),
    ];
}

const totalOf = (intervals: readonly Interval[]) => intervals.reduce((sum, { from, to }) => sum + to - from, 0);

function stateOf(one: ArchivedExport): Span["state"] {
    if (one.folder.isDeleting) return "being deleted";
    if (one.manifest && compare(one).some(({ kind }) => kind === "missing")) return "incomplete";
    return one.folder.objects.length > 0 ? "exported" : "empty";
}

/** What no export covers, and what an export covers but does not hold. */
export function gapsIn(window: Interval, spans: readonly Span[], created = -Infinity): Gap[] {
    const wanted = { from: Math.max(window.from, created), to: window.to };
    if (wanted.from >= wanted.to) return [];
    const isWhole = ({ state }: Span) => state === "exported" || state === "empty";
    const whole = spans.filter(isWhole);
    const broken = spans.filter((span) => !isWhole(span));
    // What was lost of one export may be whole in another.
    const lost = broken.flatMap((span) =>
        subtract(intersection(wanted, span), whole).map((part) => ({ ...part, reason: span.state as Gap["reason"] })),
    );
    const missing = subtract([wanted], spans).map((part) => ({ ...part, reason: "missing" as const }));
    return joined([...lost, ...missing].sort((a, b) => a.from - b.from));
}

function intersection(one: Interval, other: Interval): Interval[] {
    const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)];
    return from < to ? [{ from, to }] : [];
}

/** What is left of some intervals without others. */
function subtract(intervals: readonly Interval[], others: readonly Interval[]): Interval[] {
    const sorted = [...others].sort((a, b) => a.from - b.from);
    return intervals.flatMap(({ from, to }) => {
        const left: Interval[] = [];
        let at = from;
        for (const other of sorted) {
            if (other.from > at) left.push({ from: at, to: Math.min(other.from, to) });
            at = Math.max(at, other.to);
            if (at >= to) break;
        }
        if (at < to) left.push({ from: at, to });
        return left.filter((part) => part.from < part.to);
    });
}

function joined(gaps: readonly Gap[]): Gap[] {
    return gaps.reduce<Gap[]>((all, gap) => {
        const last = all.at(-1);
        if (last?.reason !== gap.reason || last.to < gap.from) return [...all, gap];
        return [...all.slice(0, -1), { ...last, to: Math.max(last.to, gap.to) }];
    }, []);
}
