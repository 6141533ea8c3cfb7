import type { ItemReader } from "./definition";
import { StateError } from "./errors";
import type { Json, JsonObject } from "./json";
import { parseResource } from "./resource";
import type { Visit } from "./visit";

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
export async function readItems(visit: Visit, reader: ItemReader): Promise<readonly Json[]> {
    const { runtime, execution } = visit;
    const parameters = (await visit.evaluate("ItemReader/Arguments", reader.Arguments ?? {})) as JsonObject;
    const config = (await visit.evaluate("ItemReader/ReaderConfig", reader.ReaderConfig ?? {})) as JsonObject;
    const unknown = Object.keys(config).find((name) => !configFields.includes(name));
    if (unknown !== undefined) throw notEmulated(`ReaderConfig.${unknown}`);
    const { action } = parseResource(reader.Resource);
    const items = action === "getObject" ? parse(await read(parameters), config) : await list(parameters);
    const most = Number(config.MaxItems ?? 0);
    return most > 0 ? items.slice(0, most) : items;

    async function read(from: JsonObject): Promise<string> {
        return String(((await callS3("getObject", from)) as JsonObject).Body);
    }

    async function list(from: JsonObject): Promise<Json[]> {
        if (action !== "listObjectsV2") throw notEmulated(reader.Resource);
        const objects: Json[] = [];
        let ContinuationToken: Json | undefined;
        do {
            const parameters = ContinuationToken === undefined ? from : { ...from, ContinuationToken };
            const page = (await callS3("listObjectsV2", parameters)) as JsonObject;
            for (const { ETag, Key, LastModified, Size, StorageClass } of (page.Contents ?? []) as JsonObject[]) {
                const seconds = Math.floor(Date.parse(String(LastModified)) / 1000);
                objects.push({ Etag: ETag, Key, LastModified: seconds, Size, StorageClass });
            }
            ContinuationToken = page.NextContinuationToken;
        } while (ContinuationToken !== undefined);
        return objects;
    }

    /** Calls S3 with the machine's role. A failure becomes States.ItemReaderFailed. */
    async function callS3(name: string, from: JsonObject): Promise<Json> {
        const resource = parseResource(`arn:aws:states:::aws-sdk:s3:${name}`);
        try {
            const { roleArn } = execution.machine;
            return await visit.cancellation.race(runtime.call({ resource, parameters: from, roleArn, execution }));
        } catch (error) {
            throw error instanceof StateError ? readerFailed(error.cause) : error;
        }
    }
}

const configFields = ["InputType", "CSVHeaderLocation", "CSVHeaders", "CSVDelimiter", "MaxItems"];

function parse(text: string, config: JsonObject): readonly Json[] {
    switch (config.InputType) {
        case "JSON": {
            const value = parseJson(text);
            if (Array.isArray(value)) return value as readonly Json[];
            throw readerFailed("Attempting to map over non-iterable node.");
        }
        case "JSONL":
            return text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [parseJson(line)]));
        case "CSV":
            return parseCsv(text, config);
        default:
            throw notEmulated(`InputType ${JSON.stringify(config.InputType)}`);
    }
}

function parseJson(text: string): Json {
    try {
        return JSON.parse(text) as Json;
    } catch {
        throw readerFailed("The object is not valid JSON.");
    }
}

/** All values are strings. Fields without a header are ignored; missing fields are empty. */
function parseCsv(text: string, config: JsonObject): readonly Json[] {
    if (config.CSVDelimiter !== undefined && config.CSVDelimiter !== "COMMA") throw notEmulated("CSVDelimiter");
    if (text.includes('"')) throw notEmulated("quoted CSV fields");
    const rows = text
        .split(/\r?\n/)
        .filter((line) => line !== "")
        .map((line) => line.split(","));
    const given = config.CSVHeaderLocation === "GIVEN";
    if (!given && config.CSVHeaderLocation !== "FIRST_ROW") throw readerFailed("CSVHeaderLocation is missing.");
    const headers = given ? (config.CSVHeaders as readonly string[]) : (rows.shift() ?? []);
    if (new Set(headers).size < headers.length) throw readerFailed("CSV headers cannot contain duplicates.");
    return rows.map((row) => Object.fromEntries(headers.map((header, index) => [header, row[index] ?? ""])));
}

function readerFailed(cause: string): StateError {
    return new StateError("States.ItemReaderFailed", cause);
}

function notEmulated(what: string): Error {
    return new Error(`The sandbox does not emulate ${what} of an ItemReader.`);
}
