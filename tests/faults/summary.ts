import type { Outcome } from "./outcome";

/** The figures of a run, as they go into docs/reliability.md. */
export function summarise(outcomes: readonly Outcome[], wallMilliseconds: number): string {
    const violating = outcomes.filter(({ violations }) => violations.length > 0);
    const seeds = outcomes.map(({ seed }) => seed).sort((a, b) => a - b);
    return [
        `seeds       ${outcomes.length} (${seeds[0]} to ${seeds.at(-1)})`,
        `operations  ${sum(outcomes.map(({ operations }) => operations))}`,
        `faults      ${total(outcomes, "faults")}`,
        ...lines(outcomes, "faults"),
        `kills -9    ${total(outcomes, "kills")}`,
        ...lines(outcomes, "kills"),
        "noted",
        ...lines(outcomes, "notes"),
        `violations  ${sum(violating.map(({ violations }) => violations.length))}${violating.length > 0 ? ` in seeds ${violating.map(({ seed }) => seed).join(", ")}` : ""}`,
        `wall time   ${formatTime(wallMilliseconds)}`,
    ].join("\n");
}

type Figures = "faults" | "kills" | "notes";

function counted(outcomes: readonly Outcome[], figures: Figures): [string, number][] {
    const counts = new Map<string, number>();
    for (const outcome of outcomes) {
        for (const [kind, count] of Object.entries(outcome[figures])) counts.set(kind, (counts.get(kind) ?? 0) + count);
    }
    return [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => (a < b ? -1 : 1));
}

const total = (outcomes: readonly Outcome[], figures: Figures) =>
    sum(counted(outcomes, figures).map(([, count]) => count));

const lines = (outcomes: readonly Outcome[], figures: Figures) =>
    counted(outcomes, figures).map(([kind, count]) => `${String(count).padStart(8)}  ${kind}`);

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

function formatTime(milliseconds: number): string {
    const seconds = Math.round(milliseconds / 1000);
    return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
