import { isObject, type PropertyValue } from "../../engine/values";

/** The shape of a property: any value, an object with these properties, or a list. */
export type Shape = true | { readonly [property: string]: Shape } | readonly [Shape];

/** Like Cloud Control, refuses properties that are not in the resource's schema, at any depth. */
export function assertShape(value: PropertyValue | undefined, shape: Shape, path = "#"): void {
    if (shape === true || value === undefined || value === null) return;
    if (Array.isArray(shape)) {
        if (!Array.isArray(value)) throw new Error(`Model validation failed (${path}: expected type: JSONArray)`);
        value.forEach((element, index) => assertShape(element, (shape as readonly [Shape])[0], `${path}/${index}`));
        return;
    }
    if (!isObject(value)) throw new Error(`Model validation failed (${path}: expected type: JSONObject)`);
    for (const [property, inner] of Object.entries(value)) {
        const known = (shape as Record<string, Shape>)[property];
        if (known === undefined) {
            throw new Error(`Model validation failed (${path}: extraneous key [${property}] is not permitted)`);
        }
        assertShape(inner, known, `${path}/${property}`);
    }
}
