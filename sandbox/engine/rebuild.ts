import type { ResourceState } from "./state";

/**
 * The resources after a refresh: without references to what has vanished, as dependencies, as parents, and as what they are
 * deleted with (`rebuildBaseState` in pkg/resource/deploy/deployment_executor.go).
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

/** As the real engine, leaves out properties without dependencies. */
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
