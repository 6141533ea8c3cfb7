/** The data that states pass on. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
    readonly [key: string]: Json;
}

export function isJsonObject(value: unknown): value is JsonObject {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The size of the JSON text in UTF-8, which the service's quotas count. */
export function bytesOf(value: Json): number {
    return typeof value === "number" || typeof value === "boolean" || value === null
        ? String(value).length
        : Buffer.byteLength(JSON.stringify(value));
}
