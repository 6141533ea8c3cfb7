import { DefinitionError } from "./errors";
import type { Json, JsonObject } from "./json";

/** Throws if an object has a field that is not emulated, so that nothing is silently ignored. */
export function checkFields(where: string, object: JsonObject, allowed: readonly string[]): void {
    const field = Object.keys(object).find((one) => !allowed.includes(one));
    if (field !== undefined) {
        throw new DefinitionError(where, `the field ${field} is unknown here, or is not emulated`);
    }
}

export function checkEnum(where: string, field: string, value: Json | undefined, allowed: readonly string[]): void {
    if (value !== undefined && !allowed.includes(String(value))) {
        throw new DefinitionError(where, `${field} is ${JSON.stringify(value)}; allowed: ${allowed.join(", ")}`);
    }
}
