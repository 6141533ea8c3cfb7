import { formatBytes } from "../../providers/formatBytes";
import { formatCount } from "../../providers/formatCount";
import { formatTimestamp } from "../../providers/validation/timestamp";
import { type Colours } from "../terminal";
import { type Cell, type CellState } from "./grid";
import { type FoundCoverage } from "./coverage";
import { levelsOf } from "./levels";
import { formatGap, gapsOf, REASONS } from "./summary";

/** Every state has a character of its own, so that the picture needs no colours. */
const CHARACTERS: Readonly<Record<Exclude<CellState, "exported">, string>> = {
    empty: "·",
    partial: "~",
    incomplete: "!",
    expired: "-",
    missing: "x",
    "before creation": " ",
};
const SHADES = ["░", "▒", "▓", "█"];

const LONGEST_NAME = 40;
const LEAST_CELLS = 10;

/** For the terminal: a line for each log group, a character for each cell, in as many blocks as the width needs. */
export function heatMapLines(coverage: FoundCoverage, uri: string, colours: Colours, columns: number): string[] {
    const { logGroups, by, from, to, exports, withoutManifest } = coverage;
    const level = levelsOf(coverage);
    const draw = (cell: Cell) => coloured(cell, level, colours);
    const width = Math.min(
        LONGEST_NAME,
        Math.max(...logGroups.map(({ name }) => name.length)),
        Math.max(12, columns - 1 - LEAST_CELLS),
    );
    const cellsPerBlock = Math.max(LEAST_CELLS, columns - width - 1);
    const count = logGroups[0].cells.length;
    const lines = [
        `${uri}  ${formatTimestamp(from)} – ${formatTimestamp(to)}, a character is ${article(by)} of UTC`,
        "",
    ];
    for (let start = 0; start < count; start += cellsPerBlock) {
        const end = Math.min(count, start + cellsPerBlock);
        lines.push(`${" ".repeat(width)} ${scale(logGroups[0].cells.slice(start, end), by)}`);
        for (const { name, cells } of logGroups) {
            lines.push(`${shortened(name, width).padEnd(width)} ${cells.slice(start, end).map(draw).join("")}`);
        }
        lines.push("");
    }
    lines.push(legend(colours), "", ...gapLines(coverage, colours));
    if (withoutManifest > 0) {
        const guess = "ranges are guessed from keys or events";
        lines.push(
            colours.yellow(
                `${withoutManifest} of ${formatCount(exports, "export")} without a manifest: ${guess}, so gaps may be hidden.`,
            ),
        );
    }
    return lines;
}

function coloured(cell: Cell, level: (bytes: number) => number, colours: Colours): string {
    switch (cell.state) {
        case "exported":
            return colours.green(SHADES[level(cell.bytes) - 1]);
        case "missing":
            return colours.bold(colours.red(CHARACTERS.missing));
        case "incomplete":
        case "partial":
        case "expired":
            return colours.bold(colours.yellow(CHARACTERS[cell.state]));
        default:
            return colours.dim(CHARACTERS[cell.state]);
    }
}

function legend(colours: Colours): string {
    const parts = [
        `${colours.green(SHADES.join(""))} exported, little to much`,
        `${CHARACTERS.empty} empty`,
        `${colours.red(CHARACTERS.missing)} missing`,
        `${colours.yellow(CHARACTERS.partial)} partly missing`,
        `${colours.yellow(CHARACTERS.incomplete)} objects are gone`,
        `${colours.yellow(CHARACTERS.expired)} expired before the export`,
        "blank: before the log group was created",
    ];
    return parts.join("  ");
}

function gapLines(coverage: FoundCoverage, colours: Colours): string[] {
    const gaps = gapsOf(coverage);
    const cells = coverage.logGroups.flatMap((group) => group.cells);
    const bytes = formatBytes(cells.reduce((sum, cell) => sum + cell.bytes, 0));
    const what = `${formatCount(coverage.exports, "export")} of ${formatCount(coverage.logGroups.length, "log group")}, ${bytes}`;
    if (gaps.length === 0) return [`${what}. ${colours.green("No gaps.")}`];
    const width = Math.max(...gaps.map(({ logGroupName }) => logGroupName.length));
    return [
        `${what}. ${colours.red(`${formatCount(gaps.length, "gap")}:`)}`,
        ...gaps.map((gap) => `  ${gap.logGroupName.padEnd(width)}  ${formatGap(gap)}: ${REASONS[gap.reason]}`),
    ];
}

/** The dates above the cells, as far as there is room: of months the year, of days the month, of hours the day. */
function scale(cells: readonly Cell[], by: FoundCoverage["by"]): string {
    const digits = { hour: 10, day: 7, month: 4 }[by];
    let line = "";
    let last = "";
    for (const [index, { from }] of cells.entries()) {
        const label = formatTimestamp(from).slice(0, digits);
        if (label !== last && line.length <= index && index + label.length <= cells.length) {
            line = `${line.padEnd(index)}${label} `;
        }
        last = label;
    }
    return line.trimEnd();
}

function shortened(name: string, width: number): string {
    return name.length <= width ? name : `…${name.slice(name.length - width + 1)}`;
}

const article = (by: FoundCoverage["by"]) => (by === "hour" ? "an hour" : `a ${by}`);
