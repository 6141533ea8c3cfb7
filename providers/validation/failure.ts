/** One rejected value: its property, and the reason. The shape is Pulumi's CheckFailure. */
export interface InputFailure {
    readonly property: string;
    readonly reason: string;
}

/** A failure that says the property, its value, what is allowed, and the next step. */
export function refuse(property: string, value: unknown, allowed: string, next: string): InputFailure {
    return { property, reason: `${property} is ${show(value)}, but must be ${allowed}. ${next}` };
}

/** A value as a program would contain it, cut to a readable length. */
export function show(value: unknown): string {
    const text = written(value);
    return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

function written(value: unknown): string {
    if (value instanceof Date) return `Date(${value.getTime()})`;
    if (typeof value === "number") return String(value); // JSON writes null for NaN and Infinity
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value === "function") return `the function ${value.name || "without a name"}`; // not its source code
    if (value instanceof Promise) return "a Promise";
    if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? String(value);
    const { __pulumiOutput: isOutput, __pulumiType: resourceType } = value as Partial<Record<string, unknown>>;
    if (isOutput) return "an Output";
    if (resourceType) return `a resource of type ${resourceType}`;
    try {
        return JSON.stringify(value);
    } catch {
        return `an object of ${value.constructor?.name ?? "no class"}`;
    }
}

/** Unknown properties: misspelt ones would otherwise be ignored silently. */
export function refuseUnknown(what: string, at: string, given: object, known: readonly string[]): InputFailure[] {
    return Object.entries(given)
        .filter(([name, value]) => !known.includes(name) && value !== undefined)
        .map(([name, value]) => ({
            property: `${at}${name}`,
            reason:
                `${at}${name} (${show(value)}) is not a property of ${what}. Allowed are ${known.join(", ")}. ` +
                "Correct the spelling or remove it.",
        }));
}
