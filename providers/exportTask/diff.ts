import { DATA_PROPERTIES, type PropertyName, USER_PROPERTIES, withDefaults } from "./inputs";
import { isOfOtherHost } from "../host";
import { UNKNOWN } from "../validation/unknown";
import { phaseOf } from "../aws/task";
import { type ExportTaskOutputs } from "./outputs";
import { canonicalJson } from "./taskName";

/** Handed down by the package itself, but what it says is what a user has configured. */
const AWS_CONFIG: PropertyName = "awsConfig";

export interface Change {
    readonly changes: boolean;
    readonly replaces: string[];
}

/**
 * What a new declaration of a recorded export asks for.
 *
 * | what differs                                             | then                                   |
 * |----------------------------------------------------------|----------------------------------------|
 * | an input that decides the exported data                  | replace: export again                  |
 * | the recorded export is not COMPLETED and verified        | update: check the task again, resume   |
 * | any other input                                          | update: recorded, nothing is exported  |
 * | the host that wrote the record: program or plugin        | update: recorded, nothing is exported  |
 * | helper inputs only                                       | nothing                                |
 *
 * The second row matters after a refresh, which clears Pulumi's memory of a failed initialisation. Another profile or
 * role replaces too, if it is of another account (see lifecycle.ts).
 * @param olds the recorded outputs (which hold the inputs too).
 */
export function diffInputs(olds: Readonly<Record<string, unknown>>, news: Readonly<Record<string, unknown>>): Change {
    const [before, after] = [withDefaults(olds), withDefaults(news)];
    const differing = [...USER_PROPERTIES, AWS_CONFIG].filter((name) => !isSame(before[name], after[name]));
    const replaces = differing.filter((name) => DATA_PROPERTIES.includes(name));
    const changes = differing.length > 0 || isUnfinished(olds) || isOfOtherHost(olds, news);
    return { changes, replaces };
}

/** Whether the recorded export still needs work; one that was imported has no owner yet. */
export function isUnfinished(olds: Readonly<Record<string, unknown>>): boolean {
    const { status, verified, owner, unmarked } = olds as Partial<ExportTaskOutputs>;
    return status === undefined || phaseOf(status) !== "completed" || verified !== true || !owner || unmarked === true;
}

const ACCESS_PROPERTIES = ["profile", "assumeRoleArn", AWS_CONFIG] as const;

/** The properties by which a declaration may have moved to another account; only that account's identity can tell. */
export function accessChanges(
    olds: Readonly<Record<string, unknown>>,
    news: Readonly<Record<string, unknown>>,
): PropertyName[] {
    return ACCESS_PROPERTIES.filter((name) => news[name] !== UNKNOWN && !isSame(olds[name], news[name]));
}

function isSame(old: unknown, now: unknown): boolean {
    if (now === UNKNOWN) return false;
    if (old === now) return true; // nearly always, and hundreds of exports are compared at each up
    return canonicalJson(old ?? null) === canonicalJson(now ?? null);
}
