import type { PropertyValue } from "../../engine/values";

export interface SdkTag {
    readonly Key: string;
    readonly Value: string;
}

/** CloudFormation's tags are a list of `{ key, value }`. */
export function toSdkTags(tags: PropertyValue | undefined): SdkTag[] {
    const list = Array.isArray(tags) ? (tags as { key: string; value: string }[]) : [];
    return list.map(({ key, value }) => ({ Key: key, Value: value }));
}

export function fromSdkTags(tags: readonly { Key?: string; Value?: string }[]): PropertyValue {
    return tags.map(({ Key, Value }) => ({ key: Key ?? "", value: Value ?? "" }));
}
