import { type InputFailure, refuse } from "../../providers/validation/failure";
import { LOG_GROUP_CLASSES, type LogGroupSelection } from "./selection";
import { MOST_TAG_VALUE_CHARACTERS, MOST_TAG_VALUES, MOST_TAGS, TAG_KEY, TAG_VALUE } from "./tagLimits";

const PATTERN = "a glob, which is a log group's name with * for any text, or a regular expression";

/**
 * The errors in a selection of log groups.
 * @param at the prefix of its properties' names in messages: `""` or `"select."`.
 */
export function checkSelection(at: string, selection: LogGroupSelection): InputFailure[] {
    const { namePrefix, namePattern, tags, logGroupClass, exclude } = selection;
    const failures: InputFailure[] = [];
    if (namePrefix !== undefined && !isNamePart(namePrefix)) {
        const allowed = "the beginning of log group names: 1 to 512 of the characters a-z, A-Z, 0-9, and . - _ / #";
        const next = "It needs no wildcard: end it where the names differ.";
        failures.push(refuse(`${at}namePrefix`, namePrefix, allowed, next));
    }
    if (namePattern !== undefined && !isPattern(namePattern)) {
        const next = 'For example "*lambda*" for names that contain lambda, or /^\\/aws\\/(lambda|ecs)/.';
        failures.push(refuse(`${at}namePattern`, namePattern, PATTERN, next));
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
    const count = Object.keys(tags).length;
    const tooMany =
        count > MOST_TAGS
            ? [refuse(`${at}tags`, `${count} tags`, `at most ${MOST_TAGS} tags`, "Select by fewer, or by name too.")]
            : [];
    return [...tooMany, ...Object.entries(tags).flatMap(([key, value]) => checkTag(`${at}tags`, key, value))];
}

function checkTag(property: string, key: string, value: unknown): InputFailure[] {
    if (!TAG_KEY.test(key)) {
        const allowed = "a map whose keys have 1 to 128 letters, digits, spaces and _ . : / = + - @";
        return [refuse(property, key, allowed, "CloudWatch Logs cannot filter by such a tag: select by name instead.")];
    }
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (!values.every((one) => typeof one === "string" && one !== "")) {
        return [refuse(`${property}.${key}`, value, "a text, or a list of texts", "Write [] for any value.")];
    }
    if (values.length > MOST_TAG_VALUES) {
        const next = "Use a * at the end for values that begin alike, or [] for any value.";
        return [refuse(`${property}.${key}`, `${values.length} values`, `at most ${MOST_TAG_VALUES} values`, next)];
    }
    const bad = (values as string[]).find((one) => one.length > MOST_TAG_VALUE_CHARACTERS || !TAG_VALUE.test(one));
    if (bad === undefined) return [];
    const allowed =
        `at most ${MOST_TAG_VALUE_CHARACTERS} letters, digits, spaces and _ . : / = + - @, with a * only at the beginning ` +
        "or end and a ! only in front";
    return [refuse(`${property}.${key}`, bad, allowed, "CloudWatch Logs cannot filter by such a value.")];
}

function checkExclude(at: string, exclude: LogGroupSelection["exclude"]): InputFailure[] {
    if (exclude === undefined) return [];
    const next = 'For example ["/aws/lambda/canary", "*-test", /^\\/tmp/].';
    if (!Array.isArray(exclude)) {
        return [refuse(`${at}exclude`, exclude, "a list of globs and regular expressions", next)];
    }
    return exclude.flatMap((one: unknown, index) =>
        isPattern(one) ? [] : [refuse(`${at}exclude[${index}]`, one, PATTERN, next)],
    );
}

function isPattern(pattern: unknown): boolean {
    return pattern instanceof RegExp || (typeof pattern === "string" && isNamePart(pattern.replace(/\*/g, "x")));
}

function isNamePart(text: unknown): boolean {
    return typeof text === "string" && /^[.\-_/#A-Za-z0-9]{1,512}$/.test(text);
}
