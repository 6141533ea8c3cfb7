import jsonata from "jsonata";
import { createHash } from "node:crypto";
import { uuidFrom } from "../aws/random";
import { StateError } from "./errors";
import { bytesOf, isJsonObject, type Json, type JsonObject } from "./json";

/** What an expression of a state can see: `$states` and the variables of its scope. */
export interface Sight {
    readonly states: JsonObject;
    readonly variables: Readonly<Record<string, Json>>;
}

/** Payloads and variables: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const payloadLimit = 262_144;

const kinds = {
    any: () => true,
    array: Array.isArray,
    boolean: (value: Json) => typeof value === "boolean",
    integer: (value: Json) => Number.isInteger(value),
    number: (value: Json) => typeof value === "number",
    object: isJsonObject,
    string: (value: Json) => typeof value === "string",
};
export type Kind = keyof typeof kinds;

/** Evaluates the JSONata of a state's fields on one clock and one source of randomness. */
export class Expressions {
    private readonly compiled = new Map<string, jsonata.Expression>();
    private readonly constant = new WeakMap<object, boolean>();
    private readonly fromMillis = jsonata("$fromMillis($milliseconds, $picture, $timezone)");

    constructor(
        private readonly now: () => number,
        private readonly random: () => number,
    ) {}

    /** A field: a text within {% %} is an expression, and objects and arrays are gone through. */
    async evaluate(field: string, template: Json, sight: Sight, kind: Kind = "any"): Promise<Json> {
        const value = await this.fill(field, template, sight);
        if (!kinds[kind](value)) {
            const source =
                typeof template === "string" ? `The JSONata expression '${sourceOf(template)}'` : "The value";
            throw failed(
                `${source} specified for the field '${field}' returned an unexpected result type. ` +
                    `Expected '${kind}', but was '${typeOf(value)}' for value: ${JSON.stringify(value)}`,
            );
        }
        checkSize(value, `the field '${field}'`);
        return value;
    }

    private async fill(field: string, template: Json, sight: Sight): Promise<Json> {
        if (typeof template === "string") {
            const source = sourceOf(template);
            return source === undefined ? template : this.run(field, source, sight);
        }
        if (typeof template !== "object" || template === null || this.isConstant(template)) return template;
        if (Array.isArray(template)) {
            const values: Json[] = [];
            for (const [index, one] of template.entries())
                values.push(await this.fill(`${field}[${index}]`, one, sight));
            return values;
        }
        const filled: Record<string, Json> = {};
        for (const [key, one] of Object.entries(template)) {
            filled[key] = await this.fill(`${field}/${key}`, one as Json, sight);
        }
        return filled;
    }

    private isConstant(template: object): boolean {
        let known = this.constant.get(template);
        if (known === undefined) this.constant.set(template, (known = !JSON.stringify(template).includes('"{%')));
        return known;
    }

    private async run(field: string, source: string, { states, variables }: Sight): Promise<Json> {
        const blame = `The JSONata expression '${source}' specified for the field '${field}'`;
        let value: unknown;
        try {
            value = await this.compile(source).evaluate(undefined, { ...variables, states });
        } catch (error) {
            const { code, message } = error as { code?: string; message: string };
            throw failed(`${blame} threw an error during evaluation. ${code ? `${code}: ` : ""}${message}`);
        }
        if (value === undefined) throw failed(`${blame} returned nothing (undefined).`);
        return plain(value, blame);
    }

    private compile(source: string): jsonata.Expression {
        let expression = this.compiled.get(source);
        if (!expression) {
            expression = jsonata(source);
            this.register(expression);
            this.compiled.set(source, expression);
        }
        return expression;
    }

    /** https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html; `$eval` is not supported there. */
    private register(expression: jsonata.Expression): void {
        const { random } = this;
        expression.registerFunction("partition", partition, "<an:a>");
        expression.registerFunction("range", range, "<nnn:a>");
        expression.registerFunction("hash", hash, "<ss:s>");
        expression.registerFunction(
            "random",
            (seed?: number) => (seed === undefined ? random() : seeded(seed)),
            "<n?:n>",
        );
        expression.registerFunction("uuid", () => uuidFrom(random), "<:s>");
        expression.registerFunction("parse", (text: string) => JSON.parse(text) as Json, "<s:x>");
        expression.registerFunction("millis", () => this.now(), "<:n>");
        expression.registerFunction(
            "now",
            (picture?: string, timezone?: string) =>
                this.fromMillis.evaluate(undefined, { milliseconds: this.now(), picture, timezone }) as Promise<string>,
            "<s?s?:s>",
        );
        expression.assign("eval", undefined);
    }
}

/** The expression within `{% %}`; undefined: a text like any other. */
function sourceOf(text: string): string | undefined {
    return text.startsWith("{%") && text.endsWith("%}") ? text.slice(2, -2).trim() : undefined;
}

/** Throws where a value is larger than any state may take in or hand on. */
export function checkSize(value: Json, what: string): void {
    const bytes = bytesOf(value);
    if (bytes > payloadLimit) {
        throw new StateError(
            "States.DataLimitExceeded",
            `${what} has ${bytes} bytes; at most ${payloadLimit} are allowed.`,
        );
    }
}

/** As JSON text and back: JSONata marks its own arrays in ways that must not reach the next expression. */
function plain(value: unknown, blame: string): Json {
    if (typeof value !== "object" || value === null) {
        if (typeof value === "function") throw failed(`${blame} returned an unsupported result type.`);
        return value as Json;
    }
    if ("_jsonata_lambda" in value || "_jsonata_function" in value || value instanceof RegExp) {
        throw failed(`${blame} returned an unsupported result type.`);
    }
    const text = JSON.stringify(value, (_key, one: unknown) => {
        const isFunction =
            typeof one === "function" ||
            (typeof one === "object" && one !== null && ("_jsonata_lambda" in one || "_jsonata_function" in one));
        if (isFunction) throw failed(`${blame} returned an unsupported result type.`);
        return one;
    });
    return JSON.parse(text) as Json;
}

function failed(cause: string): StateError {
    return new StateError("States.QueryEvaluationError", cause);
}

function typeOf(value: Json): string {
    return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}

function partition(array: readonly Json[], size: number): Json[] {
    const chunks: Json[] = [];
    for (let start = 0; start < array.length; start += size) chunks.push(array.slice(start, start + size));
    return chunks;
}

function range(first: number, last: number, step: number): number[] {
    if (step === 0) throw new Error("$range: the step must not be 0");
    const count = Math.max(0, Math.floor((last - first) / step) + 1);
    return Array.from({ length: count }, (_, index) => first + index * step);
}

function hash(text: string, algorithm: string): string {
    const name = algorithm.replace("-", "").toLowerCase();
    if (!["md5", "sha1", "sha256", "sha384", "sha512"].includes(name)) {
        throw new Error(`$hash: there is no algorithm ${algorithm}`);
    }
    return createHash(name).update(text).digest("hex");
}

function seeded(seed: number): number {
    return parseInt(createHash("md5").update(String(seed)).digest("hex").slice(0, 13), 16) / 2 ** 52;
}
