/** Pulumi's placeholder for a string that a preview does not know yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether there is a value that can be checked. */
export function isGiven(value: unknown): boolean {
    return value !== undefined && value !== null && value !== UNKNOWN;
}
