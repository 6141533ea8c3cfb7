import type { Json, JsonObject } from "../json";
import { capital } from "./integrations";

/** Objects whose keys are the user's own. */
const maps = /^tags$|^logGroupTags$/i;

/** Capitalizes the names in a response, as Step Functions does. */
export function pascal(value: Json): Json {
    return rename(value, capital);
}

/** The reverse, for requests to a service whose parameters begin with a lower-case letter. */
export function camel(value: Json): Json {
    return rename(value, (name) => name.charAt(0).toLowerCase() + name.slice(1));
}

function rename(value: Json, change: (name: string) => string): Json {
    if (Array.isArray(value)) return value.map((one: Json) => rename(one, change));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value as JsonObject).map(([name, one]) => [
            change(name),
            maps.test(name) && !Array.isArray(one) ? one : rename(one, change),
        ]),
    );
}
