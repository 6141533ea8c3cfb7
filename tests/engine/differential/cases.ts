import type { Declaration, Operation, Plan, Sequence, Trouble } from "./sequence";

// Sequences in which the engines once differed, named after their subject. differences.test.ts describes them.

const thing = (
    name: string,
    inputs: Declaration["inputs"] = {},
    options: Declaration["options"] = {},
): Declaration => ({
    kind: "thing",
    name,
    inputs,
    options,
});
const group = (name: string, options: Declaration["options"] = {}): Declaration => ({
    kind: "group",
    name,
    inputs: {},
    options,
});
const provider = (
    name: string,
    inputs: Declaration["inputs"] = {},
    options: Declaration["options"] = {},
): Declaration => ({
    kind: "provider",
    name,
    inputs,
    options,
});
const get = (name: string, id: string, options: Declaration["options"] = {}): Declaration => ({
    kind: "get",
    name,
    inputs: {},
    options: { ...options, id },
});
const plan = (...declarations: Declaration[]): Plan => ({ declarations });
const up = (...declarations: Declaration[]): Operation => ({ kind: "up", plan: plan(...declarations) });
const preview = (...declarations: Declaration[]): Operation => ({ kind: "preview", plan: plan(...declarations) });
const refresh: Operation = { kind: "refresh" };
const destroy: Operation = { kind: "destroy" };
const withTrouble = (operation: Operation, trouble: Readonly<Record<string, Trouble>>): Operation => ({
    ...operation,
    trouble,
});
const sequence = (...operations: Operation[]): Sequence => ({
    provider: { acceptSecrets: true, supportsPreview: true },
    operations,
});

const before = (place: number) => thing("owner", { place, first: true });
const family = (suffix: string, options: (name: string) => Declaration["options"]): Declaration[] => [
    provider(`provider${suffix}`, {}, options("provider")),
    group(`group${suffix}`, options("group")),
    thing("member", {}, { parent: `$group${suffix}`, provider: `$provider${suffix}` }),
    thing(`first${suffix}`, { value: 1 }, options("first")),
    thing("second", { value: `$first${suffix}.value` }, { deletedWith: `$first${suffix}` }),
];
const referring = (place: number): Declaration[] => [
    thing("a", { value: 1, place }),
    group("group"),
    provider("provider"),
    thing("referrer", { value: "$a", tags: { t: "$group", u: "$provider" } }),
];
const references = sequence(preview(...referring(1)), up(...referring(1)), up(...referring(2)), refresh, destroy);
const transformed = (place: number): Declaration[] => [
    thing("source", { place, first: true }),
    thing("untouched", { place: "$source.made" }, { transforms: ["$transform:nothing"] }),
    thing("changed", { value: "$source.made", tags: { t: "$source.made" } }, { transforms: ["$transform:value"] }),
];
const renamed = family("2", (name) => ({ aliases: [{ name }] }));

