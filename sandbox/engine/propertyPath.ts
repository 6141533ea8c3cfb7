import { isObject, type PropertyMap, type PropertyValue } from "./values";

/** `a.b[0]["c.d"].*` as keys and indices; `*` matches any. */
export type PropertyPath = readonly (string | number)[];

export function parsePath(text: string): PropertyPath {
    const path: (string | number)[] = [];
    const token = /\.?([^.[\]"]+)|\[(\d+)\]|\[\*\]|\["((?:[^"\\]|\\.)*)"\]/gy;
    let position = 0;
    while (position < text.length) {
        token.lastIndex = position;
        const match = token.exec(text);
        if (!match) {
            throw new Error(`${JSON.stringify(text)} is not a property path.`);
        }
        const [whole, key, index, quoted] = match;
        path.push(key ?? (index !== undefined ? Number(index) : (quoted?.replace(/\\(.)/g, "$1") ?? "*")));
        position += whole.length;
    }
    return path;
}

/** Whether `path` is `other`, or contains it. */
export function covers(path: PropertyPath, other: PropertyPath): boolean {
    return path.length <= other.length && path.every((part, index) => part === "*" || part === other[index]);
}

/** Returns `inputs` with the values of `oldInputs` at these paths. This is how the engine ignores changes. */
export function restorePaths(inputs: PropertyMap, oldInputs: PropertyMap, paths: readonly string[]): PropertyMap {
    return paths.reduce<PropertyMap>((result, path) => {
        const restored = restore(result, oldInputs, parsePath(path));
        return isObject(restored) ? restored : result;
    }, inputs);
}

function restore(
    value: PropertyValue | undefined,
    old: PropertyValue | undefined,
    path: PropertyPath,
): PropertyValue | undefined {
    if (path.length === 0) {
        return old;
    }
    const [head, ...rest] = path;
    if (Array.isArray(value) && Array.isArray(old)) {
        return value.map((element, index) =>
            (head === "*" || head === index) && index < old.length
                ? (restore(element, old[index], rest) ?? null)
                : element,
        );
    }
    if (!isObject(value) || !isObject(old)) {
        return value;
    }
    const keys = head === "*" ? [...new Set([...Object.keys(value), ...Object.keys(old)])] : [String(head)];
    const result = { ...value };
    for (const key of keys) {
        const restored = restore(result[key], old[key], rest);
        if (restored === undefined) {
            delete result[key];
        } else {
            result[key] = restored;
        }
    }
    return result;
}
