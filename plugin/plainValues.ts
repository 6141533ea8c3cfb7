import * as pulumi from "@pulumi/pulumi";
import { isKnown } from "../providers/outputs";
import { type InputFailure, refuse } from "../providers/validation/failure";
import { type Schema, type TypeSpec } from "./ownPackage";

/** Arguments as a component's class takes them, what they depended on, and what is not known yet although it must be. */
export interface PlainArguments {
    readonly args: Record<string, unknown>;
    readonly dependencies: readonly pulumi.Resource[];
    readonly failures: readonly InputFailure[];
}

/**
 * Awaits what a component must know while it is made: what the schema calls plain, for example that which decides names. What
 * it depended on becomes a dependency of the component; everything else stays an Output.
 */
export async function plainArguments(
    given: Readonly<Record<string, unknown>>,
    properties: Readonly<Record<string, TypeSpec>>,
    types: Schema["types"],
): Promise<PlainArguments> {
    const dependencies = new Set<pulumi.Resource>();
    const failures: InputFailure[] = [];

    const object = async (value: object, specs: Readonly<Record<string, TypeSpec>>, at: string) =>
        Object.fromEntries(
            await Promise.all(
                Object.entries(value).map(
                    async ([name, inner]) => [name, await one(inner, specs[name], at + name)] as const,
                ),
            ),
        );

    const one = async (value: unknown, spec: TypeSpec | undefined, path: string): Promise<unknown> => {
        if (value === undefined || value === null || !spec) return value ?? undefined;
        if (!spec.plain && !isReference(spec)) return value;
        if (pulumi.Output.isInstance(value)) {
            if (!(await isKnown(value))) {
                const next = "It decides names, so it cannot be the output of a resource that is not created yet.";
                failures.push(refuse(path, undefined, "known when the program is previewed", next));
                return undefined;
            }
            if (spec.plain && (await pulumi.isSecret(value))) {
                failures.push({ property: path, reason: secretReason(path) });
                return undefined;
            }
            (await dependenciesOf(value)).forEach((resource) => dependencies.add(resource));
            return one(await promiseOf(value), spec, path);
        }
        if (Array.isArray(value)) {
            return Promise.all(value.map((inner, index) => one(inner, spec.items, `${path}[${index}]`)));
        }
        const type = spec.$ref?.startsWith("#/types/") ? types[spec.$ref.slice("#/types/".length)] : undefined;
        if (type?.properties && typeof value === "object") return object(value, type.properties, `${path}.`);
        if (spec.additionalProperties && typeof value === "object") {
            const inner = spec.additionalProperties;
            return object(value, Object.fromEntries(Object.keys(value).map((name) => [name, inner])), `${path}.`);
        }
        return value;
    };

    const args = await object(given, properties, "");
    return { args, dependencies: [...dependencies], failures };
}

/** As a plain value it would stand in names, in the state and in what is printed. */
const secretReason = (path: string) =>
    `${path} is a secret, but must not be one. It decides what the component declares, so it could not be kept secret. Give a ` +
    "value that is no secret, for example of stack config that is set without --secret.";

/** Another component of this package, which arrives as its URN. */
const isReference = ({ $ref }: TypeSpec) => $ref?.startsWith("#/resources/") === true;

interface OutputInternals {
    readonly allResources?: () => Promise<Set<pulumi.Resource>>;
    promise(): Promise<unknown>;
}

const promiseOf = (output: pulumi.Output<unknown>) => (output as unknown as OutputInternals).promise();
const dependenciesOf = async (output: pulumi.Output<unknown>) =>
    (await (output as unknown as OutputInternals).allResources?.()) ?? new Set<pulumi.Resource>();
