/** Pulumi's mark of a secret. */
export const isSecret = (value: object) => "4dabf18193072939515e22adb298388d" in value;

/** The texts in a state that are not in a secret. */
export function plainTexts(value: unknown): string[] {
    if (typeof value === "string") return [value];
    if (typeof value !== "object" || value === null || isSecret(value)) return [];
    return Object.entries(value).flatMap(([key, inner]) => [key, ...plainTexts(inner)]);
}
