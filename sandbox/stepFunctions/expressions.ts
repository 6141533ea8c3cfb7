import jsonata from "jsonata";
import { createHash } from "node:crypto";
import { uuidFrom } from "../aws/random";
import { StateError } from "./errors";
import { bytesOf, isJsonObject, type Json, type JsonObject } from "./json";

/** What an expression can use: `$states` and the variables in scope. */
export interface ExpressionScope {
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
    private readonly constant = new WeakMap<object, boolean>();

    constructor(
        readonly now: () => number,
        readonly random: () => number,
    ) {}

    /** Evaluates a field: a string within {% %} is an expression. Objects and arrays are evaluated recursively. */
    async evaluate(field: string, template: Json, scope: ExpressionScope, kind: Kind = "any"): Promise<Json> {
        const value = await this.fill(field, template, scope);
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

    /** What is constant is not awaited: most of a template is. */
    private async fill(field: string, template: Json, scope: ExpressionScope): Promise<Json> {
        if (this.isConstant(template)) return template;
        if (typeof template === "string") return this.run(field, sourceOf(template) as string, scope);
        if (Array.isArray(template)) {
            const values: Json[] = [];
            for (const [index, one] of (template as Json[]).entries()) {
                values.push(this.isConstant(one) ? one : await this.fill(`${field}[${index}]`, one, scope));
            }
            return values;
        }
        const filled: Record<string, Json> = {};
        for (const [key, one] of Object.entries(template as JsonObject)) {
            filled[key] = this.isConstant(one) ? one : await this.fill(`${field}/${key}`, one, scope);
        }
        return filled;
    }

    private isConstant(template: Json): boolean {
        if (typeof template === "string") return sourceOf(template) === undefined;
        if (typeof template !== "object" || template === null) return true;
        let known = this.constant.get(template);
        if (known === undefined) this.constant.set(template, (known = !JSON.stringify(template).includes('"{%')));
        return known;
    }

    private async run(field: string, source: string, { states, variables }: ExpressionScope): Promise<Json> {
        const blame = `The JSONata expression '${source}' specified for the field '${field}'`;
        let value: unknown;
        try {
            const { expression, names } = compile(source);
            const seen = names.filter((name) => name in variables).map((name) => [name, variables[name]] as const);
            value = await expression.evaluate(undefined, { ...Object.fromEntries(seen), states, [EXPRESSIONS]: this });
        } catch (error) {
            const { code, message } = error as { code?: string; message: string };
            throw failed(`${blame} threw an error during evaluation. ${code ? `${code}: ` : ""}${message}`);
        }
        if (value === undefined) throw failed(`${blame} returned nothing (undefined).`);
        return plain(value, blame);
    }
}

/** Parsing is slow, and the same expressions are evaluated many times, by any number of services. */
const compiled = new Map<string, Compiled>();

interface Compiled {
    readonly expression: jsonata.Expression;
    /** The variables that it refers to. */
    readonly names: readonly string[];
}

function compile(source: string): Compiled {
    let known = compiled.get(source);
    if (!known) {
        const names = new Set([...source.matchAll(/\$([\p{L}_][\p{L}\p{N}_]*)/gu)].map(([, name]) => name));
        known = { expression: jsonata(source), names: [...names] };
        register(known.expression);
        compiled.set(source, known);
    }
    return known;
}

/** The variable through which functions find the clock and randomness. No variable of a state machine has this name. */
const EXPRESSIONS = " expressions";

interface Scope {
    readonly environment: { lookup(name: string): Expressions };
}

const fromMillis = jsonata("$fromMillis($milliseconds, $picture, $timezone)");

/** https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html; `$eval` is not supported there. */
function register(expression: jsonata.Expression): void {
    expression.registerFunction("partition", partition, "<an:a>");
    expression.registerFunction("range", range, "<nnn:a>");
    expression.registerFunction("hash", hash, "<ss:s>");
    expression.registerFunction(
        "random",
        function (this: Scope, seed?: number) {
            return seed === undefined ? expressionsOf(this).random() : seeded(seed);
        },
        "<n?:n>",
    );
    expression.registerFunction(
        "uuid",
        function (this: Scope) {
            return uuidFrom(expressionsOf(this).random);
        },
        "<:s>",
    );
    expression.registerFunction("parse", (text: string) => JSON.parse(text) as Json, "<s:x>");
    expression.registerFunction(
        "millis",
        function (this: Scope) {
            return expressionsOf(this).now();
        },
        "<:n>",
    );
    expression.registerFunction(
        "now",
        function (this: Scope, picture?: string, timezone?: string) {
            return fromMillis.evaluate(undefined, { milliseconds: expressionsOf(this).now(), picture, timezone });
        },
        "<s?s?:s>",
    );
    expression.assign("eval", undefined);
}

const expressionsOf = ({ environment }: Scope): Expressions => environment.lookup(EXPRESSIONS);

/** The expression within `{% %}`, or undefined for other strings. */
export function sourceOf(text: string): string | undefined {
    return text.startsWith("{%") && text.endsWith("%}") ? text.slice(2, -2).trim() : undefined;
}

/** Throws if a value exceeds the limit for inputs and outputs of states. */
export function checkSize(value: Json, what: string): void {
    const bytes = bytesOf(value);
    if (bytes > payloadLimit) {
        throw new StateError(
            "States.DataLimitExceeded",
            `${what} has ${bytes} bytes; at most ${payloadLimit} are allowed.`,
        );
    }
}

/** Converts to JSON and back: JSONata marks its arrays, and the marks must not reach the next expression. */
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