export const cases = {
    protectedDependent: sequence(
        up(before(1), thing("dependent", { place: "$owner.made" }, { protect: true })),
        preview(before(2), thing("dependent", { place: "$owner.made" }, { protect: true })),
        up(before(2), thing("dependent", { place: "$owner.made" }, { protect: true })),
    ),
    renamedThenFailed: sequence(
        up(...family("", () => ({}))),
        {
            kind: "up",
            plan: { declarations: renamed.filter(({ name }) => !["member", "second"].includes(name)), throws: true },
        },
        refresh,
        up(...renamed),
        destroy,
    ),
    vanished: sequence(
        up(
            thing("parent"),
            thing("child", {}, { parent: "$parent" }),
            thing("attached", {}, { deletedWith: "$parent" }),
            thing("dependent", {}, { dependsOn: ["$parent"] }),
        ),
        withTrouble(refresh, { parent: { drift: "gone" } }),
        destroy,
    ),
    deletedWithReplaced: sequence(
        up(thing("owner", { place: 1 }), thing("attached", {}, { deletedWith: "$owner" })),
        up(thing("owner", { place: 2 }), thing("attached", {}, { deletedWith: "$owner" })),
        up(get("owner", "given"), thing("attached", {}, { deletedWith: "$owner" })),
    ),
    ignoredChanges: sequence(
        up(
            thing("added", { tags: { u: 1 } }, { ignoreChanges: ["tags.t"] }),
            thing("hidden", { tags: "$secret:old" }, { ignoreChanges: ["tags"] }),
            thing("removed", { tags: { t: { deep: 1 } } }, { ignoreChanges: ["tags.t.deep"] }),
        ),
        up(
            thing("added", { tags: { u: 1, t: 2 } }, { ignoreChanges: ["tags.t"] }),
            thing("hidden", { tags: "$secret:new" }, { ignoreChanges: ["tags"] }),
            thing("removed", { tags: {} }, { ignoreChanges: ["tags.t.deep"] }),
        ),
    ),
    replaceOnNestedChange: sequence(
        up(thing("silent", { mode: "silent", tags: { t: 1, u: 1 } }, { replaceOnChanges: ["tags.t"] })),
        up(thing("silent", { mode: "silent", tags: { t: 1, u: 2 } }, { replaceOnChanges: ["tags.t"] })),
        up(thing("silent", { mode: "silent", tags: { t: 2, u: 2 } }, { replaceOnChanges: ["tags.t"] })),
    ),
    nulls: sequence(up(thing("nothing", { value: null, tags: { t: null } })), refresh),
    unknownConfiguration: sequence(
        up(provider("provider"), thing("old", {}, { provider: "$provider" })),
        preview(
            thing("source"),
            provider("provider", { value: "$source.made" }),
            thing("old", { value: 1 }, { provider: "$provider" }),
            thing("new", {}, { provider: "$provider" }),
            get("found", "given", { provider: "$provider" }),
        ),
    ),
    failedReadPassedOver: sequence({
        ...withTrouble(up(get("found", "given"), thing("other")), { found: { fails: { read: "no such thing" } } }),
        continueOnError: true,
    }),
    failedDiffAfterRead: sequence(
        up(thing("drifting", { value: 1 })),
        withTrouble(refresh, { drifting: { drift: "changed", fails: { diff: "no diff today" } } }),
    ),
    texts: sequence(
        withTrouble(preview(thing("refused")), { refused: { fails: { create: "no create today" } } }),
        up(thing("kept", { value: 1 })),
        withTrouble(up(thing("kept", { value: 2 })), { kept: { fails: { diff: "no diff today" } } }),
        up({ kind: "invoke", name: "asked", inputs: { fail: 1 }, options: {} }),
    ),
    hiddenDiffs: sequence(
        up(thing("shown", { value: 1 }, { hideDiffs: ["value", "tags.t"] })),
        up(thing("shown", { value: 2 }, { hideDiffs: ["value", "tags.t"] })),
    ),
    references,
    referencesNotAccepted: {
        ...references,
        provider: { acceptSecrets: false, supportsPreview: true, acceptResources: false },
    },
    transformedDependencies: sequence(up(...transformed(1)), up(...transformed(2))),
    transformedOptions: sequence(
        up(
            provider("provider"),
            group("group", { providers: ["$provider"], protect: true }),
            thing(
                "bare",
                { value: 1 },
                {
                    ...{ parent: "$group", retainOnDelete: true, aliases: [{ name: "old" }], ignoreChanges: ["value"] },
                    ...{ dependsOn: ["$provider"], customTimeouts: { create: "5m" }, deleteBeforeReplace: true },
                    ...{ hideDiffs: ["value"], transforms: ["$transform:noOptions"] },
                },
            ),
            thing("hiding", { value: 1 }, { hideDiffs: ["value"], transforms: ["$transform:nothing"] }),
        ),
    ),
    timeouts: sequence(
        up(thing("timed", {}, { customTimeouts: { create: "1.5h", update: "100ms", delete: "1us" } })),
        up(thing("timed", { value: 1 }, { customTimeouts: { create: "-5m", update: "0" } })),
    ),
    wrongAlias: sequence(up(thing("aliased", {}, { aliases: ["thing"] }))),
    wrongParentAlias: sequence(up(thing("aliased", {}, { aliases: [{ parent: "group" }] }))),
    unknownReplaced: sequence(
        up(thing("known")),
        { ...preview(thing("known")), replace: ["urn:pulumi:s::differential::rec:index:Thing::unknown"] },
        {
            ...up(thing("known"), thing("unknown")),
            replace: ["urn:pulumi:s::differential::rec:index:Group$rec:index:Thing::unknown"],
        },
    ),
} satisfies Record<string, Sequence>;
