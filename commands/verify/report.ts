import { formatBytes } from "../../providers/formatBytes";
import { formatCount } from "../../providers/formatCount";
import { type Colours } from "../terminal";
import { type Finding, type FindingKind } from "./compare";
import { type Verification } from "./verify";

/** For people: what was found, by export, then the sums. */
export function verificationLines(result: Verification, uri: string, colours: Colours): string[] {
    const { findings, exports, objects, bytes, counted } = result;
    const lines = findings.map(
        ({ kind, uri: where, detail }) =>
            `${colourOf(kind, colours)(kind.padEnd(16))} ${where}\n${" ".repeat(17)}${detail}`,
    );
    const sums = [
        formatCount(exports, "export"),
        formatCount(objects, "object"),
        formatBytes(bytes),
        ...(counted ? [`${formatCount(counted.events, "event")} in ${formatCount(counted.lines, "line")}`] : []),
    ];
    const verdict =
        findings.length === 0
            ? colours.green("Everything is as the manifests say.")
            : colours.red(`${formatCount(findings.length, "finding")}: ${countsOf(findings)}.`);
    return [...lines, ...(lines.length > 0 ? [""] : []), `${uri}: ${sums.join(", ")}`, verdict];
}

function countsOf(findings: readonly Finding[]): string {
    const counts = new Map<FindingKind, number>();
    for (const { kind } of findings) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ");
}

function colourOf(kind: FindingKind, colours: Colours): (text: string) => string {
    return kind === "unproven" || kind === "being deleted" ? colours.yellow : colours.red;
}
