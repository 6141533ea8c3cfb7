import fc from "fast-check";
import type { Declaration, Operation, Plan, Sequence, Trouble } from "./sequence";

const names = ["a", "b", "c", "d", "e", "f", "g", "h"];

/** One change of a program. `at` counts declarations, and wraps around, so that it fits however much is left out. */
type Edit =
    | { readonly edit: "add"; readonly declaration: Draft }
    | { readonly edit: "remove"; readonly at: number }
    | { readonly edit: "input"; readonly at: number; readonly key: string; readonly value: unknown }
    | { readonly edit: "option"; readonly at: number; readonly key: string; readonly value: unknown }
    | { readonly edit: "rename"; readonly at: number; readonly to: string; readonly alias: boolean }
    | { readonly edit: "swap"; readonly at: number };

/** A declaration whose references are numbers: `{ ref: 3, property }` is the third resource before it. */
interface Draft {
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
const inputValues: Record<string, fc.Arbitrary<unknown>> = {
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
const option = optionKeys.chain((key) => optionValues[key].map((value) => ({ key, value })));
const options = fc
    .oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 4, arbitrary: fc.array(option, { minLength: 1, maxLength: 3 }) },
    )
    .map((list) => Object.fromEntries(list.map(({ key, value }) => [key, value])));

const draft: fc.Arbitrary<Draft> = fc.oneof(
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

const inputKeys = fc.constantFrom(...Object.keys(inputValues));
const edit: fc.Arbitrary<Edit> = fc.oneof(
    {
        weight: 6,
        arbitrary: fc
            .tuple(fc.nat(7), inputKeys)
            .chain(([at, key]) =>
                fc
                    .oneof({ weight: 6, arbitrary: inputValues[key] }, { weight: 1, arbitrary: fc.constant(undefined) })
                    .map((value): Edit => ({ edit: "input", at, key, value })),
            ),
    },
    {
        weight: 4,
        arbitrary: fc
            .tuple(fc.nat(7), option, fc.integer({ min: 0, max: 4 }))
            .map(([at, { key, value }, drop]): Edit => ({ edit: "option", at, key, value: drop ? value : undefined })),
    },
    { weight: 2, arbitrary: draft.map((declaration): Edit => ({ edit: "add", declaration })) },
    { weight: 2, arbitrary: fc.nat(7).map((at): Edit => ({ edit: "remove", at })) },
    {
        weight: 2,
        arbitrary: fc
            .tuple(fc.nat(7), fc.constantFrom(...names), fc.integer({ min: 0, max: 4 }))
            .map(([at, to, forget]): Edit => ({ edit: "rename", at, to, alias: forget > 0 })),
    },
    { weight: 1, arbitrary: fc.nat(7).map((at): Edit => ({ edit: "swap", at })) },
);

const methods = fc.constantFrom("check", "diff", "create", "update", "delete", "read");
const trouble: fc.Arbitrary<Trouble> = fc.oneof(
    { weight: 4, arbitrary: methods.map((method): Trouble => ({ fails: { [method]: `no ${method} today` } })) },
    { weight: 1, arbitrary: fc.constant<Trouble>({ refuses: "it is wrong" }) },
    { weight: 2, arbitrary: fc.constant<Trouble>({ unhealthy: ["still waiting"] }) },
    { weight: 2, arbitrary: fc.constantFrom("changed", "gone").map((drift): Trouble => ({ drift })) },
);
const troubles = fc.oneof(
    { weight: 3, arbitrary: fc.constant<Record<string, Trouble>>({}) },
    { weight: 2, arbitrary: fc.dictionary(fc.constantFrom(...names), trouble, { minKeys: 1, maxKeys: 2 }) },
);

interface Step {
    readonly kind: Operation["kind"];
    readonly edits: readonly Edit[];
    readonly trouble: Readonly<Record<string, Trouble>>;
    readonly continueOnError: boolean;
    readonly replace: readonly string[];
    readonly throws: boolean;
}

const rarely = (odds: number) => fc.integer({ min: 0, max: odds - 1 }).map((roll) => roll === odds - 1);

const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom<Operation["kind"]>(
        "up",
        "up",
        "up",
        "up",
        "preview",
        "preview",
        "refresh",
        "refresh",
        "destroy",
    ),
    edits: fc.array(edit, { maxLength: 4 }),
    trouble: troubles,
    continueOnError: rarely(5),
    replace: rarely(8).chain((does) =>
        does ? fc.constantFrom(...names).map((name) => [name]) : fc.constant<string[]>([]),
    ),
    throws: rarely(20),
});

