import type { Call } from "../http/call";
import { AwsError, notEmulated } from "../http/errors";
import { arnOf } from "../http/operations";
import { partitionOf } from "../partition";
import { record } from "../record";
import { validated, type TableDescription } from "./dynalite";
import type { Table } from "./table";

interface TableInput {
    readonly TableName?: string;
    readonly AttributeDefinitions?: readonly { AttributeName: string; AttributeType: string }[];
    readonly KeySchema?: readonly { AttributeName: string; KeyType: "HASH" | "RANGE" }[];
    readonly BillingMode?: string;
    readonly DeletionProtectionEnabled?: boolean;
    readonly SSESpecification?: { Enabled?: boolean; KMSMasterKeyId?: string };
    readonly Tags?: readonly { Key: string; Value: string }[];
    readonly TagKeys?: readonly string[];
    readonly ResourceArn?: string;
    readonly PointInTimeRecoverySpecification?: { PointInTimeRecoveryEnabled: boolean };
}

export function tableArn(call: Call, name: unknown): string {
    return arnOf(call, partitionOf(call.region), "dynamodb", `table/${String(name)}`);
}

export function tableOf(call: Call, name: string | undefined): Table {
    const wanted = name?.startsWith("arn:") ? name : tableArn(call, name);
    const table = call.world.tables[wanted];
    if (!table) throw new AwsError("ResourceNotFoundException", "Requested resource not found");
    return table;
}

export function createTable(call: Call, input: TableInput): object {
    const { TableName: name = "", KeySchema = [], AttributeDefinitions = [], BillingMode } = input;
    if (BillingMode !== "PAY_PER_REQUEST")
        throw notEmulated("DynamoDB tables of another BillingMode than PAY_PER_REQUEST");
    validated("createTable", input);
    const arn = tableArn(call, name);
    if (call.world.tables[arn]) throw new AwsError("ResourceInUseException", `Table already exists: ${name}`);
    const table: Table = {
        name,
        arn,
        tableId: call.uuid(),
        creationTime: call.now,
        hashKey: KeySchema[0].AttributeName,
        rangeKey: KeySchema[1]?.AttributeName,
        attributes: Object.fromEntries(AttributeDefinitions.map((one) => [one.AttributeName, one.AttributeType])),
        billingMode: "PAY_PER_REQUEST",
        deletionProtection: input.DeletionProtectionEnabled ?? false,
        pointInTimeRecovery: false,
        encryption: encryptionOf(input),
        tags: Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
        items: record(),
    };
    call.world.tables[arn] = table;
    return { TableDescription: describe(table) };
}

function encryptionOf({ SSESpecification: given }: TableInput): Table["encryption"] {
    return given && { enabled: given.Enabled ?? false, kmsKeyArn: given.KMSMasterKeyId };
}

export function updateTable(call: Call, input: TableInput): object {
    const table = tableOf(call, input.TableName);
    table.deletionProtection = input.DeletionProtectionEnabled ?? table.deletionProtection;
    table.encryption = input.SSESpecification ? encryptionOf(input) : table.encryption;
    return { TableDescription: describe(table) };
}

export function describeTable(call: Call, input: TableInput): object {
    return { Table: describe(tableOf(call, input.TableName)) };
}

export function deleteTable(call: Call, input: TableInput): object {
    const table = tableOf(call, input.TableName);
    if (table.deletionProtection) {
        throw new AwsError(
            "ValidationException",
            `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
        );
    }
    delete call.world.tables[table.arn];
    return { TableDescription: describe(table) };
}

export function updateContinuousBackups(call: Call, input: TableInput): object {
    const table = tableOf(call, input.TableName);
    table.pointInTimeRecovery = input.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ?? false;
    return describeContinuousBackups(call, input);
}

export function describeContinuousBackups(call: Call, input: TableInput): object {
    const status = tableOf(call, input.TableName).pointInTimeRecovery ? "ENABLED" : "DISABLED";
    return {
        ContinuousBackupsDescription: {
            ContinuousBackupsStatus: "ENABLED",
            PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: status },
        },
    };
}

export function tagResource(call: Call, input: TableInput): object {
    const table = tableOf(call, input.ResourceArn);
    for (const { Key, Value } of input.Tags ?? []) table.tags[Key] = Value;
    return {};
}

export function untagResource(call: Call, input: TableInput): object {
    const table = tableOf(call, input.ResourceArn);
    for (const key of input.TagKeys ?? []) delete table.tags[key];
    return {};
}

/** The part of a table's description by which requests are checked. */
export function keySchemaOf(table: Table): TableDescription {
    return {
        KeySchema: [
            { AttributeName: table.hashKey, KeyType: "HASH" },
            ...(table.rangeKey === undefined ? [] : [{ AttributeName: table.rangeKey, KeyType: "RANGE" }]),
        ],
        AttributeDefinitions: Object.entries(table.attributes).map(([AttributeName, AttributeType]) => ({
            AttributeName,
            AttributeType,
        })),
    };
}

function describe(table: Table): object {
    return {
        TableName: table.name,
        TableArn: table.arn,
        TableId: table.tableId,
        TableStatus: "ACTIVE",
        CreationDateTime: table.creationTime / 1000,
        ...keySchemaOf(table),
        BillingModeSummary: { BillingMode: table.billingMode },
        DeletionProtectionEnabled: table.deletionProtection,
        ItemCount: Object.keys(table.items).length,
        TableSizeBytes: Buffer.byteLength(JSON.stringify(table.items)),
        ...(table.encryption?.enabled && {
            SSEDescription: { Status: "ENABLED", SSEType: "KMS", KMSMasterKeyArn: table.encryption.kmsKeyArn },
        }),
    };
}
