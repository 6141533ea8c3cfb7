import type { PropertyMap } from "./values";

/** One resource in a stack's state, as in `pulumi stack export`. */
export interface ResourceState {
    urn: string;
    custom: boolean;
    type: string;
    id?: string;
    /** Replaced, waiting to be deleted. */
    delete?: boolean;
    /** Read, not managed. */
    external?: boolean;
    inputs?: PropertyMap;
    outputs?: PropertyMap;
    parent?: string;
    protect?: boolean;
    dependencies?: string[];
    initErrors?: string[];
    provider?: string;
    propertyDependencies?: Record<string, string[]>;
    /** Deleted to be replaced; the replacement does not exist yet. */
    pendingReplacement?: boolean;
    additionalSecretOutputs?: string[];
    aliases?: string[];
    customTimeouts?: CustomTimeouts;
    retainOnDelete?: boolean;
    deletedWith?: string;
    created?: string;
    modified?: string;
    ignoreChanges?: string[];
    replaceOnChanges?: string[];
    hideDiff?: string[];
}

/** In seconds. */
export interface CustomTimeouts {
    create?: number;
    update?: number;
    delete?: number;
}

export type PendingOperationType = "creating" | "updating" | "deleting" | "reading";

export interface PendingOperation {
    readonly resource: ResourceState;
    readonly type: PendingOperationType;
}

/** What `pulumi stack export` prints. */
export interface ExportedState {
    readonly version: 3;
    readonly deployment: {
        readonly manifest: { readonly time: string; readonly magic: string; readonly version: string };
        readonly resources?: readonly ResourceState[];
        readonly pending_operations?: readonly PendingOperation[];
    };
}

/** Without empty properties, as the real engine writes it. */
export function compact(state: ResourceState): ResourceState {
    const says = (value: unknown): boolean =>
        value !== undefined &&
        value !== false &&
        value !== "" &&
        !(Array.isArray(value) && value.length === 0) &&
        !(typeof value === "object" && value !== null && Object.keys(value).length === 0);
    const kept = Object.entries(state).filter(([key, value]) => key === "custom" || says(value));
    return Object.fromEntries(kept) as unknown as ResourceState;
}
