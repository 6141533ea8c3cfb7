import { nameOf, typeOf } from "./urn";

/**
 * Property values as Pulumi sends them: plain JSON, where objects with a special signature stand for secrets, outputs
 * and resource references, and one well-known string for a value that is not known before the update.
 * (sdk/go/common/resource/plugin/rpc.go is the reference for every rule here.)
 */
export type PropertyValue = null | boolean | number | string | PropertyValue[] | { [key: string]: PropertyValue };
export type PropertyMap = { [key: string]: PropertyValue };

export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const assetSignature = "c44067f5952c0a294b673a41bacd8c17";
const archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

export function isObject(value: PropertyValue | undefined): value is PropertyMap {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether an object is a special value, such as a secret or an asset, and not the user's own map. */
export function hasSignature(value: object): boolean {
    return signatureKey in value;
}

export function isAsset(value: PropertyValue | undefined): value is PropertyMap {
    return isObject(value) && value[signatureKey] === assetSignature;
}

export function isArchive(value: PropertyValue | undefined): boolean {
    return isObject(value) && value[signatureKey] === archiveSignature;
}

export function isSecret(value: PropertyValue | undefined): value is PropertyMap {
    return isObject(value) && value[signatureKey] === secretSignature;
}

export function makeSecret(value: PropertyValue): PropertyValue {
    return isSecret(value) ? value : { [signatureKey]: secretSignature, value };
}

export function containsUnknown(value: PropertyValue | undefined): boolean {
    return some(value, (leaf) => leaf === unknownValue);
}

/** Whether there is a number that JSON does not have, such as NaN. */
export function containsNonFinite(value: PropertyValue | undefined): boolean {
    return some(value, (leaf) => typeof leaf === "number" && !Number.isFinite(leaf));
}

export function containsSecret(value: PropertyValue | undefined): boolean {
    return some(value, isSecret);
}

function some(value: PropertyValue | undefined, test: (value: PropertyValue) => boolean): boolean {
    if (value === undefined) {
        return false;
    }
    return (
        test(value) || (typeof value === "object" && value !== null && Object.values(value).some((v) => some(v, test)))
    );
}

/** Rebuilds a value. `replace` returns a replacement for an object, or undefined to descend into it. */
function rebuild(value: PropertyValue, replace: (value: PropertyMap) => PropertyValue | undefined): PropertyValue {
    if (Array.isArray(value)) {
        return value.map((element) => rebuild(element, replace));
    }
    if (!isObject(value)) {
        return value;
    }
    const replaced = replace(value);
    if (replaced !== undefined) {
        return replaced;
    }
    return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, rebuild(element, replace)]));
}

export function rebuildMap(map: PropertyMap, replace: (value: PropertyMap) => PropertyValue | undefined): PropertyMap {
    return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, rebuild(value, replace)]));
}

/** Removes secret marks, for a provider that does not accept secrets. */
export function revealSecrets(map: PropertyMap): PropertyMap {
    const reveal = (value: PropertyMap): PropertyValue | undefined =>
        isSecret(value) ? rebuild(value.value, reveal) : undefined;
    return rebuildMap(map, reveal);
}

/** Replaces each secret with `[secret]`, for output. */
export function hideSecrets(map: PropertyMap): PropertyMap {
    return rebuildMap(map, (value) => (isSecret(value) ? "[secret]" : undefined));
}

/** Resource references as a state keeps them. An ID that is not known yet is empty. */
export function keepReferences(map: PropertyMap): PropertyMap {
    return rebuildReferences(map, (urn, { id, packageVersion }) => {
        const given = isObject(id) && id[signatureKey] === outputSignature ? (id.value ?? unknownValue) : id;
        return {
            urn,
            ...(given === undefined ? {} : { id: given === unknownValue ? "" : given }),
            packageVersion: packageVersion ?? "",
        };
    });
}

