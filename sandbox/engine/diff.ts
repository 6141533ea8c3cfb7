import { differingPaths } from "./objectDiff";
import { covers, parsePath, restorePaths, type PropertyPath } from "./propertyPath";
import { revealSecrets, type PropertyMap } from "./values";

/** What would change, according to the provider, or to the engine if the provider does not know. */
export interface Diff {
    readonly changes: boolean;
    readonly replaceKeys: readonly string[];
    readonly changedKeys: readonly string[];
    /** Changes below the top level, if they are known. */
    readonly details?: readonly DetailedChange[];
    readonly deleteBeforeReplace: boolean;
}

export interface DetailedChange {
    readonly path: PropertyPath;
    readonly replaces: boolean;
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
    invalid: (paths: readonly string[]) => void = () => undefined,
): Diff {
    if (diff.changes !== "unknown") {
        return { ...diff, changes: diff.changes === "some" };
    }
    const { inputs, invalidPaths } = restorePaths(newInputs, oldInputs, ignoreChanges);
    if (invalidPaths.length > 0) {
        invalid(invalidPaths);
    }
    const paths = differingPaths(revealSecrets(oldInputs), revealSecrets(inputs));
    if (paths.length === 0) {
        return { ...diff, changes: false };
    }
    const changedKeys = [...new Set(paths.map(([key]) => String(key)))];
    return { ...diff, changes: true, changedKeys, details: paths.map((path) => ({ path, replaces: false })) };
}

export function replaces(diff: Diff): boolean {
    return diff.replaceKeys.length > 0 || (diff.details ?? []).some((change) => change.replaces);
}

const initErrorKey = "#initerror";

/** Applies `replaceOnChanges`: changes of the named properties replace. `#initerror` means a failed initialization. */
export function applyReplaceOnChanges(diff: Diff, replaceOnChanges: readonly string[], hasInitErrors: boolean): Diff {
    if (!diff.changes && !hasInitErrors) {
        return diff;
    }
    const paths = replaceOnChanges.map(parsePath);
    const named = (path: PropertyPath): boolean => paths.some((each) => covers(each, path));
    const changed = diff.changedKeys.filter((key) => named(pathOf(key)));
    const failed = hasInitErrors && named([initErrorKey]) ? [initErrorKey] : [];
    return {
        ...diff,
        changes: diff.changes || failed.length > 0,
        replaceKeys: [...new Set([...diff.replaceKeys, ...changed, ...failed])],
        details: diff.details?.map((change) => ({ ...change, replaces: change.replaces || named(change.path) })),
    };
}

function pathOf(key: string): PropertyPath {
    try {
        return parsePath(key);
    } catch {
        return [];
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
    if (old.pendingReplacement || (diff.changes && replaces(diff))) {
        return "replace";
    }
    return diff.changes || (old.initErrors ?? []).length > 0 ? "update" : "same";
}
