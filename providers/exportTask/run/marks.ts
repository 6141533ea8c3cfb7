import { folderOf, type Place } from "./objects";

const DELETING = "_deleting";

export const manifestKey = (place: Place, owner: string) => `${folderOf(place)}_export-${owner}.json`;

/** There from before the first object of an export is deleted until after the last. */
export const deletingKey = (place: Place) => folderOf(place) + DELETING;

/** Whose manifest this is, by its name within the export's folder. */
export function ownerOf(name: string): string | undefined {
    return /^_export-([^/]+)\.json$/.exec(name)?.[1];
}

export const isDeletingMark = (name: string) => name === DELETING;
