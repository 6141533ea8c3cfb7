import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import { CORE_SCHEMA, load } from "js-yaml";
import { parseText } from "./interpolation";
import { canonicalToken } from "./tokens";

type Yaml = null | boolean | number | string | Yaml[] | { readonly [key: string]: Yaml };
type YamlMap = Readonly<Record<string, Yaml>>;

interface ResourceDeclaration {
    readonly type: string;
    readonly name?: string;
    readonly properties?: YamlMap;
    readonly get?: { readonly id: Yaml; readonly state?: YamlMap };
    readonly options?: YamlMap;
}

interface TypeInfo {
    readonly isComponent: boolean;
    readonly outputs: readonly string[];
    /** Other types that the resource had, which the schema and not the program knows. */
    readonly aliases: readonly { readonly type: string }[];
}

interface Template {
    readonly config?: Readonly<Record<string, Yaml>>;
    readonly variables?: YamlMap;
    readonly resources?: Readonly<Record<string, ResourceDeclaration>>;
    readonly outputs?: YamlMap;
}

/** Resource options that are plain data, or resources by `${name}`. */
const OPTIONS = [
    "additionalSecretOutputs", "aliases", "customTimeouts", "deleteBeforeReplace", "ignoreChanges", "import", "parent",
    "protect", "provider", "providers", "replaceOnChanges", "retainOnDelete", "version",
]; // prettier-ignore

/**
 * Runs a YAML program with Pulumi's SDK for Node.js: resources, variables, config and outputs with `${…}` and the functions
 * below. Everything else is an error.
 * @param types from the packages' schemas, by type token.
 * @returns the outputs.
 */
export function runYaml(file: string, types: ReadonlyMap<string, TypeInfo>): Readonly<Record<string, unknown>> {
    // As for Pulumi, a date without quotes is a text.
    const template = load(readFileSync(file, "utf8"), { schema: CORE_SCHEMA }) as Template;
    return new Program(template, types).run();
}

/** A resource of any type. */
class Custom extends pulumi.CustomResource {}
class Provider extends pulumi.ProviderResource {}

class Program {
    private readonly made = new Map<string, unknown>();
    private readonly making = new Set<string>();

    constructor(
        private readonly template: Template,
        private readonly types: ReadonlyMap<string, TypeInfo>,
    ) {}

    run(): Readonly<Record<string, unknown>> {
        for (const name of Object.keys(this.template.variables ?? {})) this.valueNamed(name);
        for (const name of Object.keys(this.template.resources ?? {})) this.valueNamed(name);
        return this.map(this.template.outputs ?? {});
    }

    /** A resource, variable or config value, made when it is first needed. */
    private valueNamed(name: string): unknown {
        if (this.made.has(name)) return this.made.get(name);
        if (this.making.has(name)) throw new pulumi.RunError(`${name} depends on itself.`);
        this.making.add(name);
        const value = this.make(name);
        this.made.set(name, value);
        return value;
    }

    private make(name: string): unknown {
        const { resources = {}, variables = {}, config = {} } = this.template;
        if (name in resources) return this.resource(name, resources[name]);
        if (name in variables) return this.value(variables[name]);
        if (name in config) return this.config(name, config[name]);
        if (name === "pulumi") {
            const [project, stack, organization] = [pulumi.getProject(), pulumi.getStack(), pulumi.getOrganization()];
            return { project, stack, organization, cwd: process.cwd() };
        }
        throw new pulumi.RunError(`resource or variable named ${JSON.stringify(name)} could not be found`);
    }

    private config(name: string, declared: Yaml): unknown {
        const { type } = (typeof declared === "object" && declared !== null ? declared : {}) as { type?: string };
        const [namespace, key] = name.includes(":") ? name.split(":") : [undefined, name];
        const config = new pulumi.Config(namespace);
        return type === "string" || type === undefined ? config.require(key) : config.requireObject(key);
    }

