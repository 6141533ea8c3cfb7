import { DATA_PROPERTIES, type PropertyName, USER_PROPERTIES, withDefaults } from "./inputs";
import { UNKNOWN } from "../validation/unknown";
import { phaseOf } from "../aws/task";
import { canonicalJson } from "./taskName";

export interface Change {
    readonly changes: boolean;
    readonly replaces: string[];
}

/**
 * What a new declaration of a recorded export asks for.
 *
 * | what differs                                             | then                                   |
 * |----------------------------------------------------------|----------------------------------------|
 * | an input that decides the exported data, or the account  | replace: export again                  |
 * | the recorded status is not COMPLETED, or not believed    | update: look at the task again, go on  |
 * | any other input                                          | update: recorded, nothing is exported  |
 * | helper inputs only                                       | nothing                                |
 *
 * The second row matters after a refresh, which clears Pulumi's memory of a failed initialisation.
 * @param olds the recorded outputs (which hold the inputs too).
 */
export function diffInputs(olds: Readonly<Record<string, unknown>>, news: Readonly<Record<string, unknown>>): Change {
    const [before, after] = [withDefaults(olds), withDefaults(news)];
    const differing = USER_PROPERTIES.filter((name) => !isSame(before[name], after[name]));
    const replaces = differing.filter((name) => isDecisive(name, olds[name], news[name]));
    return { changes: differing.length > 0 || isUnfinished(olds), replaces };
}

/** Whether the recorded export still needs work. */
export function isUnfinished(olds: Readonly<Record<string, unknown>>): boolean {
    const { status, verified, objectCount } = olds as { status?: string; verified?: boolean; objectCount?: number };
    if (status === undefined || phaseOf(status) !== "completed") return true;
    // Completed, but neither objects nor the marker were found. Where listing was denied there is no count at all.
    return verified === false && objectCount === 0;
}

function isDecisive(name: PropertyName, old: unknown, now: unknown): boolean {
    if (name === "assumeRoleArn") {
        // Another role of the same account reaches the same data.
        return typeof old === "string" && typeof now === "string" && accountOf(old) !== accountOf(now);
    }
    return DATA_PROPERTIES.includes(name);
}

const accountOf = (roleArn: string) => roleArn.split(":")[4];

function isSame(old: unknown, now: unknown): boolean {
    if (now === UNKNOWN) return false;
    return canonicalJson(old ?? null) === canonicalJson(now ?? null);
}
