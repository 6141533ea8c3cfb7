import * as awsNative from "@pulumi/aws-native";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";

/**
 * What CloudFormation's schema allows in a resource, read from the types of @pulumi/aws-native, which are made from it:
 * the properties of each type by name, and the values of each enumeration. It needs neither the plugin nor a network.
 */
const FOLDER = join(require.resolve("@pulumi/aws-native/package.json"), "..");
const INPUTS = readFileSync(join(FOLDER, "types/input.d.ts"), "utf8");

/** The type of each property, as it is written. */
type Properties = ReadonlyMap<string, string>;

/** The arguments of a resource, for example `BucketArgs` of s3/bucket. */
export function argumentsOf(resource: string, name: string): Properties {
    return propertiesIn(readFileSync(join(FOLDER, `${resource}.d.ts`), "utf8"), name);
}

/** The parts of a value that are not in the schema: properties and values of enumerations, at any depth. */
export function strangersIn(value: unknown, allowed: Properties, path = ""): string[] {
    if (value === null || typeof value !== "object") return [];
    return Object.entries(value).flatMap(([name, inner]) => {
        const type = allowed.get(name);
        return type === undefined ? [`${path}${name}`] : strangersOf(inner, type, `${path}${name}`);
    });
}

function strangersOf(value: unknown, type: string, path: string): string[] {
    if (Array.isArray(value)) return value.flatMap((one, index) => strangersOf(one, type, `${path}[${index}]`));
    const [, module, name] = /\binputs\.(?:(\w+)\.)?(\w+)/.exec(type) ?? [];
    if (name !== undefined) return strangersIn(value, inputsOf(module, name), `${path}.`);
    const [, enumModule, enumName] = /\benums\.(\w+)\.(\w+)/.exec(type) ?? [];
    if (enumName === undefined || typeof value !== "string") return [];
    const modules = awsNative.types.enums as unknown as Record<string, Record<string, Record<string, string>>>;
    return Object.values(modules[enumModule][enumName]).includes(value) ? [] : [`${path}: ${value}`];
}

const known = new Map<string, Properties>();

function inputsOf(module: string | undefined, name: string): Properties {
    const key = `${module ?? ""}.${name}`;
    let properties = known.get(key);
    if (!properties) {
        // Of 6 MB only the one namespace is parsed; those of no module stand before all of them.
        const start = module === undefined ? 0 : INPUTS.indexOf(`export declare namespace ${module} {`);
        const end =
            module === undefined ? INPUTS.indexOf("export declare namespace ") : INPUTS.indexOf("\n}\n", start) + 2;
        properties = propertiesIn(INPUTS.slice(start, end), name);
        known.set(key, properties);
    }
    return properties;
}

const parsed = new Map<string, ts.SourceFile>();

function propertiesIn(text: string, name: string): Properties {
    const file = parsed.get(text) ?? ts.createSourceFile("types.d.ts", text, ts.ScriptTarget.Latest, true);
    parsed.set(text, file);
    const properties = new Map<string, string>();
    const visit = (node: ts.Node): void => {
        if (ts.isInterfaceDeclaration(node) && node.name.text === name) {
            for (const member of node.members) {
                if (ts.isPropertySignature(member)) {
                    properties.set(member.name.getText(file), member.type?.getText(file) ?? "");
                }
            }
        }
        ts.forEachChild(node, visit);
    };
    visit(file);
    if (properties.size === 0) throw new Error(`@pulumi/aws-native has no ${name}.`);
    return properties;
}
