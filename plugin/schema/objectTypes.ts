import ts from "typescript";
import { ENUM_VALUES } from "./enumValues";
import { type LibraryTypes } from "./libraryTypes";
import { DIFFERENCES, ENUMS, LARGE_NUMBERS, type PropertySpec, SAID_OTHERWISE } from "./saidOtherwise";

export const PACKAGE = "cloudwatch-logs-export";

export interface ObjectType {
    readonly properties: Readonly<Record<string, PropertySpec>>;
    readonly required: readonly string[];
}

type Spec = Record<string, unknown>;

/** Turns the library's types into the types of a schema, and keeps those that are named. */
export class ObjectTypes {
    /** By token: objects and enums that properties refer to. */
    readonly types: Record<string, object> = {};

    constructor(private readonly library: LibraryTypes) {}

    /**
     * The properties of a type of the library.
     * @param name of the type; of an argument that is said otherwise, what `SAID_OTHERWISE` has for it stands here.
     */
    object(name: string, symbols: readonly ts.Symbol[]): ObjectType {
        const properties: Record<string, PropertySpec> = {};
        const required: string[] = [];
        const otherwise = SAID_OTHERWISE[name] ?? {};
        for (const symbol of symbols) {
            if (DIFFERENCES[name]?.[symbol.name]?.says === "nothing") continue;
            const description = spoken(this.library.descriptionOf(symbol));
            const given = otherwise[symbol.name];
            properties[symbol.name] = given
                ? { ...(description && { description }), ...given }
                : { ...(description && { description }), ...this.property(name, symbol) };
            if (!(symbol.flags & ts.SymbolFlags.Optional)) required.push(symbol.name);
        }
        for (const [added, spec] of Object.entries(otherwise)) properties[added] ??= spec;
        for (const spec of Object.values(properties)) this.addReferenced(spec);
        return { properties, required: required.filter((one) => !(one in otherwise)).sort() };
    }

    /** An object type of the schema, made of a type of the library under a name of its own or the same. */
    addObject(token: string, name: string, symbols: readonly ts.Symbol[], description: string): void {
        const key = `${PACKAGE}:index:${token}`;
        if (key in this.types) return;
        this.types[key] = {}; // one that refers to itself
        const { properties, required } = this.object(name, symbols);
        this.types[key] = { type: "object", description, properties, ...(required.length > 0 && { required }) };
    }

    /** An output of a class: `pulumi.Output<T | undefined>`, which is not always there. */
    output(symbol: ts.Symbol): { spec: PropertySpec; isRequired: boolean } {
        const node = typeNodeOf(symbol);
        const inner = ts.isTypeReferenceNode(node) && node.typeArguments ? node.typeArguments[0] : node;
        const members = ts.isUnionTypeNode(inner) ? [...inner.types] : [inner];
        const isUndefined = (one: ts.TypeNode) => one.kind === ts.SyntaxKind.UndefinedKeyword;
        const known = members.filter((one) => !isUndefined(one));
        const spec = withoutPlain(this.specOf(known[0], `${symbol.name}`, symbol.name));
        const description = spoken(this.library.descriptionOf(symbol));
        return {
            spec: { ...(description && { description }), ...spec },
            isRequired: known.length === members.length && !(symbol.flags & ts.SymbolFlags.Optional),
        };
    }

    private property(owner: string, symbol: ts.Symbol): Spec {
        return this.specOf(typeNodeOf(symbol), `${owner}.${symbol.name}`, symbol.name);
    }

