import fc from "fast-check";
import type { Declaration, Plan } from "./sequence";

export const names = ["a", "b", "c", "d", "e", "f", "g", "h"];

/** A declaration whose references are numbers: `{ ref: 3, property }` is the third resource before it. */
export interface Draft {
    kind: Declaration["kind"];
    name: string;
    inputs: Record<string, unknown>;
    options: Record<string, unknown>;
}

interface Reference {
    readonly ref: number;
    readonly property?: string;
}

const ref = (property?: string) => fc.nat(5).map((at): Reference => (property ? { ref: at, property } : { ref: at }));

const leaf = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<unknown>(1, 2, "x") },
    { weight: 2, arbitrary: fc.constantFrom("value", "made").chain(ref) },
    {
        weight: 1,
        arbitrary: fc.constantFrom<unknown>(null, "$secret:s", "$secret:t", "$text:one", "$text:two", [1, 2]),
    },
);
const tags = fc.oneof(
    { weight: 4, arbitrary: fc.record({ t: leaf, u: leaf }, { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>("$secret:tags", null) },
);
export const inputValues: Record<string, fc.Arbitrary<unknown>> = {
    value: leaf,
    tags,
    place: fc.constantFrom(1, 2),
    extra: leaf,
    first: fc.boolean(),
    mode: fc.constantFrom("keys", "detailed", "silent", "vague"),
};
const thingInputs = fc.record(inputValues, { requiredKeys: [] });

const paths = fc.constantFrom("value", "tags", "tags.t", 'tags["u"]', "tags.*", "extra", "place", "*", "extra[0]");
const optionValues: Record<string, fc.Arbitrary<unknown>> = {
    parent: ref(),
    dependsOn: fc.array(ref(), { minLength: 1, maxLength: 2 }),
    provider: ref(),
    protect: fc.boolean(),
    retainOnDelete: fc.boolean(),
    deletedWith: ref(),
    deleteBeforeReplace: fc.boolean(),
    ignoreChanges: fc.uniqueArray(paths, { minLength: 1, maxLength: 2 }),
    replaceOnChanges: fc.uniqueArray(paths, { minLength: 1, maxLength: 2 }),
    additionalSecretOutputs: fc.constant(["value"]),
    customTimeouts: fc.constant({ create: "5m", update: "1h30m", delete: "90s" }),
};
const optionKeys = fc.constantFrom(...Object.keys(optionValues));
export const option = optionKeys.chain((key) => optionValues[key].map((value) => ({ key, value })));
const options = fc
    .oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 4, arbitrary: fc.array(option, { minLength: 1, maxLength: 3 }) },
    )
    .map((list) => Object.fromEntries(list.map(({ key, value }) => [key, value])));

export const draft: fc.Arbitrary<Draft> = fc.oneof(
    {
        weight: 10,
        arbitrary: fc.record({
            kind: fc.constant("thing" as const),
            name: fc.constantFrom(...names),
            inputs: thingInputs,
            options,
        }),
    },
    {
        weight: 3,
        arbitrary: fc.record({
            kind: fc.constant("group" as const),
            name: fc.constantFrom(...names),
            inputs: fc.record({ value: leaf }, { requiredKeys: [] }),
            options,
        }),
    },
    {
        weight: 2,
        arbitrary: fc.record({
            kind: fc.constant("provider" as const),
            name: fc.constantFrom(...names),
            inputs: fc.record({ value: leaf, place: fc.constantFrom<unknown>("1", "2") }, { requiredKeys: [] }),
            options,
        }),
    },
    {
        weight: 1,
        arbitrary: fc.record({
            kind: fc.constant("get" as const),
            name: fc.constantFrom(...names),
            inputs: fc.constant({}),
            options: fc.tuple(options, fc.constantFrom("a-1", "i-1", "i-2")).map(([rest, id]) => ({ ...rest, id })),
        }),
    },
    {
        weight: 1,
        arbitrary: fc.record({
            kind: fc.constant("invoke" as const),
            name: fc.constantFrom(...names),
            inputs: fc
                .record({ value: leaf, refuse: fc.constant(1), fail: fc.constant(1) }, { requiredKeys: ["value"] })
                .map(({ value, refuse, fail }) => ({
                    value,
                    ...(refuse && fail ? {} : refuse ? { refuse } : fail ? { fail } : {}),
                })),
            options: fc.constant({}),
        }),
    },
);

/** Resolves references to names of resources that are declared before, and omits those that do not fit. */
export function planOf(drafts: readonly Draft[], throws: boolean): Plan {
    const declarations = drafts.map(({ kind, name, inputs, options: given }, index): Declaration => {
        const before = drafts.slice(0, index);
        const resources = before.filter((each) => each.kind !== "invoke");
        const valued = before.filter((each) => each.kind !== "group" && each.kind !== "provider");
        const value = (from: unknown): unknown => {
            if (isReference(from)) {
                const [target] = pick(valued, from);
                const property = target?.kind === "invoke" ? "value" : from.property;
                return target ? `$${target.name}.${property}` : undefined;
            }
            if (Array.isArray(from)) return from.map(value);
            if (typeof from === "object" && from !== null) {
                return Object.fromEntries(Object.entries(from).map(([key, each]) => [key, value(each)]));
            }
            return from;
        };
        const resolve = (key: string, from: unknown): unknown => {
            if (from === undefined) return undefined;
            if (key === "dependsOn") {
                const targets = (from as readonly Reference[]).flatMap((each) => pick(resources, each));
                return targets.length > 0 ? [...new Set(targets.map((each) => `$${each.name}`))] : undefined;
            }
            if (!isReference(from)) return from;
            const candidates =
                key === "provider"
                    ? resources.filter((each) => each.kind === "provider")
                    : key === "parent"
                      ? resources.filter((each) => each.kind !== "get")
                      : resources;
            const [target] = pick(candidates, from);
            return target && `$${target.name}`;
        };
        const resolvedOptions = Object.entries(given).map(([key, from]) => [key, resolve(key, from)] as const);
        return {
            kind,
            name,
            inputs: Object.fromEntries(Object.entries(inputs).map(([key, from]) => [key, value(from)])),
            options: Object.fromEntries(
                resolvedOptions.filter(
                    ([key, resolved]) => resolved !== undefined && !(key === "provider" && kind === "provider"),
                ),
            ),
        };
    });
    return { declarations, ...(throws ? { throws } : {}) };
}

function pick(from: readonly Draft[], { ref: at }: Reference): Draft[] {
    return from.length === 0 ? [] : [from[from.length - 1 - (at % from.length)]];
}

function isReference(value: unknown): value is Reference {
    return typeof value === "object" && value !== null && "ref" in value;
}
