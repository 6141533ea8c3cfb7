import fc from "fast-check";
import { type Draft, draft, inputValues, names, option } from "./drafts";

/** One change of a program. `at` counts declarations, and wraps around, so that it remains valid when declarations are left out. */
export type Edit =
    | { readonly edit: "add"; readonly declaration: Draft }
    | { readonly edit: "remove"; readonly at: number }
    | { readonly edit: "input"; readonly at: number; readonly key: string; readonly value: unknown }
    | { readonly edit: "option"; readonly at: number; readonly key: string; readonly value: unknown }
    | { readonly edit: "rename"; readonly at: number; readonly to: string; readonly alias: boolean }
    | { readonly edit: "swap"; readonly at: number };

const inputKeys = fc.constantFrom(...Object.keys(inputValues));
export const edit: fc.Arbitrary<Edit> = fc.oneof(
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

export function apply(drafts: readonly Draft[], change: Edit): readonly Draft[] {
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

export function unique(drafts: readonly Draft[]): Draft[] {
    return drafts.filter((each, index) => drafts.findIndex(({ name }) => name === each.name) === index);
}
