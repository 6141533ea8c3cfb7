import type { Connection } from "../../providers/aws/clients";
import type { LogGroupFilter } from "../../providers/aws/logs";
import { type InputFailure, refuse, refuseUnknown } from "../../providers/validation/failure";
import { assertInputs } from "../../providers/validation/inputError";
import { checkInputs } from "../../providers/exportTask/inputs";
import { connection, type WhereToLook } from "./lookup";
import { wildcardOf } from "./selection";
import { type LogGroupSelector } from "./selector";
import { checkSelection, LONGEST_TEXT, SHORTEST_TEXT } from "./selectionChecks";
import { explainDenied, explainNothing } from "./selectLogGroupsErrors";

/**
 * The names of the log groups that are there now, for `logGroups` of a `LogExport`: in alphabetical order, each once. It
 * reads only, so a preview looks too. The caller needs `logs:ListLogGroups`.
 *
 * A log group that is deleted is no longer found, and its exports leave the program: with `removalPolicy: "retain"`, the
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
    const { names, matching, logs } = await findLogGroups(selector);
    if (names.length === 0) {
        const namesLike = (text: string) => logs.namesLike(text);
        assertInputs("selectLogGroups", [await explainNothing(selector, { matching, namesLike })]);
    }
    return names;
}

/** The same, of a selection that has been checked and may be of everything; that nothing is found is no error. */
export async function findLogGroups(selector: LogGroupSelector, howToConnect?: Connection) {
    const { logs } = await connection(selector, howToConnect);
    const listed = await logs.listLogGroups(filterOf(selector)).catch((error: unknown) => {
        throw explainDenied(error, selector);
    });
    const matching = listed.filter((group) => isSelected(group, selector)).map(({ name }) => name);
    const names = [...new Set(matching)].filter((name) => !isExcluded(name, selector.exclude ?? [])).sort();
    return { names, matching, logs };
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

function isSelected(group: { name: string; logGroupClass?: string }, selector: LogGroupSelector): boolean {
    const { namePrefix = "", namePattern, logGroupClass } = selector;
    if (!group.name.startsWith(namePrefix)) return false;
    if (namePattern instanceof RegExp && group.name.search(namePattern) < 0) return false;
    // Asked for one class, the service may give a related one too.
    return logGroupClass === undefined || group.logGroupClass === undefined || group.logGroupClass === logGroupClass;
}

function isExcluded(name: string, exclude: readonly (string | RegExp)[]): boolean {
    return exclude.some((one) => (one instanceof RegExp ? name.search(one) >= 0 : wildcardOf(one).test(name)));
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

function checkSelector(selector: LogGroupSelector): InputFailure[] {
    const { namePrefix, namePattern, tags, logGroupClass } = selector;
    const failures = refuseUnknown("a log group selector", "", selector, Object.keys(PROPERTIES));
    if ([namePrefix, namePattern, tags, logGroupClass].every((given) => given === undefined)) {
        const next = 'Every log group of a Region is found by logGroupClass: "STANDARD" and the like.';
        failures.push(refuse("namePrefix", undefined, "given, or namePattern, tags or logGroupClass", next));
    }
    return [...failures, ...checkSelection("", selector), ...checkWhere(selector)];
}

/** The rules of an export for the same properties. */
function checkWhere({ region, profile, assumeRoleArn }: WhereToLook): InputFailure[] {
    const mine = ["region", "profile", "assumeRoleArn"];
    return checkInputs({ region, profile, assumeRoleArn }).filter(({ property }) => mine.includes(property));
}
