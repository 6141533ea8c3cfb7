import { type Column, partitionColumns, type ArchiveShape } from "./table";

/** The time that the service writes before each event's message. */
const TIME = String.raw`^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) `;

const HIVE_TYPES: Readonly<Record<Column["type"], string>> = { string: "varchar", timestamp: "timestamp(3)" };

/** The columns of the view, each with what it is computed from. */
const COMPUTED: readonly (Column & { readonly from: string; readonly comment: string })[] = [
    {
        name: "ts",
        type: "timestamp",
        // TRY: a message's own line may begin with a time that is in no calendar.
        from: `CAST(TRY(from_iso8601_timestamp(regexp_extract(line, '${TIME}', 1))) AS timestamp(3))`,
        comment: "The event's time in UTC; NULL in a line that goes on with the message of the line before",
    },
    { name: "message", type: "string", from: `regexp_replace(line, '${TIME}', '')`, comment: "A line of a message" },
    {
        name: "log_stream",
        type: "string",
        from: `regexp_extract("$path", '([^/]+)/[^/]+$', 1)`,
        comment: "The log stream; each / of its name is a -",
    },
    {
        name: "task_id",
        type: "string",
        from: `regexp_extract("$path", '([0-9a-f-]{36})/[^/]+/[^/]+$', 1)`,
        comment: "The export task that wrote the object",
    },
];

/** The events of the table of lines. Each folder holds the marker of CloudWatch Logs too, which is no data: hence the `.gz`. */
export function viewSql(database: string, table: string, shape: Pick<ArchiveShape, "splitBy">): string {
    const computed = COMPUTED.map(({ name, from }) => `  ${from} ${name}`);
    const partitions = partitionColumns(shape).map(({ name }) => `  ${name}`);
    return `SELECT\n${[...computed, ...partitions].join(",\n")}\nFROM ${database}.${table}\nWHERE "$path" LIKE '%.gz'`;
}

/** The columns as the Glue table of a view lists them. */
export function viewColumns(shape: Pick<ArchiveShape, "splitBy">): (Column & { readonly comment?: string })[] {
    return [...COMPUTED.map(({ name, type, comment }) => ({ name, type, comment })), ...partitionColumns(shape)];
}

/** A view as Athena and Trino keep it in Glue: its SQL and its columns' types as base64 JSON. */
export function encodedView(database: string, table: string, shape: Pick<ArchiveShape, "splitBy">): string {
    const view = {
        originalSql: viewSql(database, table, shape),
        catalog: "awsdatacatalog",
        schema: database,
        columns: viewColumns(shape).map(({ name, type }) => ({ name, type: HIVE_TYPES[type] })),
    };
    return `/* Presto View: ${Buffer.from(JSON.stringify(view)).toString("base64")} */`;
}
