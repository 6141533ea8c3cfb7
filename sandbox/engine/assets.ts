import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { isArchive, isAsset, rebuildMap, type PropertyMap, type PropertyValue } from "./values";

/** What assets are told apart by: the SHA-256 of their content (sdk/go/common/resource/asset). */
export function hashAssets(map: PropertyMap, programDirectory: string, refuse: (what: string) => Error): PropertyMap {
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
        // Only what the real engine knows of an asset: the SDK adds a mark of its own.
        const { hash, text, path, ...signature } = value;
        delete signature.__pulumiAsset;
        const content = typeof path === "string" ? readFileSync(resolve(programDirectory, path)) : String(text ?? "");
        const filled: Record<string, PropertyValue> = {
            hash: hash ?? createHash("sha256").update(content).digest("hex"),
            ...(path ? { path } : {}),
            ...(text ? { text } : {}),
        };
        return { ...signature, ...filled };
    });
}

/** Assets without their content, as a provider gets those of the past. */
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

/** Puts the content back into what a provider returned of the assets in `original` without it. */
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
