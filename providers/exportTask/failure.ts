/** One rejected value: the property it stands in and a reason in plain words. The shape is Pulumi's CheckFailure. */
export interface Failure {
    readonly property: string;
    readonly reason: string;
}

/**
 * A failure that says all four things a reader needs: the property, the value given, what is allowed, the next step.
 */
export function refuse(property: string, value: unknown, allowed: string, next: string): Failure {
    return { property, reason: `${property} is ${show(value)}, but must be ${allowed}. ${next}` };
}

/** A value as it would be written in a program, cut to a readable length. */
export function show(value: unknown): string {
    const text = value instanceof Date ? `Date(${value.getTime()})` : (JSON.stringify(value) ?? String(value));
    return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
