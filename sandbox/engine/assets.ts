import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { containsNonFinite, isArchive, isAsset, rebuildMap, type PropertyMap, type PropertyValue } from "./values";

/**
 * Assets as the real engine keeps them: without the SDK's own mark, and with the SHA-256 of their content, by which they
 * are compared (sdk/go/common/resource/asset). Without a `programDirectory`, files are not read and nothing is hashed.
 * Refuses the values that a state cannot keep.
 */
export function hashAssets(
    map: PropertyMap,
    programDirectory: string | undefined,
    refuse: (what: string) => Error,
): PropertyMap {
    if (containsNonFinite(map)) {
        throw refuse("NaN and infinite numbers");
    }
    return rebuildMap(map, (value) => {
        if (isArchive(value)) {
            throw refuse("archives");
        }
        if (!isAsset(value)) {
            return undefined;
        }
        if (typeof value.uri === "string" && value.uri !== "") {
            throw refuse("remote assets");
        }
        const { text, path, ...rest } = value;
        delete rest.__pulumiAsset;
        const kept: PropertyMap = { ...rest, ...(path ? { path } : {}), ...(text ? { text } : {}) };
        if (programDirectory === undefined || kept.hash !== undefined) {
            return kept;
        }
        const content = typeof path === "string" ? readFileSync(resolve(programDirectory, path)) : String(text ?? "");
        return { ...kept, hash: createHash("sha256").update(content).digest("hex") };
    });
}

/** Assets without their content, which is how a provider receives the old ones. */
export function elideAssets(map: PropertyMap): PropertyMap {
    return rebuildMap(map, (value) => {
        if (!isAsset(value)) {
            return undefined;
        }
        const { text, path, uri, ...rest } = value;
        void [text, path, uri];
        return rest;
    });
}

/** Restores the content of assets that a provider returned without it, from `original`. */
export function restoreAssets(map: PropertyMap, original: PropertyMap): PropertyMap {
    const known = new Map<PropertyValue, PropertyMap>();
    rebuildMap(original, (value) => {
        if (isAsset(value)) {
            known.set(value.hash, value);
        }
        return undefined;
    });
    return rebuildMap(map, (value) =>
        isAsset(value) && !value.text && !value.path ? known.get(value.hash) : undefined,
    );
}
