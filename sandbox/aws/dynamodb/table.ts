import type { Item } from "./values";

/** A table as the state keeps it. */
export interface Table {
    readonly name: string;
    readonly arn: string;
    readonly tableId: string;
    readonly creationTime: number;
    readonly hashKey: string;
    readonly rangeKey?: string;
    /** The types of the key's attributes, by their names. */
    readonly attributes: Readonly<Record<string, string>>;
    billingMode: string;
    deletionProtection: boolean;
    pointInTimeRecovery: boolean;
    encryption?: { readonly enabled: boolean; readonly kmsKeyArn?: string };
    ttlAttribute?: string;
    tags: Record<string, string>;
    /** By the values of the key. */
    readonly items: Record<string, Item>;
}
