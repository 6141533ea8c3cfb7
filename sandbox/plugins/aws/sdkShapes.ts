import { isObject, type PropertyMap, type PropertyValue } from "../../engine/values";

/** Names that differ in more than the case of the first letter. */
const special: Readonly<Record<string, string>> = {
    id: "ID",
    sseAlgorithm: "SSEAlgorithm",
    kmsMasterKeyId: "KMSMasterKeyID",
    replicaKmsKeyId: "ReplicaKmsKeyID",
    mfaDelete: "MFADelete",
    date: "Date",
};
const specialBack = Object.fromEntries(Object.entries(special).map(([ours, theirs]) => [theirs, ours]));

/** Converts Pulumi's property names to the SDK's: `noncurrentDays` → `NoncurrentDays`. Maps of tags become lists. */
export function toSdk(value: PropertyValue): unknown {
    if (Array.isArray(value)) {
        return value.map(toSdk);
    }
    if (!isObject(value)) {
        return value;
    }
    const converted = Object.entries(value).map(([key, element]): [string, unknown] => {
        if (key === "tags" && isObject(element)) {
            return ["Tags", Object.entries(element).map(([Key, Value]) => ({ Key, Value }))];
        }
        const name = special[key] ?? key[0].toUpperCase() + key.slice(1);
        return [name, key === "date" && typeof element === "string" ? new Date(element) : toSdk(element)];
    });
    return Object.fromEntries(converted);
}

/** Converts the SDK's names back to Pulumi's. */
export function fromSdk(value: unknown): PropertyValue {
    if (Array.isArray(value)) {
        return value.map(fromSdk);
    }
    if (value instanceof Date) {
        return value.toISOString().replace(".000Z", "Z");
    }
    if (typeof value !== "object" || value === null) {
        return (value ?? null) as PropertyValue;
    }
    const converted = Object.entries(value)
        .filter(([key, element]) => key !== "$metadata" && element !== undefined)
        .map(([key, element]): [string, PropertyValue] => {
            if (key === "Tags" && Array.isArray(element)) {
                const tags = element as { Key: string; Value: string }[];
                return ["tags", Object.fromEntries(tags.map((tag) => [tag.Key, tag.Value]))];
            }
            return [specialBack[key] ?? key[0].toLowerCase() + key.slice(1), fromSdk(element)];
        });
    return Object.fromEntries(converted) as PropertyMap;
}

/** Returns undefined if AWS answers with one of these errors. */
export async function unlessMissing<T>(names: readonly string[], work: () => Promise<T>): Promise<T | undefined> {
    try {
        return await work();
    } catch (error) {
        if (error instanceof Error && names.includes(error.name)) {
            return undefined;
        }
        throw error;
    }
}
