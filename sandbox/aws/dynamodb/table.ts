/** An attribute's value as DynamoDB writes it: the type and the value. */
export type AttributeValue = Readonly<{ [type: string]: unknown }>;
export type Item = Record<string, AttributeValue>;

/** The state of a table. */
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
    tags: Record<string, string>;
    /** By dynalite's key of the item. */
    readonly items: Record<string, Item>;
}
