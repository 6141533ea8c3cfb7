import { type InputFailure, refuse } from "../../providers/validation/failure";
import { LOG_GROUP_CLASSES, type LogGroupSelection } from "./selection";

/** The service's limits for one text of a pattern, and for how many there are. */
export const [SHORTEST_TEXT, LONGEST_TEXT] = [3, 24];
const MOST_TEXTS = 5;

/**
 * What is wrong with a selection of log groups.
 * @param at what stands before the names of its properties: `""` or `"select."`.
 */
export function checkSelection(at: string, selection: LogGroupSelection): InputFailure[] {
    const { namePrefix, namePattern, tags, logGroupClass, exclude } = selection;
    const failures: InputFailure[] = [];
    if (namePrefix !== undefined && !isNamePart(namePrefix)) {
        const allowed = "the beginning of log group names: 1 to 512 of the characters a-z, A-Z, 0-9, and . - _ / #";
        const next = "It needs no wildcard: end it where the names differ.";
        failures.push(refuse(`${at}namePrefix`, namePrefix, allowed, next));
    }
    if (namePattern !== undefined && !(namePattern instanceof RegExp) && !isServicePattern(namePattern)) {
        const allowed = `a regular expression, or up to ${MOST_TEXTS} texts of ${SHORTEST_TEXT} to ${LONGEST_TEXT} characters with | between them`;
        const next = 'For example "^/aws/lambda|discovery", or /-prod$/.';
        failures.push(refuse(`${at}namePattern`, namePattern, allowed, next));
    }
    if (logGroupClass !== undefined && !LOG_GROUP_CLASSES.includes(logGroupClass)) {
        const allowed = LOG_GROUP_CLASSES.map((one) => `"${one}"`).join(", ");
        failures.push(refuse(`${at}logGroupClass`, logGroupClass, allowed, "Leave it out for every class."));
    }
    return [...failures, ...checkTags(at, tags), ...checkExclude(at, exclude)];
}

function checkTags(at: string, tags: LogGroupSelection["tags"]): InputFailure[] {
    if (tags === undefined) return [];
    if (tags === null || typeof tags !== "object" || Array.isArray(tags) || Object.keys(tags).length === 0) {
        return [refuse(`${at}tags`, tags, "a map from a tag's key to its value", 'For example { team: "payments" }.')];
    }
    return Object.entries(tags).flatMap(([key, value]) => {
        const values: readonly unknown[] = Array.isArray(value) ? value : [value];
        if (values.every((one) => typeof one === "string" && one !== "")) return [];
        return [refuse(`${at}tags.${key}`, value, "a text, or a list of texts", "Write [] for any value.")];
    });
}

function checkExclude(at: string, exclude: LogGroupSelection["exclude"]): InputFailure[] {
    if (exclude === undefined) return [];
    const next = 'For example ["/aws/lambda/canary", "*-test", /^\\/tmp/].';
    const allowed = "a list of names, names with *, and regular expressions";
    if (!Array.isArray(exclude)) return [refuse(`${at}exclude`, exclude, allowed, next)];
    return exclude.flatMap((one: unknown, index) => {
        if (one instanceof RegExp || (typeof one === "string" && isNamePart(one.replace(/\*/g, "x")))) return [];
        return [refuse(`${at}exclude[${index}]`, one, "a log group's name, one with *, or a regular expression", next)];
    });
}

function isNamePart(text: unknown): boolean {
    return typeof text === "string" && /^[.\-_/#A-Za-z0-9]{1,512}$/.test(text);
}

function isServicePattern(pattern: unknown): boolean {
    if (typeof pattern !== "string") return false;
    const texts = pattern.split("|").map((text) => text.replace(/^\^/, ""));
    const isText = (text: string) => /^[.\-_/#A-Za-z0-9*]+$/.test(text);
    return (
        texts.length <= MOST_TEXTS &&
        texts.every((text) => text.length >= SHORTEST_TEXT && text.length <= LONGEST_TEXT && isText(text))
    );
}
