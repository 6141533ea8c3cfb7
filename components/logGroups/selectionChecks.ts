import { type InputFailure, refuse } from "../../providers/validation/failure";
import { LOG_GROUP_CLASSES, type LogGroupSelection } from "./selection";

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
    return Object.entries(tags).flatMap(([key, value]) => {
        const values: readonly unknown[] = Array.isArray(value) ? value : [value];
        if (values.every((one) => typeof one === "string" && one !== "")) return [];
        return [refuse(`${at}tags.${key}`, value, "a text, or a list of texts", "Write [] for any value.")];
    });
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
