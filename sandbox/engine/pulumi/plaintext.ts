import { hasSignature } from "../values";

/** Replaces the plaintext of secrets, which `pulumi stack export --show-secrets` writes as JSON in a string. */
export function revealPlaintext(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(revealPlaintext);
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    const { plaintext, ...rest } = value as Record<string, unknown>;
    const revealed = Object.fromEntries(Object.entries(rest).map(([key, element]) => [key, revealPlaintext(element)]));
    if (plaintext === undefined) {
        return revealed;
    }
    return hasSignature(rest) && typeof plaintext === "string"
        ? { ...revealed, value: revealPlaintext(JSON.parse(plaintext)) }
        : { ...revealed, plaintext: revealPlaintext(plaintext) };
}
