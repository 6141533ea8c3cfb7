import { folderOf, type Place } from "./objects";

/** The name of an owner's manifest is the owner between these. */
export const [MANIFEST_PREFIX, MANIFEST_SUFFIX] = ["_export-", ".json"];

export const DELETING = "_deleting";

export const manifestKey = (place: Place, owner: string) =>
    `${folderOf(place)}${MANIFEST_PREFIX}${owner}${MANIFEST_SUFFIX}`;

/** There from before the first object of an export is deleted until after the last. */
export const deletingKey = (place: Place) => folderOf(place) + DELETING;

/** Whose manifest this is, by its name within the export's folder. */
export function ownerOf(name: string): string | undefined {
    if (!name.startsWith(MANIFEST_PREFIX) || !name.endsWith(MANIFEST_SUFFIX)) return undefined;
    const owner = name.slice(MANIFEST_PREFIX.length, -MANIFEST_SUFFIX.length);
    return owner === "" || owner.includes("/") ? undefined : owner;
}

export const isDeletingMark = (name: string) => name === DELETING;
