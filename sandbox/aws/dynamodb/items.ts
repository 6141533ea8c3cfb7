import type { Call } from "../http/call";
import { authorizeKey } from "../kms/useKey";
import { checkCondition, itemKey, namedKey, projected, validated } from "./dynalite";
import type { Item, Table } from "./table";
import { keySchemaOf, tableOf } from "./tables";

interface GetInput {
    readonly TableName: string;
    readonly Key: Item;
}

interface ScanInput {
    readonly TableName: string;
    /** Of a validated request. */
    readonly _projection?: { readonly paths: readonly unknown[] };
}

interface PutInput {
    readonly TableName: string;
    readonly Item: Item;
    readonly ReturnValues?: "NONE" | "ALL_OLD";
}

/** The table, if the caller may use the key that encrypts it. */
function usableTable(call: Call, name: string): Table {
    const table = tableOf(call, name);
    authorizeKey(call, table.encryption?.kmsKeyArn, "kms:Decrypt", "dynamodb");
    return table;
}

export function getItem(call: Call, input: GetInput): object {
    const { TableName, Key } = validated("getItem", input);
    const table = usableTable(call, TableName);
    const found = table.items[namedKey(keySchemaOf(table), Key)];
    return found ? { Item: found } : {};
}

/** All items on one page. */
export function scan(call: Call, input: ScanInput): object {
    const request = validated("scan", input);
    const Items = Object.values(usableTable(call, request.TableName).items).map((item) => projected(request, item));
    return { Items, Count: Items.length, ScannedCount: Items.length };
}

/** Checks the condition and writes the item in one step. */
export function putItem(call: Call, input: PutInput): object {
    const request = validated("putItem", input);
    const table = usableTable(call, request.TableName);
    const key = itemKey(keySchemaOf(table), request.Item);
    const before = table.items[key];
    checkCondition(request, before);
    table.items[key] = request.Item;
    return request.ReturnValues === "ALL_OLD" && before ? { Attributes: before } : {};
}
