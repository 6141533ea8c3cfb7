import { dependentsOf } from "../dependencies";
import { applyReplaceOnChanges, resolveDiff, type Diff } from "../diff";
import type { ResourceState } from "../state";
import { isProviderType, parseReference } from "../urn";
import { unknownValue, type PropertyMap } from "../values";
import type { Provider } from "./provider";
import type { ProviderRegistry } from "./providerRegistry";

/** The dependents that must be replaced, too, if a resource is deleted before its replacement is created. */
export async function dependentsToReplace(
    root: ResourceState,
    previous: readonly ResourceState[],
    registry: ProviderRegistry,
    isClaimed: (state: ResourceState) => boolean,
): Promise<ResourceState[]> {
    const going = new Set([root.urn]);
    const result: ResourceState[] = [];
    for (const state of dependentsOf(root, previous)) {
        if (!state.custom || state.external || state.delete || isClaimed(state)) {
            continue;
        }
        const replace =
            going.has(parseReference(state.provider ?? "").urn) ||
            going.has(state.deletedWith ?? "") ||
            (await wouldBeReplaced(state, going, previous, registry));
        if (replace) {
            if (state.provider) {
                await registry.ensure(state.provider, previous);
            }
            going.add(state.urn);
            result.push(state);
        }
    }
    return result;
}

/** Whether the resource would be replaced if the properties from the deleted resources changed. */
async function wouldBeReplaced(
    state: ResourceState,
    going: ReadonlySet<string>,
    previous: readonly ResourceState[],
    registry: ProviderRegistry,
): Promise<boolean> {
    const affected = Object.entries(state.propertyDependencies ?? {})
        .filter(([, urns]) => urns.some((urn) => going.has(urn)))
        .map(([key]) => key)
        .filter((key) => key in (state.inputs ?? {}));
    if (affected.length === 0 || isProviderType(state.type)) {
        return false;
    }
    const inputs = { ...state.inputs, ...Object.fromEntries(affected.map((key) => [key, unknownValue])) };
    const plugin = await registry.ensure(state.provider ?? "", previous);
    const diff = await requestDiff(plugin, state, inputs, state.ignoreChanges ?? []);
    return applyReplaceOnChanges(diff, state.replaceOnChanges ?? [], false).replaceKeys.length > 0;
}

/** The provider's diff, resolved by the engine if necessary. An alias may have given the resource a new URN. */
export async function requestDiff(
    asked: Provider,
    old: ResourceState,
    inputs: PropertyMap,
    ignoreChanges: readonly string[],
    urn = old.urn,
): Promise<Diff> {
    const oldInputs = old.inputs ?? {};
    const request = { urn, id: old.id ?? "", oldInputs, oldOutputs: old.outputs ?? {}, inputs, ignoreChanges };
    return resolveDiff(await asked.diff(request), oldInputs, inputs, ignoreChanges);
}
