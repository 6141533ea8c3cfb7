/** What a property is in preview while its value is not known yet (Pulumi's sentinel for a string). */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether there is a value that can be looked at. */
export function isGiven(value: unknown): boolean {
    return value !== undefined && value !== null && value !== UNKNOWN;
}
