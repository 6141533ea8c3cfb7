import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { canonicalJson } from "./taskName";

/** Longer ones are kept as their hash, so that they do not swell the state. */
const LONGEST_KEPT = 256;

/**
 * Any value as one text that differs exactly when the value does. A Date would reach the engine as `{}`, so Dates are
 * written out before Pulumi sees them.
 */
export function normaliseTriggers(value: pulumi.Input<unknown>): pulumi.Output<string | undefined> {
    const written: pulumi.Output<unknown> = pulumi.output(withoutDates(value) as object);
    return written.apply(triggersText);
}

/** The text of triggers whose values are known. */
export function triggersText(known: unknown): string | undefined {
    if (known === undefined || known === null) return undefined;
    const json = canonicalJson(known);
    return json.length > LONGEST_KEPT ? `sha256:${createHash("sha256").update(json).digest("hex")}` : json;
}

function withoutDates(value: unknown): unknown {
    if (value instanceof Date) return value.toISOString();
    if (typeof value === "bigint") return `${value}n`;
    if (value instanceof Map) return withoutDates([...value]);
    if (value instanceof Set) return withoutDates([...value]);
    if (pulumi.Output.isInstance(value)) return value.apply(withoutDates);
    if (value instanceof Promise) return value.then(withoutDates);
    if (pulumi.Resource.isInstance(value)) return value.urn;
    if (Array.isArray(value)) return value.map(withoutDates);
    if (value !== null && typeof value === "object") {
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutDates(inner)]));
    }
    return value;
}
