import type { Json, JsonObject } from "../json";
import { capital } from "./integrations";

/** Objects whose keys are the user's own. */
const maps = /^tags$|^logGroupTags$/i;

/** What Step Functions does to the names of an answer: all begin with a capital letter. */
export function pascal(value: Json): Json {
    return rename(value, capital);
}

/** And to those of a request, where the service's own begin with a small one. */
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
