import { createRequire } from "node:module";
import { AwsError } from "../http/errors";
import type { Item } from "./table";

/** A table as dynalite's functions read it: the fields of a DescribeTable answer. */
export interface TableDescription {
    readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
    readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
}

interface Rules {
    readonly types: object;
    readonly custom: (data: object, store: object) => string | undefined;
}

/** dynalite's own errors carry the answer's body. */
interface DynaliteError extends Error {
    readonly body: { readonly __type: string; readonly message?: string; readonly Message?: string };
}

// dynalite exports only its server. These files are the server's parts that need no store, no clock and no HTTP.
const load = createRequire(__filename);
const { checkTypes, checkValidations } = load("dynalite/validations") as {
    checkTypes(data: object, types: object): object;
    checkValidations(data: object, types: object, custom: Rules["custom"], store: object): void;
};
const db = load("dynalite/db") as {
    readonly MAX_SIZE: number;
    validateItem(item: Item, table: TableDescription): DynaliteError | undefined;
    validateKey(key: Item, table: TableDescription): DynaliteError | undefined;
    createKey(item: Item, table: TableDescription): string;
    mapPaths(paths: readonly unknown[], item: Item): Item;
    checkConditional(data: object, existing: Item | undefined): DynaliteError | null | undefined;
};
const store = { options: { maxItemSize: db.MAX_SIZE } };

/** Checks a request as DynamoDB does, and returns it with its expressions parsed. */
export function validated<T extends object>(operation: "createTable" | "getItem" | "putItem" | "scan", input: T): T {
    const { types, custom } = load(`dynalite/validations/${operation}`) as Rules;
    try {
        const data = checkTypes(JSON.parse(JSON.stringify(input)) as T, types);
        checkValidations(data, types, custom, store);
        return data as T;
    } catch (error) {
        throw asAwsError(error as DynaliteError);
    }
}

/** The key under which a table stores an item. */
export function itemKey(table: TableDescription, item: Item): string {
    refuse(db.validateItem(item, table));
    return db.createKey(item, table);
}

/** The same for the key that a request names. */
export function namedKey(table: TableDescription, key: Item): string {
    refuse(db.validateKey(key, table));
    return db.createKey(key, table);
}

/** Throws unless the condition of a validated request holds for the item that exists. */
export function checkCondition(request: object, existing: Item | undefined): void {
    refuse(db.checkConditional(request, existing));
}

/** The attributes that a validated request asks for. */
export function projected(
    { _projection }: { readonly _projection?: { readonly paths: readonly unknown[] } },
    item: Item,
): Item {
    return _projection ? { ...db.mapPaths(_projection.paths, item) } : item;
}

function refuse(error: DynaliteError | null | undefined): void {
    if (error) throw asAwsError(error);
}

function asAwsError(error: DynaliteError): Error {
    const code = error.body?.__type.split("#")[1];
    return code ? new AwsError(code, error.body.message ?? error.body.Message ?? "") : error;
}
