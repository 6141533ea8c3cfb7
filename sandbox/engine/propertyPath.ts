import { isObject, isSecret, makeSecret, type PropertyMap, type PropertyValue } from "./values";

/** `a.b[0]["c.d"].*` as keys and indices; `*` matches any. */
export type PropertyPath = readonly (string | number)[];

/** As lenient as parsePropertyPath of sdk/go/common/resource/properties_path.go. */
export function parsePath(text: string): PropertyPath {
    const path: (string | number)[] = [];
    const token = /\.?([^.[]+)|\.?\[(-?\d+)\]|\.?\[\*\]|\.?\["((?:\\"|[^"])*)"\]/y;
    let position = 0;
    while (position < text.length) {
        token.lastIndex = position;
        const match = position === 0 && text.startsWith(".") ? null : token.exec(text);
        if (!match) {
            throw new Error(`${JSON.stringify(text)} is not a property path.`);
        }
        const [whole, key, index, quoted] = match;
        path.push(key ?? (index !== undefined ? Number(index) : (quoted?.replace(/\\"/g, '"') ?? "*")));
        position += whole.length;
    }
    return path;
}

/** Whether `path` is `other`, or contains it. */
export function covers(path: PropertyPath, other: PropertyPath): boolean {
    return path.length <= other.length && path.every((part, index) => part === "*" || part === other[index]);
}

export interface Restored {
    readonly inputs: PropertyMap;
    /** The paths at which only one side can have an element. They keep their new value. */
    readonly invalidPaths: readonly string[];
}

/** `inputs` with the values of `oldInputs` at these paths. This is how the engine ignores changes. */
export function restorePaths(inputs: PropertyMap, oldInputs: PropertyMap, paths: readonly string[]): Restored {
    const restored = structuredClone(inputs);
    const invalidPaths = paths.filter((text) => {
        let path: PropertyPath;
        try {
            path = parsePath(text);
        } catch {
            return false; // like the real engine, which skips paths that it cannot parse
        }
        return !reset(path, structuredClone(oldInputs), restored, false);
    });
    return { inputs: restored, invalidPaths };
}

/** The real engine's message about paths that cannot be restored. */
export function cannotIgnore(invalidPaths: readonly string[]): string {
    const list = JSON.stringify(invalidPaths.join(", "));
    return `cannot ignore changes in added or removed elements of the path: ${list}`;
}

/**
 * Puts the old value in place of the new one, through secrets, and returns whether that is possible (`reset` in
 * properties_path.go). `hides`: the old value is within a secret, and the new one is not.
 */
function reset(path: PropertyPath, old: PropertyValue | undefined, next: PropertyValue, hides: boolean): boolean {
    const [oldValue, newValue] = [unwrap(old), unwrap(next)];
    const hidden = (hides || isSecret(old)) && !isSecret(next);
    const mark = (value: PropertyValue): PropertyValue => (hidden ? makeSecret(value) : value);
    const [key, ...rest] = path;
    if (key === undefined) {
        return false;
    }
    if (typeof key === "number") {
        return resetElement(key, rest, oldValue, newValue, hidden);
    }
    if (key === "*") {
        return resetAll(rest, oldValue, newValue, hidden);
    }
    if (rest.length === 0) {
        if (isObject(oldValue) && key in oldValue) {
            if (!isObject(newValue)) {
                return false;
            }
            newValue[key] = mark(oldValue[key]);
        } else if (isObject(newValue)) {
            delete newValue[key];
        }
        return true;
    }
    if (!isObject(oldValue) || !isObject(newValue)) {
        return !isObject(oldValue) && !isObject(newValue);
    }
    if (!(key in newValue)) {
        return !(key in oldValue);
    }
    return reset(rest, oldValue[key], newValue[key], hidden);
}

function resetElement(
    index: number,
    rest: PropertyPath,
    old: PropertyValue | undefined,
    next: PropertyValue,
    hidden: boolean,
): boolean {
    if (index < 0) {
        return false;
    }
    if (!Array.isArray(old) || !Array.isArray(next)) {
        return !Array.isArray(old) && !Array.isArray(next);
    }
    if (index >= old.length || index >= next.length) {
        return rest.length === 0 && index >= old.length && index >= next.length;
    }
    if (rest.length > 0) {
        return reset(rest, old[index], next[index], hidden);
    }
    next[index] = hidden ? makeSecret(old[index]) : old[index];
    return true;
}

function resetAll(rest: PropertyPath, old: PropertyValue | undefined, next: PropertyValue, hidden: boolean): boolean {
    const mark = (value: PropertyValue): PropertyValue => (hidden ? makeSecret(value) : value);
    if (isObject(next)) {
        if (!isObject(old)) {
            return rest.length === 0;
        }
        if (rest.length > 0) {
            return Object.keys(old).every((key) => key in next && reset(rest, old[key], next[key], hidden));
        }
        Object.keys(next).forEach((key) => key in old || delete next[key]);
        Object.entries(old).forEach(([key, value]) => (next[key] = mark(value)));
        return true;
    }
    if (!Array.isArray(next)) {
        return false;
    }
    if (!Array.isArray(old)) {
        return rest.length === 0;
    }
    const shared = Math.min(old.length, next.length);
    for (let index = 0; index < shared; index++) {
        if (rest.length === 0) {
            next[index] = mark(old[index]);
        } else if (!reset(rest, old[index], next[index], hidden)) {
            return false;
        }
    }
    return old.length === next.length;
}

function unwrap(value: PropertyValue): PropertyValue;
function unwrap(value: PropertyValue | undefined): PropertyValue | undefined;
function unwrap(value: PropertyValue | undefined): PropertyValue | undefined {
    return isSecret(value) ? unwrap(value.value) : value;
}
