import * as pulumi from "@pulumi/pulumi";
import { callOf } from "../../providers/aws/calls";
import type { Aws, Connection } from "../../providers/aws/clients";
import { type InputFailure, refuse, refuseUnknown } from "../../providers/validation/failure";
import { assertInputs } from "../../providers/validation/inputError";
import { checkInputs } from "../../providers/exportTask/inputs";
import type { ReadConfig } from "../../providers/aws/configuration";
import { stackConfig } from "../awsSettings";
import { classNotice } from "./classNotice";
import { connection, lookupRegion, type LookupTarget } from "./lookup";
import { listFilter } from "./listFilter";
import { noteSelection } from "./selectedIn";
import { matchesName } from "./selection";
import { type SelectLogGroupsArgs } from "./args";
import { checkSelection } from "./selectionChecks";
import { explainDenied, explainNothing } from "./selectLogGroupsErrors";

/**
 * Lists the names of the log groups that exist now, for `logGroups` of a `LogExport`: in alphabetical order, each once. It
 * only reads, so it runs in previews too. The caller needs `logs:ListLogGroups`.
 *
 * Once a log group is deleted, its name is no longer listed and its exports leave the program. With
 * `removalPolicy: "retain"`, the default, their objects stay.
 *
 * @example
 * ```ts
 * const logGroups = await selectLogGroups({ namePrefix: "/aws/lambda/", tags: { audit: "yes" }, exclude: ["*-test"] });
 * ```
 * @throws {InputError} if an argument is wrong or no log group matches.
 */
export function selectLogGroups(selector: SelectLogGroupsArgs): Promise<string[]> {
    return selectLogGroupsBy(selector, stackConfig());
}

/** The same by another config, where there is no program that has one. */
export async function selectLogGroupsBy(selector: SelectLogGroupsArgs, config: ReadConfig): Promise<string[]> {
    assertInputs("selectLogGroups", checkArgs(selector ?? {})); // JavaScript may leave it out
    const { names, matching, logs, groups, place } = await findLogGroups(selector, undefined, config);
    if (names.length === 0) {
        const namesLike = (text: string) => logs.namesLike(text);
        assertInputs("selectLogGroups", [await explainNothing(selector, { matching, namesLike })]);
    }
    const notice = selector.logGroupClass === undefined ? classNotice(groups) : undefined;
    if (notice && pulumi.runtime.isDryRun()) void pulumi.log.warn(`selectLogGroups: ${notice}`);
    noteSelection(names, place);
    return names;
}

/** The same for a selection that has been checked; it may select every log group, or find none. */
export async function findLogGroups(
    selector: SelectLogGroupsArgs,
    howToConnect?: Connection,
    config: ReadConfig = stackConfig(),
) {
    const explain = (error: unknown) => {
        throw callOf(error) ? explainDenied(error, selector) : error;
    };
    const region = await lookupRegion(selector, config);
    const aws = await connection({ ...selector, region }, howToConnect, config).catch(explain);
    const { logs } = aws;
    const listed = await logs.listLogGroups(listFilter(selector)).catch(explain);
    const selected = listed.filter((group) => isSelected(group, selector));
    const matching = selected.map(({ name }) => name);
    const isExcluded = (name: string) => (selector.exclude ?? []).some((pattern) => matchesName(name, pattern));
    const names = [...new Set(matching)].filter((name) => !isExcluded(name)).sort();
    const classes = new Map(selected.map((group) => [group.name, group]));
    const place = { region, account: await accountOf(selector, aws) };
    return { names, matching, logs, groups: names.flatMap((name) => classes.get(name) ?? []), place };
}

/** The account of a selection with credentials of its own; others are those of the exports, too. */
async function accountOf({ profile, assumeRoleArn }: LookupTarget, aws: Aws): Promise<string | undefined> {
    if (profile === undefined && assumeRoleArn === undefined) return undefined;
    return aws.caller().then(
        ({ account }) => account,
        () => undefined,
    );
}

function isSelected(group: { name: string; logGroupClass?: string }, selector: SelectLogGroupsArgs): boolean {
    const { namePrefix = "", namePattern, logGroupClass } = selector;
    if (!group.name.startsWith(namePrefix)) return false;
    if (namePattern !== undefined && !matchesName(group.name, namePattern)) return false;
    // If asked for one class, the service may return a related one too.
    return logGroupClass === undefined || group.logGroupClass === undefined || group.logGroupClass === logGroupClass;
}

const PROPERTIES: Readonly<Record<keyof SelectLogGroupsArgs, true>> = {
    namePrefix: true,
    namePattern: true,
    tags: true,
    logGroupClass: true,
    exclude: true,
    region: true,
    profile: true,
    assumeRoleArn: true,
};

function checkArgs(selector: SelectLogGroupsArgs): InputFailure[] {
    const { namePrefix, namePattern, tags, logGroupClass } = selector;
    const failures = refuseUnknown("the arguments of selectLogGroups", "", selector, Object.keys(PROPERTIES));
    if ([namePrefix, namePattern, tags, logGroupClass].every((given) => given === undefined)) {
        const next = 'For every log group of a Region and class give logGroupClass: "STANDARD".';
        failures.push(refuse("namePrefix", undefined, "given, or namePattern, tags or logGroupClass", next));
    }
    return [...failures, ...checkSelection("", selector), ...checkWhere(selector)];
}

/** The rules of an export for the same properties. */
function checkWhere({ region, profile, assumeRoleArn }: LookupTarget): InputFailure[] {
    const mine = ["region", "profile", "assumeRoleArn"];
    return checkInputs({ region, profile, assumeRoleArn }).filter(({ property }) => mine.includes(property));
}
