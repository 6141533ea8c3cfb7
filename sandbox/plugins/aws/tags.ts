import { isObject, type PropertyMap } from "../../engine/values";

/** The tags of a resource. */
export function tagsOf(inputs: PropertyMap): Record<string, string> {
    return isObject(inputs.tags) ? (inputs.tags as Record<string, string>) : {};
}

export function tagList(inputs: PropertyMap): { Key: string; Value: string }[] {
    return Object.entries(tagsOf(inputs)).map(([Key, Value]) => ({ Key, Value }));
}

export function removedTags(before: PropertyMap, after: PropertyMap): string[] {
    const kept = tagsOf(after);
    return Object.keys(tagsOf(before)).filter((key) => !(key in kept));
}

export function optional(value: unknown): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}
