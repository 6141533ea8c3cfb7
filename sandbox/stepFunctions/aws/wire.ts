import { XMLParser } from "fast-xml-parser";
import type { Answer } from "../../aws/protocol";
import { type RawRequest } from "../../aws/http/rawRequest";
import type { Json, JsonObject } from "../json";
import { camel, pascal } from "./casing";
import type { Integration } from "./integrations";

/** A request as an SDK would write it, and its answer as an SDK would read it. */
export interface Wire {
    readonly request: Omit<RawRequest, "headers"> & { readonly headers: Readonly<Record<string, string>> };
    read(answer: Answer): Json;
}

export function wireOf(integration: Integration, operation: string, parameters: JsonObject): Wire {
    if (integration.protocol === "s3") return s3Wire(operation, parameters);
    return integration.protocol === "json"
        ? jsonWire(integration, operation, parameters)
        : queryWire(operation, parameters);
}

function jsonWire({ target, camelCase, instants = [] }: Integration, operation: string, parameters: JsonObject): Wire {
    const body = Buffer.from(JSON.stringify(camelCase ? camel(parameters) : parameters));
    return {
        request: { method: "POST", url: "/", headers: { "x-amz-target": `${target}.${operation}` }, body },
        read: (answer) => {
            const value = JSON.parse(String(answer.body)) as Json;
            return withInstants(camelCase ? pascal(value) : value, instants);
        },
    };
}

/** Converts seconds since 1970 to ISO strings, as Step Functions shows the SDK's timestamps. */
function withInstants(value: Json, names: readonly string[]): Json {
    if (names.length === 0 || typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((one: Json) => withInstants(one, names));
    return Object.fromEntries(
        Object.entries(value as JsonObject).map(([name, one]) => [
            name,
            names.includes(name) && typeof one === "number" ? isoTime(one * 1000) : withInstants(one, names),
        ]),
    );
}

function isoTime(time: number): string {
    return new Date(time).toISOString().replace(".000Z", "Z");
}

const xml = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: false, htmlEntities: true });

function queryWire(operation: string, parameters: JsonObject): Wire {
    const form = new URLSearchParams({ Action: operation, Version: "2010-03-31" });
    for (const [name, value] of Object.entries(parameters)) {
        if (typeof value !== "string") throw new Error(`The sandbox does not emulate ${name} of ${operation} here.`);
        form.set(name, value);
    }
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return {
        request: { method: "POST", url: "/", headers, body: Buffer.from(form.toString()) },
        read: (answer) => {
            const document = xml.parse(String(answer.body)) as Record<string, Record<string, Json>>;
            return document[`${operation}Response`][`${operation}Result`] || {};
        },
    };
}

const methods: Readonly<Record<string, string>> = { PutObject: "PUT", HeadObject: "HEAD", DeleteObject: "DELETE" };
const queryNames: Readonly<Record<string, string>> = {
    Prefix: "prefix",
    Delimiter: "delimiter",
    MaxKeys: "max-keys",
    StartAfter: "start-after",
    ContinuationToken: "continuation-token",
    VersionId: "versionId",
};
const headerNames: Readonly<Record<string, string>> = {
    ContentType: "content-type",
    ChecksumAlgorithm: "x-amz-sdk-checksum-algorithm",
    IfNoneMatch: "if-none-match",
};

function s3Wire(operation: string, { Bucket, Key, Body = "", ...rest }: JsonObject): Wire {
    const query = new URLSearchParams(operation === "ListObjectsV2" ? { "list-type": "2" } : {});
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(rest)) {
        if (headerNames[name]) headers[headerNames[name]] = String(value);
        else query.set(queryNames[name], String(value));
    }
    const key = Key === undefined ? "" : `/${String(Key).split("/").map(encodeURIComponent).join("/")}`;
    const url = `/${String(Bucket)}${key}${query.size > 0 ? `?${query.toString()}` : ""}`;
    const body = Buffer.from(typeof Body === "string" ? Body : JSON.stringify(Body));
    return {
        request: { method: methods[operation] ?? "GET", url, headers, body },
        read: (answer) => (operation === "ListObjectsV2" ? listing(String(answer.body)) : object(answer, operation)),
    };
}

/** Empty lists are left out, as in the responses of the JavaScript and Python SDKs. */
function listing(body: string): Json {
    const { ListBucketResult: result } = xml.parse(body) as { ListBucketResult: Record<string, unknown> };
    const { Contents, CommonPrefixes, KeyCount, MaxKeys, IsTruncated, ...texts } = result;
    const contents = many(Contents).map((one) => ({
        ...one,
        Size: Number(one.Size),
        LastModified: String(one.LastModified).replace(".000Z", "Z"),
    }));
    const prefixes = many(CommonPrefixes);
    return {
        ...(texts as JsonObject),
        ...(contents.length > 0 && { Contents: contents }),
        ...(prefixes.length > 0 && { CommonPrefixes: prefixes }),
        IsTruncated: IsTruncated === "true",
        KeyCount: Number(KeyCount),
        MaxKeys: Number(MaxKeys),
    };
}

function many(value: unknown): JsonObject[] {
    return value === undefined ? [] : Array.isArray(value) ? (value as JsonObject[]) : [value as JsonObject];
}

function object({ headers, body }: Answer, operation: string): Json {
    const modified = headers["last-modified"];
    const pairs: [string, Json | undefined][] = [
        ["ETag", headers.etag],
        ["VersionId", headers["x-amz-version-id"]],
        ["ContentType", headers["content-type"]],
        ["LastModified", modified === undefined ? undefined : isoTime(Date.parse(modified))],
        [
            "ContentLength",
            operation === "PutObject" || operation === "DeleteObject" ? undefined : Buffer.byteLength(body),
        ],
        ["Body", operation === "GetObject" ? String(body) : undefined],
    ];
    return Object.fromEntries(pairs.filter((pair): pair is [string, Json] => pair[1] !== undefined));
}

/** An error's code and message, in any protocol. */
export function errorOf(answer: Answer): { code: string; message: string } {
    const text = String(answer.body);
    if (text.startsWith("{")) {
        const { __type: code, message } = JSON.parse(text) as { __type: string; message: string };
        return { code, message };
    }
    if (text === "") return { code: answer.status === 404 ? "NotFound" : String(answer.status), message: "" };
    const document = xml.parse(text) as Record<string, Record<string, unknown>>;
    const error = (document.ErrorResponse?.Error ?? document.Error) as { Code: string; Message: string };
    return { code: error.Code, message: error.Message };
}
