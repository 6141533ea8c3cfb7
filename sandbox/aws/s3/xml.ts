import { XMLBuilder, XMLParser, XMLValidator } from "fast-xml-parser";
import { AwsError } from "../http/errors";
import { many, type OneOrMany } from "../policy/document";

/** XML as plain data: an element is a string or its children by name. Repeated elements are an array. */
export type XmlValue = string | XmlNode;
export interface XmlNode {
    [element: string]: OneOrMany<XmlValue> | undefined;
}

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: false, htmlEntities: true });

/** The children of the document's root, which must be called `root`. */
export function parseXml(body: Buffer, root: string): XmlNode {
    const text = body.toString("utf8");
    if (XMLValidator.validate(text) !== true) throw malformedXml();
    const document = parser.parse(text) as Record<string, unknown>;
    if (!(root in document)) throw malformedXml();
    const value = withoutIndentation(document[root]);
    return typeof value === "string" ? {} : value;
}

export function malformedXml(): AwsError {
    return new AwsError(
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published schema",
    );
}

/** Drops the white space between elements. White space within text is kept, because keys may begin or end with it. */
function withoutIndentation(value: unknown): XmlValue {
    if (typeof value !== "object" || value === null) return String(value);
    const node: XmlNode = {};
    for (const [name, child] of Object.entries(value)) {
        if (name === "#text") continue;
        node[name] = Array.isArray(child) ? child.map(withoutIndentation) : withoutIndentation(child);
    }
    return node;
}

/** The text of the element at the path. */
export function textAt(node: XmlNode | undefined, ...path: string[]): string | undefined {
    let value: XmlValue | undefined = node;
    for (const name of path) {
        if (typeof value !== "object") return undefined;
        value = many(value[name])[0];
    }
    return typeof value === "string" ? value : undefined;
}

/** All elements with that name, as nodes. An empty element is a node without children. */
export function nodesAt(node: XmlNode | undefined, name: string): XmlNode[] {
    return many(node?.[name]).map((value) => (typeof value === "string" ? {} : value));
}

export function textsAt(node: XmlNode | undefined, name: string): string[] {
    return many(node?.[name]).filter((value) => typeof value === "string");
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escape(text: string): string {
    // XML 1.0 has no control characters, and parsers drop a carriage return. S3 writes both as references.
    return text
        .replace(/[&<>"]/g, (c) => escapes[c])
        .replace(/(?![\t\n])\p{Cc}/gu, (c) => `&#x${c.charCodeAt(0).toString(16)};`);
}

export type XmlOutput = string | number | boolean | undefined | XmlNode | readonly XmlOutput[] | XmlOutputNode;
export interface XmlOutputNode {
    readonly [element: string]: XmlOutput;
}

const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    // Its own escapes leave control characters as they are.
    processEntities: false,
    tagValueProcessor: (_name, value) => escape(String(value)),
    attributeValueProcessor: (_name, value) => escape(String(value)),
});

/** Writes an element. A name that begins with "@" is an attribute, "#text" is the element's own text. */
export function writeXml(name: string, value: XmlOutput): string {
    return builder.build({ [name]: value });
}

const s3Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

export function xmlDocument(name: string, value: XmlOutput): string {
    return `<?xml version="1.0" encoding="UTF-8"?>\n${writeXml(name, value)}`;
}

/** A document of S3's own namespace. */
export function s3Document(name: string, children: XmlOutputNode): string {
    return xmlDocument(name, { "@xmlns": s3Namespace, ...children });
}
