import type { LogGroupFilter } from "../providers/exportTask/logsApi";
import { Failure, refuse, refuseUnknown } from "../providers/exportTask/failure";
import { assertInputs } from "../providers/exportTask/inputError";
import { checkInputs } from "../providers/exportTask/inputs";
import { connection, WhereToLook } from "./logGroupLookup";
import { explainDenied, explainNothing } from "./selectLogGroupsErrors";

const CLASSES = ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY", "ESSENTIALS"] as const;

/** What log groups are looked for; all that is given has to hold. */
export interface LogGroupSelector extends WhereToLook {
    /**
     * How their names begin.
     * @example "/aws/lambda/"
     */
    readonly namePrefix?: string;
    /**
     * What their names hold: a text in the service's own syntax, which is up to five texts of 3 to 24 characters with `|`
     * between them, each with `^` before it where names begin with it; or a regular expression.
     * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListLogGroups.html
     * @example "^/aws/lambda|discovery"
     * @example /-(prod|audit)$/
     */
    readonly namePattern?: string | RegExp;
    /**
     * Tags that they have, as the service filters them: a value, or several of which one is enough, or `[]` for any.
     * `*` in a value stands for anything, and then the case does not matter; `!` in front negates it.
     * @example { team: "payments", stage: ["prod", "audit*"] }
     */
    readonly tags?: Readonly<Record<string, string | readonly string[]>>;
    /** Their class. */
    readonly logGroupClass?: (typeof CLASSES)[number];
    /**
     * What is left out of these: names, names with `*` for anything, and regular expressions.
     * @example ["/aws/lambda/canary", "*-test", /^\/tmp\//]
     */
    readonly exclude?: readonly (string | RegExp)[];
    /**
     * The Region that is looked in.
     * @default stack config `aws:region`, then the environment
     */
    readonly region?: string;
    /**
     * The profile of the AWS configuration files whose credentials are used.
     * @default stack config `aws:profile`, then the environment
     */
    readonly profile?: string;
    /**
     * The role that looks.
     * @default stack config `aws:assumeRoles`, or none where `profile` is given
     */
    readonly assumeRoleArn?: string;
}

/**
 * The names of the log groups that are there now, for `logGroups` of a `LogExport`: in alphabetical order, each once. It
 * reads only, so a preview looks too. The caller needs `logs:ListLogGroups`.
 *
 * A log group that is deleted is no longer found, and its exports leave the program: with `onDestroy: "keepObjects"`, the
 * default, their objects stay.
 *
 * @example
 * ```ts
 * const logGroups = await selectLogGroups({ namePrefix: "/aws/lambda/", tags: { audit: "yes" }, exclude: ["*-test"] });
 * ```
 * @throws {InputError} where an argument is wrong, or nothing is found.
 */
export async function selectLogGroups(selector: LogGroupSelector): Promise<string[]> {
    assertInputs("selectLogGroups", checkSelector(selector ?? {})); // a JavaScript program may leave it out
    const { logs } = await connection(selector);
    const listed = await logs.listLogGroups(filterOf(selector)).catch((error: unknown) => {
        throw explainDenied(error, selector);
    });
    const matching = listed.filter((group) => isSelected(group, selector)).map(({ name }) => name);
    const names = [...new Set(matching)].filter((name) => !isExcluded(name, selector.exclude ?? [])).sort();
    if (names.length === 0) {
        const namesLike = (text: string) => logs.namesLike(text);
        assertInputs("selectLogGroups", [await explainNothing(selector, { matching, namesLike })]);
    }
    return names;
}

/** As much of the selector as one list call takes; the rest is looked at in its answer. */
export function filterOf({ namePrefix, namePattern, tags, logGroupClass }: LogGroupSelector): LogGroupFilter {
    const begins = namePrefix === undefined ? "" : namePrefix.slice(0, LONGEST_TEXT - "^".length);
    return {
        logGroupNamePattern:
            typeof namePattern === "string" ? namePattern : begins.length >= SHORTEST_TEXT ? `^${begins}` : undefined,
        logGroupClass,
        logGroupTags:
            tags &&
            Object.entries(tags).map(([key, values]) => ({
                key,
                values: typeof values === "string" ? [values] : [...values],
            })),
    };
}

/** The service's limits for one text of a pattern, and for how many there are. */
const [SHORTEST_TEXT, LONGEST_TEXT, MOST_TEXTS] = [3, 24, 5];

