import { invalid } from "./errors";
import type { AttributeValue } from "./values";

/** What stands for names and values in an expression. */
export interface Placeholders {
    readonly names: Readonly<Record<string, string>>;
    readonly values: Readonly<Record<string, AttributeValue>>;
}

/** An expression token by token. Words are compared without regard to their case where the grammar has them. */
export class Tokens {
    private readonly tokens: readonly string[];
    private at = 0;
    /** Every placeholder has to be used by some expression of the request. */
    readonly used = new Set<string>();

    constructor(
        private readonly kind: string,
        text: string,
        private readonly placeholders: Placeholders,
    ) {
        const tokens = text.match(/[#:]?[A-Za-z_][\w-]*|\d+|<>|<=|>=|[=<>(),.[\]+-]|\S/g) ?? [];
        this.tokens = tokens;
    }

    get isAtEnd(): boolean {
        return this.at >= this.tokens.length;
    }

    next(): string {
        if (this.isAtEnd) throw this.problem("Syntax error; the expression ends too early");
        return this.tokens[this.at++];
    }

    /** Takes the token if it is that one. */
    take(wanted: string): boolean {
        if (this.tokens[this.at]?.toUpperCase() !== wanted) return false;
        this.at += 1;
        return true;
    }

    expect(wanted: string): void {
        if (!this.take(wanted)) throw this.problem(`Syntax error; token: "${this.tokens[this.at] ?? "<EOF>"}"`);
    }

    /** Whether a call of a function comes next. */
    get isFunction(): boolean {
        return this.tokens[this.at + 1] === "(" && /^[a-z_]/i.test(this.tokens[this.at] ?? "");
    }

    /** An attribute's name. Documents within attributes are not emulated. */
    path(): string {
        const token = this.next();
        if (this.take(".") || this.take("[")) throw this.problem("The sandbox does not emulate paths into documents");
        if (token.startsWith("#")) {
            this.used.add(token);
            const name = this.placeholders.names[token];
            if (name === undefined) {
                throw this.problem(
                    `An expression attribute name used in the document path is not defined; attribute name: ${token}`,
                );
            }
            return name;
        }
        if (!/^[a-z]\w*$/i.test(token)) throw this.problem(`Syntax error; token: "${token}"`);
        if (reserved.has(token.toUpperCase())) {
            throw this.problem(`Attribute name is a reserved keyword; reserved keyword: ${token}`);
        }
        return token;
    }

    /** A value that a placeholder stands for; undefined where something else comes next. */
    value(): AttributeValue | undefined {
        const token = this.tokens[this.at];
        if (!token?.startsWith(":")) return undefined;
        this.at += 1;
        this.used.add(token);
        const value = this.placeholders.values[token];
        if (!value) {
            throw this.problem(
                `An expression attribute value used in expression is not defined; attribute value: ${token}`,
            );
        }
        return value;
    }

    problem(text: string): Error {
        return invalid(`Invalid ${this.kind}: ${text}`);
    }
}

/** Of the reserved words those that a table of exports might want as attribute names. */
const reserved = new Set(
    (
        "ABORT ACTION ADD ALL AND AS AT BATCH BEGIN BETWEEN BY COMMENT COUNT CURRENT DATA DATE DATETIME DAY DELETE END ERROR " +
        "ESCAPE EVENT EXECUTION EXISTS EXPORT FILE FROM GROUP GROUPS HOUR IN INTERVAL ITEM KEY KEYS LAST LIMIT LIST LOCK LOG " +
        "MINUTE MONTH NAME NAMES NEXT NOT NUMBER OF OLD ON OPEN OR ORDER OWNER PATH PRIMARY RANGE REASON REGION RESULT ROLE " +
        "SECOND SET SIZE SOURCE START STATE STATUS STREAM TABLE TASK TIME TIMESTAMP TIMEZONE TO TOKEN TTL TYPE UNTIL UPDATE " +
        "USER VALUE VALUES VERSION VIEW WAIT WHEN WITH WORK YEAR ZONE"
    ).split(" "),
);
