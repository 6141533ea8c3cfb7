import { deepEquals, isObject, unknownValue, type PropertyMap, type PropertyValue } from "../engine/values";
import type { AutoName, Refusal, ResourceType } from "./definition";

/** Records which inputs the provider filled in. The real provider uses the same name. */
const defaultsKey = "__defaults";

export interface Checked {
    readonly inputs: PropertyMap;
    readonly refusals: readonly Refusal[];
}

/** Refuses unsupported inputs, and fills in defaults and a name. */
export function checkInputs(
    type: Pick<ResourceType<never>, "inputs" | "required" | "defaults" | "autoName">,
    resourceName: string,
    given: PropertyMap,
    old: PropertyMap,
    random: () => string,
): Checked {
    const refusals: Refusal[] = Object.keys(given)
        .filter((key) => key !== defaultsKey && !type.inputs.includes(key))
        .map((property) => ({ property, reason: "the sandbox's stand-in for this resource does not support it" }));
    for (const property of type.required ?? []) {
        if (given[property] === undefined) {
            refusals.push({ property, reason: "Missing required argument" });
        }
    }
    const filled: PropertyMap = {};
    for (const [key, value] of Object.entries(type.defaults ?? {})) {
        if (given[key] === undefined) {
            filled[key] = value;
        }
    }
    const named = type.autoName && autoName(type.autoName, resourceName, given, old, random);
    const inputs = { ...withoutDefaultsKey(given), ...filled, ...named };
    return { inputs: { ...inputs, [defaultsKey]: Object.keys({ ...filled, ...named }).sort() }, refusals };
}

export function withoutDefaultsKey(inputs: PropertyMap): PropertyMap {
    return Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== defaultsKey));
}

/** An automatic name is kept between runs. */
function autoName(
    { property, prefixProperty, lowerCase }: AutoName,
    resourceName: string,
    given: PropertyMap,
    old: PropertyMap,
    random: () => string,
): PropertyMap {
    if (given[property] !== undefined) {
        return {};
    }
    if (isDefault(old, property)) {
        return { [property]: old[property] };
    }
    const prefix = prefixProperty && given[prefixProperty];
    if (prefix === unknownValue) {
        return { [property]: unknownValue };
    }
    const stem = typeof prefix === "string" ? prefix : `${resourceName}-`;
    return { [property]: (lowerCase ? stem.toLowerCase() : stem) + random() };
}

export function isDefault(inputs: PropertyMap, property: string): boolean {
    const defaults = inputs[defaultsKey];
    return Array.isArray(defaults) && defaults.includes(property);
}

/** The top-level properties in which two sets of inputs differ. JSON texts are compared as values. */
export function differingInputs(before: PropertyMap, after: PropertyMap): string[] {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    keys.delete(defaultsKey);
    return [...keys].filter((key) => !deepEquals(parsedIfJson(before[key]), parsedIfJson(after[key])));
}

function parsedIfJson(value: PropertyValue | undefined): PropertyValue | undefined {
    if (typeof value === "string" && value.startsWith("{")) {
        try {
            return JSON.parse(value) as PropertyValue;
        } catch {
            return value;
        }
    }
    return value;
}

/** The inputs that would create the resource as it is now: the same properties with their current values. */
export function inputsFor(before: PropertyMap, actual: PropertyMap): PropertyMap {
    const result: PropertyMap = {};
    for (const [key, value] of Object.entries(before)) {
        if (key === defaultsKey) {
            result[key] = value;
        } else if (key in actual) {
            result[key] = project(value, actual[key]);
        }
    }
    return result;
}

function project(template: PropertyValue, actual: PropertyValue): PropertyValue {
    if (deepEquals(parsedIfJson(template), parsedIfJson(actual))) {
        return template;
    }
    if (Array.isArray(template) && Array.isArray(actual)) {
        return actual.map((element, index) => (index < template.length ? project(template[index], element) : element));
    }
    return isObject(template) && isObject(actual) ? inputsFor(template, actual) : actual;
}