/** A sequence, which fast-check makes smaller by leaving out declarations, changes and operations. */
export const sequences: fc.Arbitrary<Sequence> = fc
    .record({
        provider: fc.record({
            acceptSecrets: rarely(4).map((not) => !not),
            supportsPreview: rarely(5).map((not) => !not),
        }),
        drafts: fc.array(draft, { minLength: 1, maxLength: 6 }),
        first: step,
        steps: fc.array(step, { minLength: 1, maxLength: 5 }),
    })
    .map(({ provider, drafts, first, steps }) => {
        let current: readonly Draft[] = unique(drafts);
        const operations = [{ ...first, kind: "up" as const }, ...steps].map((each): Operation => {
            const { kind, continueOnError, replace, throws } = each;
            const shared = {
                kind,
                ...(Object.keys(each.trouble).length > 0 ? { trouble: each.trouble } : {}),
                ...(continueOnError && kind !== "preview" && kind !== "refresh" ? { continueOnError } : {}),
            };
            if (kind === "refresh" || kind === "destroy") return shared;
            current = each.edits.reduce(apply, current);
            return {
                ...shared,
                plan: planOf(current, throws),
                ...(replace.length > 0 ? { replace } : {}),
            };
        });
        return { provider, operations };
    });

/** How fast-check makes the sequence of a seed. */
export function parametersOf(seed: number): { seed: number; numRuns: number; unbiased: boolean } {
    return { seed, numRuns: 1, unbiased: true };
}

export function sequenceOf(seed: number): Sequence {
    let generated: Sequence | undefined;
    fc.assert(
        fc.property(sequences, (sequence) => {
            generated = sequence;
        }),
        parametersOf(seed),
    );
    if (!generated) throw new Error(`Seed ${seed} makes no sequence.`);
    return generated;
}

function unique(drafts: readonly Draft[]): Draft[] {
    return drafts.filter((each, index) => drafts.findIndex(({ name }) => name === each.name) === index);
}

function apply(drafts: readonly Draft[], change: Edit): readonly Draft[] {
    if (change.edit === "add") {
        return unique([...drafts, change.declaration]);
    }
    if (drafts.length === 0) return drafts;
    const at = change.at % drafts.length;
    const old = drafts[at];
    const put = (next: Draft): Draft[] => drafts.map((each, index) => (index === at ? next : each));
    switch (change.edit) {
        case "remove":
            return drafts.filter((_, index) => index !== at);
        case "input":
            return old.kind === "thing" || (change.key === "value" && old.kind !== "get")
                ? put({ ...old, inputs: { ...old.inputs, [change.key]: change.value } })
                : drafts;
        case "option":
            return old.kind === "invoke"
                ? drafts
                : put({ ...old, options: { ...old.options, [change.key]: change.value } });
        case "rename":
            return drafts.some(({ name }) => name === change.to)
                ? drafts
                : put({
                      ...old,
                      name: change.to,
                      options:
                          change.alias && old.kind !== "invoke"
                              ? { ...old.options, aliases: [{ name: old.name }] }
                              : old.options,
                  });
        case "swap": {
            const to = (at + 1) % drafts.length;
            return drafts.map((each, index) => (index === at ? drafts[to] : index === to ? old : each));
        }
    }
}

/** Turns references into names of resources that are declared before, and leaves out those that do not fit. */
function planOf(drafts: readonly Draft[], throws: boolean): Plan {
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