function isSelected(group: { name: string; logGroupClass?: string }, selector: LogGroupSelector): boolean {
    const { namePrefix = "", namePattern, logGroupClass } = selector;
    if (!group.name.startsWith(namePrefix)) return false;
    if (namePattern instanceof RegExp && group.name.search(namePattern) < 0) return false;
    // Asked for one class, the service may give a related one too.
    return logGroupClass === undefined || group.logGroupClass === undefined || group.logGroupClass === logGroupClass;
}

function isExcluded(name: string, exclude: readonly (string | RegExp)[]): boolean {
    return exclude.some((one) => (one instanceof RegExp ? name.search(one) >= 0 : matchesWildcard(name, one)));
}

function matchesWildcard(name: string, wildcard: string): boolean {
    const parts = wildcard.split("*").map((part) => part.replace(/[.\-/#]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`).test(name);
}

const PROPERTIES: Readonly<Record<keyof LogGroupSelector, true>> = {
    namePrefix: true,
    namePattern: true,
    tags: true,
    logGroupClass: true,
    exclude: true,
    region: true,
    profile: true,
    assumeRoleArn: true,
};

function checkSelector(selector: LogGroupSelector): Failure[] {
    const { namePrefix, namePattern, tags, logGroupClass, exclude } = selector;
    const failures = refuseUnknown("a log group selector", "", selector, Object.keys(PROPERTIES));
    if ([namePrefix, namePattern, tags, logGroupClass].every((given) => given === undefined)) {
        const next = 'Every log group of a Region is found by logGroupClass: "STANDARD" and the like.';
        failures.push(refuse("namePrefix", undefined, "given, or namePattern, tags or logGroupClass", next));
    }
    if (namePrefix !== undefined && !isNamePart(namePrefix)) {
        const allowed = "the beginning of log group names: 1 to 512 of the characters a-z, A-Z, 0-9, and . - _ / #";
        failures.push(
            refuse("namePrefix", namePrefix, allowed, "It needs no wildcard: end it where the names differ."),
        );
    }
    if (namePattern !== undefined && !(namePattern instanceof RegExp) && !isServicePattern(namePattern)) {
        const allowed = `a regular expression, or up to ${MOST_TEXTS} texts of ${SHORTEST_TEXT} to ${LONGEST_TEXT} characters with | between them`;
        failures.push(
            refuse("namePattern", namePattern, allowed, 'For example "^/aws/lambda|discovery", or /-prod$/.'),
        );
    }
    if (logGroupClass !== undefined && !CLASSES.includes(logGroupClass)) {
        const allowed = CLASSES.map((one) => `"${one}"`).join(", ");
        failures.push(refuse("logGroupClass", logGroupClass, allowed, "Leave it out for every class."));
    }
    return [...failures, ...checkTags(tags), ...checkExclude(exclude), ...checkWhere(selector)];
}

function checkTags(tags: LogGroupSelector["tags"]): Failure[] {
    if (tags === undefined) return [];
    if (tags === null || typeof tags !== "object" || Array.isArray(tags) || Object.keys(tags).length === 0) {
        return [refuse("tags", tags, "a map from a tag's key to its value", 'For example { team: "payments" }.')];
    }
    return Object.entries(tags).flatMap(([key, value]) => {
        const values: readonly unknown[] = Array.isArray(value) ? value : [value];
        if (values.every((one) => typeof one === "string" && one !== "")) return [];
        return [refuse(`tags.${key}`, value, "a text, or a list of texts", "Write [] for any value.")];
    });
}

function checkExclude(exclude: LogGroupSelector["exclude"]): Failure[] {
    if (exclude === undefined) return [];
    const next = 'For example ["/aws/lambda/canary", "*-test", /^\\/tmp/].';
    const allowed = "a list of names, names with *, and regular expressions";
    if (!Array.isArray(exclude)) return [refuse("exclude", exclude, allowed, next)];
    return exclude.flatMap((one: unknown, index) => {
        if (one instanceof RegExp || (typeof one === "string" && isNamePart(one.replace(/\*/g, "x")))) return [];
        return [refuse(`exclude[${index}]`, one, "a log group's name, one with *, or a regular expression", next)];
    });
}

/** The rules of an export for the same properties. */
function checkWhere({ region, profile, assumeRoleArn }: WhereToLook): Failure[] {
    const mine = ["region", "profile", "assumeRoleArn"];
    return checkInputs({ region, profile, assumeRoleArn }).filter(({ property }) => mine.includes(property));
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