/** Resource references as the real engine sends them: with the name and the type that their URN says. */
export function sendReferences(map: PropertyMap): PropertyMap {
    return rebuildReferences(map, (urn, { packageVersion, ...rest }) => ({
        ...rest,
        name: nameOf(urn),
        type: typeOf(urn),
        ...(packageVersion ? { packageVersion } : {}),
    }));
}

function rebuildReferences(
    map: PropertyMap,
    rebuilt: (urn: string, reference: PropertyMap) => PropertyMap,
): PropertyMap {
    return rebuildMap(map, (value) =>
        value[signatureKey] === resourceSignature && typeof value.urn === "string"
            ? { [signatureKey]: resourceSignature, ...rebuilt(value.urn, value) }
            : undefined,
    );
}

/** Replaces resource references with ids (URNs for components), for a provider that does not accept references. */
export function flattenReferences(map: PropertyMap): PropertyMap {
    return rebuildMap(map, (value) => {
        if (value[signatureKey] !== resourceSignature) {
            return undefined;
        }
        return value.id === "" ? unknownValue : (value.id ?? value.urn ?? null);
    });
}

/** Converts outputs to values: secret, unknown or plain. `outputDependencies` collects their dependencies. */
export function downgradeOutputs(map: PropertyMap): PropertyMap {
    const downgrade = (value: PropertyMap): PropertyValue | undefined => {
        if (value[signatureKey] !== outputSignature) {
            return undefined;
        }
        const plain = "value" in value ? rebuild(value.value, downgrade) : unknownValue;
        return value.secret === true ? makeSecret(plain) : plain;
    };
    return rebuildMap(map, downgrade);
}

export function outputDependencies(value: PropertyValue | undefined): string[] {
    if (Array.isArray(value)) {
        return value.flatMap(outputDependencies);
    }
    if (!isObject(value)) {
        return [];
    }
    const own =
        value[signatureKey] === outputSignature && Array.isArray(value.dependencies)
            ? value.dependencies.map(String)
            : [];
    return [...own, ...Object.values(value).flatMap(outputDependencies)];
}

/** The value as an output with these dependencies, besides those that it has. */
export function withDependencies(value: PropertyValue, dependencies: readonly string[]): PropertyValue {
    const own = outputDependencies(value);
    if (dependencies.every((urn) => own.includes(urn))) {
        return value;
    }
    const output: PropertyMap = isObject(value)
        ? value[signatureKey] === outputSignature
            ? value
            : isSecret(value)
              ? { secret: true, value: value.value }
              : { value }
        : value === unknownValue
          ? {}
          : { value };
    const before = Array.isArray(output.dependencies) ? output.dependencies.map(String) : [];
    return {
        ...output,
        [signatureKey]: outputSignature,
        dependencies: [...new Set([...before, ...dependencies])],
    };
}

/**
 * Marks in `to` what was secret in `from`, by name. This keeps the marks of values that passed through a provider that
 * does not accept secrets.
 */
export function copySecretMarks(to: PropertyMap, from: PropertyMap): PropertyMap {
    const result = { ...to };
    for (const [key, source] of Object.entries(from)) {
        const target = result[key];
        if (target === undefined || isSecret(target)) {
            continue;
        }
        if (isObject(target) && isObject(source) && !isSecret(source)) {
            result[key] = copySecretMarks(target, source);
        } else if (containsSecret(source)) {
            result[key] = makeSecret(target);
        }
    }
    return result;
}

/** Like `DeepEquals` of sdk/go/common/resource: null equals a missing property, and assets are compared by their hashes. */
export function deepEquals(a: PropertyValue | undefined, b: PropertyValue | undefined): boolean {
    if (a === b) {
        return true;
    }
    if (Array.isArray(a) && Array.isArray(b)) {
        return a.length === b.length && a.every((element, index) => deepEquals(element, b[index]));
    }
    if (!isObject(a) || !isObject(b)) {
        return false;
    }
    if (a[signatureKey] !== b[signatureKey]) {
        return false;
    }
    if (isAsset(a) && a.hash !== undefined && b.hash !== undefined) {
        return a.hash === b.hash;
    }
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => deepEquals(a[key] ?? null, b[key] ?? null));
}
