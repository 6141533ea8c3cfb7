import type { Alias } from "./aliases";
import type { CustomTimeouts, ResourceState } from "./state";
import type { PropertyMap } from "./values";

/** A resource as the program registers it. */
export interface Goal {
    readonly type: string;
    readonly name: string;
    readonly custom: boolean;
    readonly inputs: PropertyMap;
    readonly parent: string;
    readonly protect: boolean | undefined;
    readonly retainOnDelete: boolean | undefined;
    readonly deleteBeforeReplace: boolean | undefined;
    readonly deletedWith: string;
    readonly dependencies: readonly string[];
    readonly propertyDependencies: Readonly<Record<string, string[]>>;
    readonly provider: string;
    readonly ignoreChanges: readonly string[];
    readonly replaceOnChanges: readonly string[];
    /** Only for display, and kept in the state. */
    readonly hideDiff: readonly string[];
    readonly additionalSecretOutputs: readonly string[];
    readonly aliases: readonly Alias[];
    readonly customTimeouts: CustomTimeouts;
}

/** The resource's new state, as far as it is known before a provider is called. */
export function stateFor(goal: Goal, urn: string, foundAs: string | undefined): ResourceState {
    return {
        urn,
        custom: goal.custom,
        type: goal.type,
        inputs: goal.inputs,
        outputs: {},
        parent: goal.parent,
        protect: goal.protect,
        dependencies: [...goal.dependencies],
        provider: goal.provider,
        propertyDependencies: { ...goal.propertyDependencies },
        additionalSecretOutputs: [...goal.additionalSecretOutputs],
        aliases: foundAs === undefined ? [] : [foundAs],
        customTimeouts: goal.customTimeouts,
        retainOnDelete: goal.retainOnDelete,
        deletedWith: goal.deletedWith,
        ignoreChanges: [...goal.ignoreChanges],
        replaceOnChanges: [...goal.replaceOnChanges],
        hideDiff: [...goal.hideDiff],
    };
}

const seconds: Readonly<Record<string, number>> = {
    h: 3600,
    m: 60,
    s: 1,
    ms: 1e-3,
    us: 1e-6,
    "\u00b5s": 1e-6,
    "\u03bcs": 1e-6,
    ns: 1e-9,
};

/** `5m`, `1h30m`, `90s` in seconds, as Go reads durations. None is no timeout, as is an empty one. */
export function parseDuration(text: string): number | undefined {
    if (text === "") {
        return undefined;
    }
    const [, sign, amounts] =
        /^([+-]?)(0|(?:(?:\d+\.?\d*|\.\d+)(?:h|ms|m|s|us|\u00b5s|\u03bcs|ns))+)$/.exec(text) ?? [];
    if (amounts === undefined) {
        throw new Error(`unable to parse customTimeout Value ${text}`);
    }
    const parts = [...amounts.matchAll(/([\d.]+)([^\d.]+)/g)];
    const sum = parts.reduce((total, [, amount, unit]) => total + Number(amount) * seconds[unit], 0);
    return (sign === "-" ? -sum : sum) || undefined;
}
