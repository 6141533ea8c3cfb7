import type { ResourceState } from "./state";
import { parseReference } from "./urn";

/** Every URN that a resource needs to exist: its provider, parent, dependencies, and what it is deleted with. */
export function requirementsOf(state: ResourceState): Set<string> {
    return new Set([
        ...(state.provider ? [parseReference(state.provider).urn] : []),
        ...(state.parent ? [state.parent] : []),
        ...(state.dependencies ?? []),
        ...Object.values(state.propertyDependencies ?? {}).flat(),
        ...(state.deletedWith ? [state.deletedWith] : []),
    ]);
}

/**
 * The direct and indirect dependents of `root`, nearest first. `resources` are in the state's order, in which a resource
 * comes after everything that it needs.
 */
export function dependentsOf(root: ResourceState, resources: readonly ResourceState[]): ResourceState[] {
    const reached = new Set([root.urn]);
    return resources.slice(resources.indexOf(root) + 1).filter((state) => {
        const depends = state !== root && [...requirementsOf(state)].some((urn) => reached.has(urn));
        if (depends) {
            reached.add(state.urn);
        }
        return depends;
    });
}

/**
 * Batches for deletion. A resource is in an earlier batch than the resources that it depends on. The resources of a batch
 * do not depend on each other, so they can be deleted in parallel.
 */
export function deletionOrder(
    condemned: readonly ResourceState[],
    resources: readonly ResourceState[],
): ResourceState[][] {
    const depth = new Map<ResourceState, number>();
    const ordered = resources.filter((state) => condemned.includes(state));
    const latest = new Map<string, ResourceState[]>();
    for (const state of ordered) {
        const below = [...requirementsOf(state)].flatMap((urn) =>
            (latest.get(urn) ?? []).map((s) => depth.get(s) ?? 0),
        );
        depth.set(state, 1 + Math.max(0, ...below));
        latest.set(state.urn, [...(latest.get(state.urn) ?? []), state]);
    }
    const batches: ResourceState[][] = [];
    for (const [state, level] of depth) {
        (batches[level - 1] ??= []).push(state);
    }
    return batches.reverse();
}
