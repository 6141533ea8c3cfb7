import { covers, parsePath, restorePaths, type PropertyPath } from "./propertyPath";
import { deepEquals, revealSecrets, type PropertyMap } from "./values";

/** What would change, according to the provider, or to the engine if the provider does not know. */
export interface Diff {
    readonly changes: boolean;
    readonly replaceKeys: readonly string[];
    readonly changedKeys: readonly string[];
    readonly deleteBeforeReplace: boolean;
}

export interface ProviderDiff extends Omit<Diff, "changes"> {
    readonly changes: "unknown" | "none" | "some";
}

export const noDiff: Diff = { changes: false, replaceKeys: [], changedKeys: [], deleteBeforeReplace: false };

export function replaceBecauseOf(key: string): Diff {
    return { changes: true, replaceKeys: [key], changedKeys: [], deleteBeforeReplace: false };
}

/** If the provider does not know, compares the inputs, like `diffResource` in the real engine. */
export function resolveDiff(
    diff: ProviderDiff,
    oldInputs: PropertyMap,
    newInputs: PropertyMap,
    ignoreChanges: readonly string[],
): Diff {
    if (diff.changes !== "unknown") {
        return { ...diff, changes: diff.changes === "some" };
    }
    const before = revealSecrets(oldInputs);
    const after = revealSecrets(restorePaths(newInputs, oldInputs, ignoreChanges));
    const changedKeys = changedProperties(before, after);
    return { ...diff, changes: changedKeys.length > 0, changedKeys };
}

export function changedProperties(before: PropertyMap, after: PropertyMap): string[] {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].filter((key) => !deepEquals(before[key], after[key]));
}

const initErrorKey = "#initerror";

/** Applies `replaceOnChanges`: changes of the named properties replace. `#initerror` means a failed initialization. */
export function applyReplaceOnChanges(diff: Diff, replaceOnChanges: readonly string[], hasInitErrors: boolean): Diff {
    if (!diff.changes && !hasInitErrors) {
        return diff;
    }
    const paths = replaceOnChanges.map(parsePath);
    const named = (key: string): boolean => paths.some((path) => covers(path, pathOf(key)));
    const changed = diff.changedKeys.filter(named);
    const failed = hasInitErrors && paths.some((path) => covers(path, [initErrorKey])) ? [initErrorKey] : [];
    return {
        ...diff,
        changes: diff.changes || failed.length > 0,
        replaceKeys: [...new Set([...diff.replaceKeys, ...changed, ...failed])],
    };
}

function pathOf(key: string): PropertyPath {
    try {
        return parsePath(key);
    } catch {
        return [key];
    }
}

/**
 * What happens to a resource that is in the state:
 *
 * | changes | replaces, or a pending replacement | initialisation errors | decision |
 * |---------|------------------------------------|-----------------------|----------|
 * | yes     | yes                                | any                   | replace  |
 * | yes     | no                                 | any                   | update   |
 * | no      | pending replacement                | any                   | replace  |
 * | no      | no                                 | yes                   | update   |
 * | no      | no                                 | no                    | same     |
 */
export function decide(
    diff: Diff,
    old: { readonly pendingReplacement?: boolean; readonly initErrors?: readonly string[] },
): "same" | "update" | "replace" {
    if (old.pendingReplacement || (diff.changes && diff.replaceKeys.length > 0)) {
        return "replace";
    }
    return diff.changes || (old.initErrors ?? []).length > 0 ? "update" : "same";
}
