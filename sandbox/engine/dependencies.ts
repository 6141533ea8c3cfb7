import type { ResourceState } from "./state";
import { parseReference } from "./urn";

/** The URNs that a resource depends on: its dependencies and `deletedWith`, without its provider and parent. */
function referencesOf(state: ResourceState): string[] {
    return [
        ...(state.dependencies ?? []),
        ...Object.values(state.propertyDependencies ?? {}).flat(),
        ...(state.deletedWith ? [state.deletedWith] : []),
    ];
}

function providerUrn(state: ResourceState): string | undefined {
    return state.provider ? parseReference(state.provider).urn : undefined;
}

/** Every URN that a resource needs to exist, except its provider. */
export function dependencyUrns(state: ResourceState): Set<string> {
    return new Set([...(state.parent ? [state.parent] : []), ...referencesOf(state)]);
}

/** Every URN that a resource needs to exist: its provider, parent, dependencies and `deletedWith`. */
function requirementsOf(state: ResourceState): Set<string> {
    const provider = providerUrn(state);
    return new Set([...(provider === undefined ? [] : [provider]), ...dependencyUrns(state)]);
}

/**
 * The direct and indirect dependents of `root`, nearest first, without the children that depend on it only as such.
 * `resources` are in the state's order, in which a resource comes after everything that it needs.
 */
export function dependentsOf(
    root: ResourceState,
    resources: readonly ResourceState[],
    isIgnored: (urn: string) => boolean = () => false,
): ResourceState[] {
    const reached = new Set([root.urn]);
    return resources.slice(resources.indexOf(root) + 1).filter((state) => {
        const provider = providerUrn(state);
        const depends =
            !isIgnored(state.urn) &&
            (referencesOf(state).some((urn) => reached.has(urn)) || (provider !== undefined && reached.has(provider)));
        if (depends) {
            reached.add(state.urn);
        }
        return depends;
    });
}

/**
 * The resources that `state` depends on directly. To depend on a component is to depend on its children, too, if they
 * come before `state`.
 */
function dependenciesOf(state: ResourceState, resources: readonly ResourceState[]): Set<ResourceState> {
    const urns = new Set(referencesOf(state));
    const provider = providerUrn(state);
    if (provider !== undefined) {
        urns.add(provider);
    }
    const before = resources.slice(0, resources.indexOf(state));
    const found = new Set<ResourceState>();
    for (const candidate of before) {
        if (urns.has(candidate.urn)) {
            found.add(candidate);
            if (!candidate.custom) {
                descendantsOf(candidate.urn, before).forEach((child) => found.add(child));
            }
        }
        if (candidate.urn === state.parent) {
            found.add(candidate);
        }
    }
    return found;
}

function descendantsOf(urn: string, resources: readonly ResourceState[]): ResourceState[] {
    const family = new Set([urn]);
    return resources.filter((state) => {
        const belongs = state.parent !== undefined && family.has(state.parent);
        if (belongs) {
            family.add(state.urn);
        }
        return belongs;
    });
}

/** Everything that `state` depends on, directly or not. A replaced resource depends on other replaced ones. */
export function transitiveDependenciesOf(
    state: ResourceState,
    resources: readonly ResourceState[],
): Set<ResourceState> {
    const found = new Set<ResourceState>();
    const visit = (from: ResourceState): void => {
        for (const urn of requirementsOf(from)) {
            const named = resources.filter((each) => each.urn === urn);
            const next = named.find((each) => Boolean(each.delete) === Boolean(from.delete)) ?? named[0];
            if (next !== undefined && !found.has(next)) {
                found.add(next);
                visit(next);
            }
        }
    };
    visit(state);
    found.delete(state);
    return found;
}

/**
 * Batches for deletion. A resource is in an earlier batch than the resources that it depends on. The resources of a batch
 * do not depend on each other, so they can be deleted in parallel.
 */
export function deletionOrder(
    condemned: readonly ResourceState[],
    resources: readonly ResourceState[],
): ResourceState[][] {
    const left = new Set(resources.filter((state) => condemned.includes(state)));
    const batches: ResourceState[][] = [];
    while (left.size > 0) {
        const batch = [...left].filter((state) =>
            [...dependenciesOf(state, resources)].every((dependency) => !left.has(dependency)),
        );
        batch.forEach((state) => left.delete(state));
        batches.push(batch);
    }
    return batches.reverse();
}
