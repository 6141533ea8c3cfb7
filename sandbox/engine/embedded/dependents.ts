import { dependentsOf } from "../dependencies";
import { applyReplaceOnChanges, replaces } from "../diff";
import type { ResourceState } from "../state";
import { isProviderType, parseReference } from "../urn";
import { unknownValue } from "../values";
import type { ProviderRegistry } from "./providerRegistry";
import type { Reporter } from "./reporter";
import { requestDiff } from "./requestDiff";

/** Finds the resources that must be replaced because another one is deleted before its replacement is created. */
export class Dependents {
    constructor(
        private readonly previous: readonly ResourceState[],
        private readonly registry: ProviderRegistry,
        private readonly reporter: Reporter,
    ) {}

    /** The dependents that the deletion of `root` replaces. Resources that are already registered no longer depend on it. */
    async toReplace(root: ResourceState, isRegistered: (urn: string) => boolean): Promise<ResourceState[]> {
        const going = new Set([root.urn]);
        const result: ResourceState[] = [];
        for (const state of dependentsOf(root, this.previous, isRegistered)) {
            if (await this.isReplaced(state, going)) {
                going.add(state.urn);
                result.push(state);
            }
        }
        return result;
    }

    /** The resources, new or old, that are deleted together with the one of that URN. */
    deletedWith(urn: string, news: ReadonlyMap<string, ResourceState>): ResourceState[] {
        const found = new Map<string, ResourceState>();
        for (const state of [...news.values(), ...this.previous.filter((each) => !each.delete)]) {
            if (state.deletedWith === urn && !found.has(state.urn)) {
                found.set(state.urn, state);
            }
        }
        return [...found.values()];
    }

    /** Whether the resource would be replaced if the properties from the deleted resources changed. */
    private async isReplaced(state: ResourceState, going: ReadonlySet<string>): Promise<boolean> {
        if (!state.custom || state.external) {
            return false;
        }
        if (state.provider && going.has(parseReference(state.provider).urn)) {
            await this.registry.ensure(state.provider, this.previous);
            return true;
        }
        if (state.deletedWith && going.has(state.deletedWith)) {
            return true;
        }
        const inputs = state.inputs ?? {};
        const affected = Object.keys(inputs).filter((key) =>
            (state.propertyDependencies?.[key] ?? []).some((urn) => going.has(urn)),
        );
        if (affected.length === 0) {
            return false;
        }
        if (isProviderType(state.type)) {
            await this.registry.load(state);
        }
        const asked = isProviderType(state.type)
            ? this.registry
            : await this.registry.ensure(state.provider ?? "", this.previous);
        const changed = { ...inputs, ...Object.fromEntries(affected.map((key) => [key, unknownValue])) };
        const diff = await requestDiff(asked, state, changed, state.ignoreChanges ?? [], this.reporter);
        return replaces(applyReplaceOnChanges(diff, state.replaceOnChanges ?? [], false));
    }
}
