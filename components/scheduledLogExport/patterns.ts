import { type InputFailure, refuse } from "../../providers/validation/failure";
import { type LogGroupSelection } from "../logGroups/selection";

/** The regular expressions of a selection that are valid in a program, but not in a run, which matches them in AWS. */
export function checkPatterns({ namePattern, exclude }: LogGroupSelection): InputFailure[] {
    const excluded = Array.isArray(exclude) ? (exclude as readonly unknown[]) : [];
    return [
        ...checkPattern("select.namePattern", namePattern),
        ...excluded.flatMap((one, index) => checkPattern(`select.exclude[${index}]`, one)),
    ];
}

/** Names to try a pattern on: JSONata fails if a pattern matches the empty string. */
const NAMES = ["", "a", "/a", "a/", "aa"];

function checkPattern(property: string, pattern: unknown): InputFailure[] {
    if (!(pattern instanceof RegExp)) return [];
    const problem = problemOf(pattern);
    if (problem === undefined) return [];
    return [
        refuse(property, String(pattern), "a regular expression that JSONata, which runs in AWS, can match", problem),
    ];
}

/** https://docs.jsonata.org/regex */
function problemOf({ source, flags }: RegExp): string | undefined {
    if (!/^i?$/.test(flags)) return "It has flags other than i: remove them.";
    if (source.includes("(?"))
        return "It has a group that begins with (?: put names that you do not want into exclude.";
    if (!isBalanced(source)) return "It has a bracket that is not closed: no log group's name contains one.";
    const tried = new RegExp(source, flags);
    if (NAMES.some((name) => tried.exec(name)?.[0] === ""))
        return "It can match the empty string: make it match at least one character.";
    return undefined;
}

/** JSONata finds the end of a pattern by counting brackets, also those within `[…]`. */
function isBalanced(source: string): boolean {
    let depth = 0;
    for (const [bracket] of source.matchAll(/\\.|[()[\]{}]/g)) {
        if (bracket.length === 1) depth += "([{".includes(bracket) ? 1 : -1;
        if (depth < 0) return false;
    }
    return depth === 0;
}
