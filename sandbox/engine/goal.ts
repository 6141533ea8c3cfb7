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

/** `5m`, `1h30m`, `90s` in seconds. */
export function parseDuration(text: string): number | undefined {
    if (text === "") {
        return undefined;
    }
    const unit: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };
    const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
    if (parts.length === 0 || parts.map(([whole]) => whole).join("") !== text) {
        throw new Error(`${JSON.stringify(text)} is not a duration, such as 5m or 1h30m.`);
    }
    return parts.reduce((sum, [, amount, name]) => sum + Number(amount) * unit[name], 0);
}
