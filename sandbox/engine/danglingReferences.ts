import type { ResourceState } from "./state";

/**
 * Removes references to resources that no longer exist after a refresh: dependencies, parents and `deletedWith`
 * (`rebuildBaseState` in pkg/resource/deploy/deployment_executor.go).
 */
export function withoutDanglingReferences(resources: readonly ResourceState[]): ResourceState[] {
    const all = new Set(resources.map(({ urn }) => urn));
    const referable = new Set<string>();
    return resources.map((state) => {
        const known = (urn: string): boolean => referable.has(urn);
        const rebuilt: ResourceState = {
            ...state,
            parent: state.parent && all.has(state.parent) ? state.parent : undefined,
            dependencies: state.dependencies?.filter(known),
            propertyDependencies: onlyKnown(state.propertyDependencies, known),
            deletedWith: state.deletedWith && known(state.deletedWith) ? state.deletedWith : undefined,
        };
        referable.add(state.urn);
        return rebuilt;
    });
}

/** Like the real engine, omits properties without dependencies. */
function onlyKnown(
    dependencies: Record<string, string[]> | undefined,
    known: (urn: string) => boolean,
): Record<string, string[]> | undefined {
    return (
        dependencies &&
        Object.fromEntries(
            Object.entries(dependencies)
                .map(([key, urns]) => [key, urns.filter(known)] as const)
                .filter(([, urns]) => urns.length > 0),
        )
    );
}
