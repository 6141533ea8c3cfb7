import { CALLS } from "./calls";
import { EXPECTED } from "./expected";
import { RULES } from "../sandbox/stepFunctions/rules";
import { ADAPTED, JUDGES } from "./judges";

/** docs/fidelity.md, from the list that the test compares. */
export function fidelityDocument(): string {
    const calls = new Set(EXPECTED.flatMap(({ differences }) => differences.map(({ call }) => call)));
    const lines = [
        "# How true the sandbox is",
        "",
        `\`tests/fidelity\` makes the same ${CALLS.length} calls to the sandbox and to the server of`,
        "[moto](https://docs.getmoto.org), an emulation of AWS by others, and compares the answers value by value; IDs and times",
        `stand as their kinds. ${CALLS.length - calls.size} calls are answered alike. Here is every difference in the other ` +
            `${calls.size},`,
        "and why the sandbox answers as it does. A difference that is not in the list, or one of the list that is gone, fails the",
        "test. The list is `tests/fidelity/expected`; this page is made from it by `npm run docs:fidelity`.",
    ];
    for (const { what, why, sources, differences } of EXPECTED) {
        lines.push("", `## ${what}`, "", ...wrapped(why), "", ...sources.map((source) => `- <${source}>`), "");
        lines.push("| call | where | sandbox | moto |", "|---|---|---|---|");
        for (const { call, at, sandbox, moto } of differences) {
            lines.push(`| ${cell(call)} | \`${at}\` | ${value(sandbox)} | ${value(moto)} |`);
        }
    }
    lines.push(
        "",
        "## Who else judges the state machine of a scheduled export",
        "",
        ...wrapped(
            "The sandbox has an interpreter of the states language of its own. What it says of the state machine is held against others:",
        ),
        "",
        "| what | by whom | test |",
        "|---|---|---|",
        ...JUDGES.map(
            ({ what, by, tests }) => `| ${what} | ${by} | ${tests.map((test) => `\`${test}\``).join(", ")} |`,
        ),
        "",
        ...wrapped(
            "`npm run test:interpreter` runs the nights in moto's interpreter; `npm test` runs two of them. Where it does otherwise than AWS:",
        ),
        "",
        ...ADAPTED.map((text) => `- ${text}`),
        "",
        ...wrapped(
            "Rules that the definition relies on are checks of the sandbox's interpreter, each with its source: a definition that breaks one is refused, or fails.",
        ),
        "",
        "| rule | source |",
        "|---|---|",
        ...RULES.map(({ rule, source }) => `| ${rule} | <${source}> |`),
    );
    return `${lines.join("\n")}\n`;
}

const cell = (text: string) => text.replaceAll("|", "\\|");
const value = (text: string) => (text === "nothing" ? "–" : `\`${cell(text)}\``);

/** At most 120 columns, as the rest of the documents. */
function wrapped(text: string): string[] {
    const lines = [""];
    for (const word of text.split(" ")) {
        const line = lines[lines.length - 1];
        if (line.length + word.length + 1 > 120) lines.push(word);
        else lines[lines.length - 1] = line ? `${line} ${word}` : word;
    }
    return lines;
}