    private specOf(node: ts.TypeNode, path: string, name: string): Spec {
        const input = this.inputOf(node);
        if (input) return withoutPlain(this.specOf(input, path, name));
        const texts = this.library.textsOf(node);
        if (texts) return { ...this.enumRef(node, texts, path, name), plain: true };
        if (ts.isTypeOperatorNode(node) || ts.isParenthesizedTypeNode(node)) return this.specOf(node.type, path, name);
        if (ts.isArrayTypeNode(node)) {
            return { type: "array", items: this.specOf(node.elementType, path, name), plain: true };
        }
        switch (node.kind) {
            case ts.SyntaxKind.StringKeyword:
                return { type: "string", plain: true };
            case ts.SyntaxKind.BooleanKeyword:
                return { type: "boolean", plain: true };
            case ts.SyntaxKind.NumberKeyword:
                return { type: LARGE_NUMBERS.has(name) ? "number" : "integer", plain: true };
            case ts.SyntaxKind.UnknownKeyword:
                return { $ref: "pulumi.json#/Any" };
        }
        if (ts.isUnionTypeNode(node)) {
            // A point in time, or "latest".
            const isTime = node.types.some((one) => this.isNamed(one, "TimestampInput"));
            if (isTime) return { type: "string", plain: true };
        }
        if (ts.isTypeReferenceNode(node)) return this.reference(node, path, name);
        throw new Error(`${path} is ${node.getText()}, which no schema can say: add it to saidOtherwise.ts.`);
    }

    private reference(node: ts.TypeReferenceNode, path: string, name: string): Spec {
        if (this.isNamed(node, "TimestampInput")) return { type: "string", plain: true };
        if (this.isNamed(node, "Record") && node.typeArguments) {
            return {
                type: "object",
                additionalProperties: this.specOf(node.typeArguments[1], path, name),
                plain: true,
            };
        }
        const symbol = this.library.resolve(node.typeName);
        const alias = symbol?.declarations?.find(ts.isTypeAliasDeclaration);
        if (symbol && alias && !node.typeArguments) return this.specOf(alias.type, path, name);
        if (!symbol?.declarations?.some(ts.isInterfaceDeclaration)) {
            throw new Error(`${path} is ${node.getText()}, which no schema can say: add it to saidOtherwise.ts.`);
        }
        return { ...this.objectRef(symbol), plain: true };
    }

    private objectRef(symbol: ts.Symbol): Spec {
        const token = symbol.name.replace(/Args$/, "");
        this.addObject(
            token,
            symbol.name,
            this.library.propertiesOf(symbol),
            spoken(this.library.descriptionOf(symbol)),
        );
        return { $ref: `#/types/${PACKAGE}:index:${token}` };
    }

    /** What `pulumi.Input<…>` or an alias of it holds. */
    private inputOf(node: ts.TypeNode): ts.TypeNode | undefined {
        if (!ts.isTypeReferenceNode(node)) return undefined;
        if (this.isNamed(node, "Input")) return node.typeArguments?.[0];
        const alias = this.library.resolve(node.typeName)?.declarations?.find(ts.isTypeAliasDeclaration);
        return alias && !node.typeArguments && alias.name.text !== "Input" ? this.inputOf(alias.type) : undefined;
    }

    private isNamed(node: ts.TypeNode, name: string): boolean {
        if (!ts.isTypeReferenceNode(node)) return false;
        const { typeName } = node;
        return (ts.isIdentifier(typeName) ? typeName : typeName.right).text === name;
    }

    private enumRef(node: ts.TypeNode, texts: readonly string[], path: string, property: string): Spec {
        const isAlias =
            ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName) && /^[A-Z]/.test(node.typeName.text);
        const named = ENUMS[path] ?? ENUMS[property];
        const name = named?.name ?? (isAlias ? node.typeName.getText() : undefined);
        if (!name) throw new Error(`${path} is ${node.getText()}: name the enum in saidOtherwise.ts.`);
        const symbol = isAlias ? this.library.resolve((node as ts.TypeReferenceNode).typeName) : undefined;
        const description = symbol ? spoken(this.library.descriptionOf(symbol)) : (named?.description ?? "");
        this.addEnum(name, texts, description);
        return { $ref: `#/types/${PACKAGE}:index:${name}` };
    }

    addEnum(name: string, texts: readonly string[], description = ""): void {
        this.types[`${PACKAGE}:index:${name}`] ??= {
            type: "string",
            ...(description && { description }),
            enum: texts.map((value) => ({ name: enumName(value), value, description: describedValue(name, value) })),
        };
    }

    /** The types that `SAID_OTHERWISE` refers to, which no type of the library does. */
    private addReferenced(spec: PropertySpec): void {
        const token = /^#\/types\/.*:(\w+)$/.exec(String(spec.$ref))?.[1];
        if (!token || `${PACKAGE}:index:${token}` in this.types) return;
        if (token === "BucketEncryption") {
            this.addObject(token, token, [], "How objects are encrypted: with your key, or with one that is created.");
        } else if (token === "TopicEncryption") {
            this.addObject(token, token, [], "The key of the topic for failed runs: yours, or one that is created.");
        } else if (token === "ExportLayout") {
            this.addEnum(token, ["hive", "plain"], ENUMS.layout.description);
        } else {
            const symbol = this.library.symbol(token in ALIASES ? ALIASES[token] : token);
            const properties = this.library.propertiesOf(symbol);
            this.addObject(token, symbol.name, properties, spoken(this.library.descriptionOf(symbol)));
        }
    }
}

