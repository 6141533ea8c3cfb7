import { makeReference, parseReference, qualifiedType, stackType, typeOf, nameOf } from "./urn";
import type { ResourceState } from "./state";

/**
 * Replaces the old URNs of resources that were found under an alias, in every reference. A run that ends early leaves
 * resources that still refer to the old URNs (`NormalizeURNReferences` in pkg/resource/deploy/snapshot.go).
 */
export function normalizeUrns(resources: readonly ResourceState[]): ResourceState[] {
    const renamed = new Map<string, string>();
    for (const state of resources) {
        state.aliases?.forEach((alias) => renamed.set(alias, state.urn));
        const parent = state.parent === undefined ? undefined : renamed.get(state.parent);
        if (parent !== undefined && qualifiedType(parent) !== stackType) {
            renamed.set(state.urn, childUrn(state.urn, parent));
        }
    }
    if (renamed.size === 0) {
        return [...resources];
    }
    const fix = (urn: string): string => renamed.get(urn) ?? urn;
    return resources.map((state) => ({
        ...state,
        urn: fix(state.urn),
        aliases: undefined,
        parent: state.parent && fix(state.parent),
        provider: state.provider && fixReference(state.provider, fix),
        deletedWith: state.deletedWith && fix(state.deletedWith),
        dependencies: state.dependencies?.map(fix),
        propertyDependencies:
            state.propertyDependencies &&
            Object.fromEntries(Object.entries(state.propertyDependencies).map(([key, urns]) => [key, urns.map(fix)])),
    }));
}

function childUrn(urn: string, parent: string): string {
    const [head, project] = urn.split("::");
    return `${head}::${project}::${qualifiedType(parent)}$${typeOf(urn)}::${nameOf(urn)}`;
}

function fixReference(reference: string, fix: (urn: string) => string): string {
    const { urn, id } = parseReference(reference);
    return makeReference(fix(urn), id);
}
