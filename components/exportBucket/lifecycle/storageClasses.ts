/** From the most expensive storage to the cheapest. Objects move only downwards. */
export const STORAGE_CLASSES = [
    "STANDARD_IA",
    "INTELLIGENT_TIERING",
    "ONEZONE_IA",
    "GLACIER_IR",
    "GLACIER",
    "DEEP_ARCHIVE",
] as const;

/** A storage class that objects can be moved to. */
export type TransitionStorageClass = (typeof STORAGE_CLASSES)[number];

/** When objects move to another storage class. */
export interface LifecycleTransition {
    /** Days after the object was created, or became noncurrent; for `STANDARD_IA` and `ONEZONE_IA` at least 30. */
    readonly days: number;
    /** The class they move to. */
    readonly storageClass: TransitionStorageClass;
}

/** Whether an object in the one class can move to the other: only downwards, and never from ONEZONE_IA to GLACIER_IR. */
export function canMove(from: TransitionStorageClass, to: TransitionStorageClass): boolean {
    const isDownwards = STORAGE_CLASSES.indexOf(to) > STORAGE_CLASSES.indexOf(from);
    return isDownwards && !(from === "ONEZONE_IA" && to === "GLACIER_IR");
}