    private resource(name: string, declared: ResourceDeclaration): pulumi.Resource {
        const type = canonicalToken(declared.type);
        const opts = this.options(declared.options ?? {});
        const logicalName = declared.name ?? name;
        if (declared.get) {
            const id = this.value(declared.get.id) as pulumi.Input<string>;
            return new Custom(type, logicalName, this.map(declared.get.state ?? {}), { ...opts, id });
        }
        const properties = this.map(declared.properties ?? {});
        const provider = /^pulumi:providers:(.+)$/.exec(type)?.[1];
        if (provider) return new Provider(provider, logicalName, properties, opts);
        const known = this.types.get(type);
        // Outputs must be named, or the SDK would add them to the resource only after it has a URN.
        for (const output of known?.outputs ?? []) properties[output] ??= undefined;
        return known?.isComponent
            ? new pulumi.ComponentResource(type, logicalName, properties, opts, true)
            : new Custom(type, logicalName, properties, {
                  ...opts,
                  aliases: [...(opts.aliases ?? []), ...(known?.aliases ?? [])],
              });
    }

    private options(given: YamlMap): pulumi.CustomResourceOptions {
        const { dependsOn, ...others } = given;
        const unknown = Object.keys(others).find((name) => !OPTIONS.includes(name));
        if (unknown) throw new pulumi.RunError(`The sandbox does not know the resource option ${unknown}.`);
        const one = this.map(others) as pulumi.CustomResourceOptions;
        return dependsOn === undefined ? one : { ...one, dependsOn: this.value(dependsOn) as pulumi.Resource[] };
    }

    private map(given: YamlMap): Record<string, unknown> {
        return Object.fromEntries(Object.entries(given).map(([name, inner]) => [name, this.value(inner)]));
    }

    private value(given: Yaml): unknown {
        if (typeof given === "string") return this.text(given);
        if (Array.isArray(given)) return given.map((one) => this.value(one));
        if (typeof given !== "object" || given === null) return given;
        const [[name, inner] = ["", null], ...others] = Object.entries(given);
        return name.startsWith("fn::") && others.length === 0 ? this.call(name, inner) : this.map(given);
    }

    private text(given: string): unknown {
        const parts = parseText(given).map((part) => ("text" in part ? part.text : this.at(part.path)));
        return parts.length === 1 ? parts[0] : pulumi.concat(...(parts as pulumi.Input<string>[]));
    }

    private at([name, ...path]: readonly (string | number)[]): unknown {
        const root = this.valueNamed(String(name));
        if (path.length === 0) return root;
        if (!pulumi.Resource.isInstance(root)) return later(root).apply((value) => follow(value, path));
        // The engine's response is complete once the resource has a URN.
        return pulumi.all([root.urn, root]).apply(([urn]) => {
            if (path[0] === "urn") return urn;
            const property = (root as unknown as Record<string, unknown>)[path[0]];
            if (property === undefined && pulumi.runtime.isDryRun()) return unknownOutput();
            return later(property).apply((value) => follow(value, path.slice(1)));
        });
    }

    private call(name: string, given: Yaml): unknown {
        switch (name) {
            case "fn::secret":
                return pulumi.secret(this.value(given));
            case "fn::toJSON":
                return pulumi.jsonStringify(this.value(given));
            case "fn::invoke": {
                const asked = given as { function: string; arguments?: YamlMap; options?: YamlMap; return?: string };
                const token = canonicalToken(asked.function, true);
                const args = this.map(asked.arguments ?? {});
                const opts = this.options(asked.options ?? {}) as pulumi.InvokeOutputOptions;
                const result = pulumi.runtime.invokeOutput<Record<string, unknown>>(token, args, opts);
                return asked.return === undefined ? result : result.apply((value) => value[asked.return as string]);
            }
            default:
                throw new pulumi.RunError(`The sandbox does not know the function ${name}.`);
        }
    }
}

const later = (value: unknown): pulumi.Output<unknown> => pulumi.output(value as string);

function follow(value: unknown, path: readonly (string | number)[]): unknown {
    return path.reduce((at, step) => (at as Record<string | number, unknown> | undefined)?.[step], value);
}

/** An output of a resource that a preview does not create. */
function unknownOutput(): pulumi.Output<unknown> {
    const Constructor = pulumi.Output as unknown as new (...parts: unknown[]) => pulumi.Output<unknown>;
    return new Constructor(
        [],
        Promise.resolve(undefined),
        Promise.resolve(false),
        Promise.resolve(false),
        Promise.resolve([]),
    );
}
