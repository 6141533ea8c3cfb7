import { createHash } from "node:crypto";
import { formatBytes } from "../../providers/formatBytes";
import { formatCount } from "../../providers/formatCount";
import { formatTimestamp } from "../../providers/validation/timestamp";
import { type FoundCoverage } from "./coverage";
import { type Cell, type CellState } from "./grid";
import { LEVELS, levelsOf } from "./levels";
import { STYLE } from "./style";
import { formatGap, gapsOf, REASONS } from "./summary";

/** What a reader hears, and sees on pointing at a cell. */
const STATES: Readonly<Record<CellState, string>> = {
    exported: "exported",
    empty: "exported, no events",
    partial: "partly missing",
    incomplete: "objects are gone",
    expired: "expired before the export",
    missing: "missing",
    "before creation": "before the log group was created",
};

/** Every state has a sign of its own: colours alone tell nothing to many, nor on paper. */
const SIGNS: Readonly<Record<CellState, string>> = {
    exported: "",
    empty: "·",
    partial: "~",
    incomplete: "!",
    expired: "–",
    missing: "×",
    "before creation": "",
};

/** One page that needs nothing else: no script, no font, no request. */
export function coveragePage(coverage: FoundCoverage, archive: string, now: number): string {
    const { from, to, exports, logGroups, withoutManifest } = coverage;
    const gaps = gapsOf(coverage);
    const bytes = logGroups.flatMap(({ cells }) => cells).reduce((sum, cell) => sum + cell.bytes, 0);
    // The style's hash in place of 'unsafe-inline': the page may be opened from anywhere.
    const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Coverage of ${escaped(archive)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>Coverage of <span class="uri">${escaped(archive)}</span></h1>
<p>${formatTimestamp(from)} to ${formatTimestamp(to)}, checked ${formatTimestamp(now)}. All times are UTC.</p>
</header>
<main>
<dl class="figures">
<div><dt>Log groups</dt><dd>${logGroups.length}</dd></div>
<div><dt>Exports</dt><dd>${exports}</dd></div>
<div><dt>Size, compressed</dt><dd>${formatBytes(bytes)}</dd></div>
<div class="${gaps.length > 0 ? "bad" : "good"}"><dt>Gaps</dt><dd>${gaps.length}</dd></div>
</dl>
${withoutManifest > 0 ? `<p class="remark">${formatCount(withoutManifest, "export")} without a manifest: ranges are guessed from keys or events, so gaps may be hidden.</p>` : ""}
${gapSection(gaps)}
<h2 id="picture">By ${coverage.by}</h2>
${legend()}
<div class="scroll" role="region" aria-labelledby="picture" tabindex="0">
${table(coverage)}
</div>
</main>
</body>
</html>
`;
}

function gapSection(gaps: ReturnType<typeof gapsOf>): string {
    if (gaps.length === 0) return `<p class="good">Every log group is exported without a gap.</p>`;
    const rows = gaps.map(
        (gap) =>
            `<tr><th scope="row">${escaped(gap.logGroupName)}</th><td>${formatGap(gap)}</td><td>${REASONS[gap.reason]}</td></tr>`,
    );
    return `<h2>Gaps</h2>
<div class="scroll" role="region" aria-label="Gaps" tabindex="0">
<table class="gaps"><thead><tr><th scope="col">Log group</th><th scope="col">Time</th><th scope="col">What is wrong</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table>
</div>`;
}

function legend(): string {
    const levels = Array.from(
        { length: LEVELS },
        (_, index) => `<span class="cell exported level-${index + 1}"></span>`,
    );
    const states = (Object.keys(STATES) as CellState[]).filter((state) => state !== "exported");
    const others = states.map(
        (state) => `<li><span class="cell ${classOf(state)}">${SIGNS[state]}</span> ${STATES[state]}</li>`,
    );
    return `<ul class="legend"><li>${levels.join("")} exported, little to much</li>${others.join("")}</ul>`;
}

function table(coverage: FoundCoverage): string {
    const { logGroups, by } = coverage;
    const level = levelsOf(coverage);
    const columns = logGroups[0].cells;
    // Months above days, days above hours, years above months.
    const digits = { hour: 10, day: 7, month: 4 }[by];
    const periods: { label: string; count: number }[] = [];
    for (const { from } of columns) {
        const label = formatTimestamp(from).slice(0, digits);
        const last = periods.at(-1);
        if (last?.label === label) last.count += 1;
        else periods.push({ label, count: 1 });
    }
    const groups = periods.map(({ label, count }) => `<th scope="colgroup" colspan="${count}">${label}</th>`);
    const heads = columns.map(({ from }) => `<th scope="col">${partOf(from, by)}</th>`);
    const rows = logGroups.map(({ name, cells }) => {
        const shown = cells.map((cell) => cellOf(cell, level(cell.bytes), by));
        return `<tr><th scope="row">${escaped(name)}</th>${shown.join("")}</tr>`;
    });
    return `<table class="picture">
<colgroup></colgroup>${periods.map(({ count }) => `<colgroup span="${count}"></colgroup>`).join("")}
<thead><tr><th scope="col" rowspan="2">Log group</th>${groups.join("")}</tr>
<tr>${heads.join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>`;
}

function cellOf(cell: Cell, level: number, by: FoundCoverage["by"]): string {
    const { state, objects, bytes, from } = cell;
    const size =
        state === "exported" || state === "partial" ? `, ${formatCount(objects, "object")}, ${formatBytes(bytes)}` : "";
    const text = `${STATES[state]}${size}`;
    const when = formatTimestamp(from).slice(0, { hour: 13, day: 10, month: 7 }[by]).replace("T", " ");
    const classes = `cell ${classOf(state)}${state === "exported" ? ` level-${level}` : ""}`;
    return `<td class="${classes}" title="${when}: ${text}"><span class="heard">${text}</span><span aria-hidden="true">${SIGNS[state]}</span></td>`;
}

const classOf = (state: CellState) => state.replace(/ /g, "-");

function partOf(time: number, by: FoundCoverage["by"]): string {
    const text = formatTimestamp(time);
    return by === "hour" ? text.slice(11, 13) : by === "day" ? text.slice(8, 10) : text.slice(5, 7);
}

function escaped(text: string): string {
    return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
