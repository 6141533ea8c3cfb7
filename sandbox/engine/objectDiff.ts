import type { PropertyPath } from "./propertyPath";
import { deepEquals, hasSignature, isObject, type PropertyMap, type PropertyValue } from "./values";

/** The paths at which two maps differ, as deep as possible (`Diff` in sdk/go/common/resource/properties_diff.go). */
export function differingPaths(before: PropertyMap, after: PropertyMap): PropertyPath[] {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => {
        const [old, next] = [before[key] ?? null, after[key] ?? null];
        return old === null || next === null
            ? old === next
                ? []
                : [[key]]
            : differencesIn(old, next).map((path) => [key, ...path]);
    });
}

function differencesIn(old: PropertyValue, next: PropertyValue): PropertyPath[] {
    if (Array.isArray(old) && Array.isArray(next)) {
        const length = Math.max(old.length, next.length);
        return Array.from({ length }, (_, index) =>
            index < old.length && index < next.length
                ? differencesIn(old[index], next[index]).map((path) => [index, ...path])
                : [[index]],
        ).flat();
    }
    if (isMap(old) && isMap(next)) {
        return differingPaths(old, next);
    }
    return deepEquals(old, next) ? [] : [[]];
}

function isMap(value: PropertyValue): value is PropertyMap {
    return isObject(value) && !hasSignature(value);
}
