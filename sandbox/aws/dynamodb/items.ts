import type { Call } from "../http/call";
import { AwsError, notEmulated } from "../http/errors";
import { authorizeKey } from "../kms/useKey";
import { parseCondition } from "./condition";
import { invalid } from "./errors";
import type { Table } from "./table";
import { tableOf } from "./tables";
import { Tokens } from "./tokens";
import { parseUpdate } from "./update";
import { compare, typeOf, type AttributeValue, type Item } from "./values";

interface ItemInput {
    readonly TableName?: string;
    readonly Key?: Item;
    readonly Item?: Item;
    readonly ConditionExpression?: string;
    readonly UpdateExpression?: string;
    readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
    readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>;
    readonly ReturnValues?: string;
    readonly ConsistentRead?: boolean;
    readonly KeyConditionExpression?: string;
    readonly ScanIndexForward?: boolean;
    readonly Limit?: number;
}

const conditional = [
    "TableName",
    "ConditionExpression",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "ReturnValues",
];

export const itemParameters = {
    GetItem: ["TableName", "Key", "ConsistentRead"],
    PutItem: [...conditional, "Item"],
    UpdateItem: [...conditional, "Key", "UpdateExpression"],
    DeleteItem: [...conditional, "Key"],
    Query: [
        "TableName",
        "KeyConditionExpression",
        "ExpressionAttributeNames",
        "ExpressionAttributeValues",
        "ConsistentRead",
        "ScanIndexForward",
        "Limit",
    ],
    Scan: ["TableName", "ConsistentRead"],
};

/** The table, where the caller may use the key that encrypts it: the table's own key is decrypted by it. */
function readable(call: Call, name: string | undefined): Table {
    const table = tableOf(call, name);
    authorizeKey(call, table.encryption?.kmsKeyArn, "kms:Decrypt", "dynamodb");
    return table;
}

/** An answer has no Item where there is none. */
export function getItem(call: Call, input: ItemInput): object {
    const table = readable(call, input.TableName);
    const found = table.items[keyOf(table, input.Key)];
    return found ? { Item: found } : {};
}

export function putItem(call: Call, input: ItemInput): object {
    const table = readable(call, input.TableName);
    const item = checked(input.Item);
    if (Buffer.byteLength(JSON.stringify(item)) > 400 * 1024) {
        throw invalid("Item size has exceeded the maximum allowed size");
    }
    const key = keyOf(table, pick(item, [table.hashKey, table.rangeKey]));
    return change(table, key, input, ["NONE", "ALL_OLD"], () => ({ ...item }));
}

export function deleteItem(call: Call, input: ItemInput): object {
    const table = tableOf(call, input.TableName);
    return change(table, keyOf(table, input.Key), input, ["NONE", "ALL_OLD"], () => undefined);
}

export function updateItem(call: Call, input: ItemInput): object {
    const table = tableOf(call, input.TableName);
    return change(table, keyOf(table, input.Key), input, ["NONE", "ALL_OLD", "ALL_NEW"], (before, placeholders) => {
        const tokens = new Tokens("UpdateExpression", input.UpdateExpression ?? "", placeholders);
        const apply = parseUpdate(tokens);
        tokens.used.forEach((name) => placeholders.used.add(name));
        const after: Item = { ...before, ...input.Key };
        apply(before, after);
        const changedKey = Object.entries(input.Key ?? {}).some(([name, value]) => after[name] !== value);
        if (changedKey) throw invalid("Cannot update attribute. This attribute is part of the key");
        return after;
    });
}

interface Used {
    readonly names: Readonly<Record<string, string>>;
    readonly values: Readonly<Record<string, AttributeValue>>;
    readonly used: Set<string>;
}

function placeholdersOf({ ExpressionAttributeNames = {}, ExpressionAttributeValues = {} }: ItemInput): Used {
    return { names: ExpressionAttributeNames, values: checked(ExpressionAttributeValues), used: new Set() };
}

