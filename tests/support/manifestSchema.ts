import Ajv from "ajv";
import * as schema from "../../providers/exportTask/run/manifest.schema.json";

/** The schema as published: readers ignore what they do not know. */
export const validateManifest = new Ajv({ strict: true }).compile(schema);

/** The same without additional properties, which writers must not add. */
export const validateWritten = new Ajv({ strict: true }).compile({ ...closed(schema), $id: undefined });

function closed(node: unknown): object {
    if (typeof node !== "object" || node === null || Array.isArray(node)) return node as object;
    const copy = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, closed(value)]));
    return "properties" in copy ? { ...copy, additionalProperties: false } : copy;
}
