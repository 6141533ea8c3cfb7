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
    if (typeof value !== "object" || value === null) return textBytes(value);
    let bytes = known.get(value);
    if (bytes === undefined) known.set(value, (bytes = textBytes(value)));
    return bytes;
}

/** Data never changes, and most states only pass their input on. */
const known = new WeakMap<object, number>();

const textBytes = (value: Json): number =>
    typeof value === "number" ? String(value).length : Buffer.byteLength(JSON.stringify(value));
