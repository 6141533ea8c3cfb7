import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { type Mocked } from "../support/mocks";

type Json = Record<string, unknown>;

/** A Glue Data Catalog with the declarations of a program, for a query engine. */
export interface Catalog {
    readonly endpoint: string;
    close(): Promise<void>;
}

/** The API's names are those of @pulumi/aws with a capital; the keys of `parameters` are the user's. */
function inApiNames(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(inApiNames);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value).map(([name, inner]) => {
            const apiName = name === "serDeInfo" ? "SerdeInfo" : name[0].toUpperCase() + name.slice(1);
            if (name === "parameters") return [apiName, inner];
            const api = inApiNames(inner);
            // As Glue fills it in.
            return [
                apiName,
                name === "storageDescriptor" ? { NumberOfBuckets: 0, Compressed: false, ...(api as Json) } : api,
            ];
        }),
    );
}

export async function openCatalog(program: Mocked): Promise<Catalog> {
    const databases = program.ofType("CatalogDatabase").map(({ inputs }) => inApiNames(inputs) as Json);
    const tables = program.ofType("CatalogTable").map(({ inputs }) => inApiNames(inputs) as Json);
    const operations: Record<string, (input: Json) => Json | undefined> = {
        GetDatabases: () => ({ DatabaseList: databases }),
        GetDatabase: ({ Name }) =>
            found(
                "Database",
                databases.find((one) => one.Name === Name),
            ),
        GetTables: ({ DatabaseName }) => ({ TableList: tables.filter((one) => one.DatabaseName === DatabaseName) }),
        GetTable: ({ DatabaseName, Name }) =>
            found(
                "Table",
                tables.find((one) => one.DatabaseName === DatabaseName && one.Name === Name),
            ),
        GetPartitions: () => ({ Partitions: [] }),
        GetUserDefinedFunctions: () => ({ UserDefinedFunctions: [] }),
        GetColumnStatisticsForTable: () => ({ ColumnStatisticsList: [], Errors: [] }),
        GetColumnStatisticsForPartition: () => ({ ColumnStatisticsList: [], Errors: [] }),
    };
    const server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
            const operation = String(request.headers["x-amz-target"]).replace("AWSGlue.", "");
            const answer = operations[operation]?.(JSON.parse(Buffer.concat(chunks).toString()) as Json);
            const missing = { __type: operations[operation] ? "EntityNotFoundException" : "InvalidInputException", Message: `${operation}: there is none.` }; // prettier-ignore
            response.writeHead(answer ? 200 : 400, { "content-type": "application/x-amz-json-1.1" });
            response.end(JSON.stringify(answer ?? missing));
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () => new Promise((resolve) => server.close(() => resolve())),
    };
}

const found = (name: string, value: Json | undefined) => value && { [name]: value };
