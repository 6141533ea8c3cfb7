/** A record for keys from requests. It has no prototype, so a log group named "constructor" is not found by accident. */
export function record<T>(): Record<string, T> {
    return Object.create(null) as Record<string, T>;
}

/** Parses JSON into objects without a prototype. */
export function parseBare(text: string): unknown {
    return JSON.parse(text, (_key, value: unknown) =>
        typeof value === "object" && value !== null && !Array.isArray(value)
            ? Object.assign(record<unknown>(), value)
            : value,
    );
}
