/** A record whose keys come from outside: without a prototype, so that a log group named "constructor" is not found. */
export function record<T>(): Record<string, T> {
    return Object.create(null) as Record<string, T>;
}

/** JSON text to plain data whose objects have no prototype either. */
export function parseBare(text: string): unknown {
    return JSON.parse(text, (_key, value: unknown) =>
        typeof value === "object" && value !== null && !Array.isArray(value)
            ? Object.assign(record<unknown>(), value)
            : value,
    );
}
