import { DIFFERENCES } from "./saidOtherwise";

/** The table of docs/languages.md: every argument that is not the same as in a program of Node.js. A test compares it. */
export function parityTable(): string {
    const rows = Object.entries(DIFFERENCES).flatMap(([type, differences]) =>
        Object.entries(differences).map(
            ([name, { says, text }]) =>
                `| \`${type.replace(/Args$/, "")}\` | \`${name}\` | ${says === "nothing" ? "left out: " : ""}${text} |`,
        ),
    );
    return ["| type | argument | in the plugin |", "|---|---|---|", ...rows].join("\n");
}