/** Types of the schema whose name in the library is another one. */
const ALIASES: Readonly<Record<string, string>> = {
    Alarm: "AlarmArgs",
    ExecutionLogs: "ExecutionLogsArgs",
    NewKey: "NewKeyArgs",
    ExportSchedule: "ExportScheduleArgs",
};

function typeNodeOf(symbol: ts.Symbol): ts.TypeNode {
    const declaration = symbol.declarations?.[0];
    if (
        declaration &&
        (ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration)) &&
        declaration.type
    ) {
        return declaration.type;
    }
    throw new Error(`${symbol.name} has no declared type.`);
}

function describedValue(name: string, value: string): string {
    const description = ENUM_VALUES[name]?.[value];
    if (!description) throw new Error(`Say in enumValues.ts what ${value} of ${name} means.`);
    return description;
}

/** "GLACIER_IR" → "GlacierIr", "7-years" → "SevenYears": SDKs make identifiers of it. */
function enumName(value: string): string {
    const digits: Readonly<Record<string, string>> = {
        "1": "One",
        "6": "Six",
        "7": "Seven",
        "10": "Ten",
        "90": "Ninety",
    };
    const isUpper = value === value.toUpperCase();
    const words = (isUpper ? value.toLowerCase() : value).split(/[-_]/);
    return words.map((word) => digits[word] ?? word[0].toUpperCase() + word.slice(1)).join("");
}

/** Nothing in an Input is plain: what holds it may be an Output. */
export function withoutPlain(spec: Spec): Spec {
    const rest = Object.fromEntries(Object.entries(spec).filter(([name]) => name !== "plain"));
    const inner = (value: unknown) => (value ? withoutPlain(value as Spec) : undefined);
    return {
        ...rest,
        ...("items" in rest && { items: inner(rest.items) }),
        ...("additionalProperties" in rest && { additionalProperties: inner(rest.additionalProperties) }),
    };
}

/** What is only true of TypeScript. */
const OF_TYPESCRIPT: readonly [RegExp, string][] = [
    [/, a `Date`, or milliseconds since 1970/g, ""],
    [
        / Needed if an explicit `aws\.Provider` [^\n]*? than the provider's\./g,
        " It stands before the roles of the provider.",
    ],
    [
        /, or a layout function leaves it, the bucket\. What a `transform` puts elsewhere is not in it\./g,
        ", the bucket.",
    ],
    [/ A function, as LogExport takes it, cannot run in AWS\./g, ""],
    [/ Regular expressions are those that JSONata knows: [^\n]*? the only flag\./g, ""],
    // Expressions: of other packages, and regular ones.
    [/\n\nExample: `[^\n]*(?:\bnew |pulumi\.|[[ ]\/[^\n]*\/[\]}, ])[^\n]*`/g, ""],
];

/** What the library says, for those who write another language. */
function spoken(text: string): string {
    return OF_TYPESCRIPT.reduce((said, [pattern, other]) => said.replace(pattern, other), text).replace(
        /\{@link (\w+)\}/g,
        "`$1`",
    );
}