/** The condition is decided and the item written in one step, whoever else writes. */
function change(
    table: Table,
    key: string,
    input: ItemInput,
    returns: readonly string[],
    next: (before: Item, placeholders: Used) => Item | undefined,
): object {
    const { ReturnValues = "NONE", ConditionExpression } = input;
    if (!returns.includes(ReturnValues)) throw notEmulated(`ReturnValues ${ReturnValues} of DynamoDB here`);
    const before = table.items[key];
    const placeholders = placeholdersOf(input);
    const after = next(before ?? {}, placeholders);
    let holds = true;
    if (ConditionExpression !== undefined) {
        const tokens = new Tokens("ConditionExpression", ConditionExpression, placeholders);
        holds = parseCondition(tokens)(before ?? {});
        tokens.used.forEach((name) => placeholders.used.add(name));
    }
    checkUsed(placeholders);
    if (!holds) throw new AwsError("ConditionalCheckFailedException", "The conditional request failed");
    if (after) table.items[key] = after;
    else delete table.items[key];
    if (ReturnValues === "ALL_OLD") return before ? { Attributes: before } : {};
    return ReturnValues === "ALL_NEW" ? { Attributes: after } : {};
}

function checkUsed({ names, values, used }: Used): void {
    const unused = [...Object.keys(names), ...Object.keys(values)].find((name) => !used.has(name));
    if (unused === undefined) return;
    const kind = unused.startsWith("#") ? "ExpressionAttributeNames" : "ExpressionAttributeValues";
    throw invalid(`Value provided in ${kind} unused in expressions: keys: {${unused}}`);
}

/** Items of one partition, in the order of the range key. */
export function query(call: Call, input: ItemInput): object {
    const table = tableOf(call, input.TableName);
    const placeholders = placeholdersOf(input);
    const tokens = new Tokens("KeyConditionExpression", input.KeyConditionExpression ?? "", placeholders);
    const holds = parseCondition(tokens);
    tokens.used.forEach((name) => placeholders.used.add(name));
    checkUsed(placeholders);
    const { rangeKey = "" } = table;
    const found = Object.values(table.items)
        .filter(holds)
        .sort((a, b) => compare(a[rangeKey], b[rangeKey]) ?? 0);
    if (input.ScanIndexForward === false) found.reverse();
    if (input.Limit !== undefined && found.length > input.Limit) throw notEmulated("a Query with several pages");
    return { Items: found, Count: found.length, ScannedCount: found.length };
}

export function scan(call: Call, input: ItemInput): object {
    const items = Object.values(tableOf(call, input.TableName).items);
    return { Items: items, Count: items.length, ScannedCount: items.length };
}

function keyOf(table: Table, key: Item | undefined): string {
    const wanted = table.rangeKey === undefined ? [table.hashKey] : [table.hashKey, table.rangeKey];
    const given = checked(key);
    const fits =
        Object.keys(given).length === wanted.length &&
        wanted.every((name) => given[name] && typeOf(given[name]) === table.attributes[name]);
    if (!fits) throw invalid("The provided key element does not match the schema");
    const values = wanted.map((name) => String(Object.values(given[name])[0]));
    if (values.includes("")) {
        throw invalid(
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value",
        );
    }
    return values.join("\0");
}

function pick(item: Item, names: readonly (string | undefined)[]): Item {
    return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}

const valid: Readonly<Record<string, (value: unknown) => boolean>> = {
    S: (value) => typeof value === "string",
    N: (value) => typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)),
    BOOL: (value) => typeof value === "boolean",
    NULL: (value) => value === true,
    SS: (value) => Array.isArray(value) && value.length > 0 && new Set(value).size === value.length,
};

/** Every value has one type, and a text where DynamoDB wants one: a number is written as a text, too. */
function checked(values: Readonly<Record<string, AttributeValue>> | undefined): Item {
    if (!values)
        throw invalid(
            "1 validation error detected: Value null at 'item' failed to satisfy constraint: Member must not be null",
        );
    for (const value of Object.values(values)) checkValue(value);
    return values;
}

function checkValue(value: AttributeValue): void {
    const [entry, ...rest] = Object.entries(value ?? {});
    if (entry && rest.length === 0 && valid[entry[0]]?.(entry[1])) return;
    throw invalid(
        `Supplied AttributeValue ${JSON.stringify(value)} is empty or not valid, must contain exactly one of the supported datatypes`,
    );
}
