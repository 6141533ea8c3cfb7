type Properties = Record<string, unknown>;

/** A resource in the state. */
export interface StateRecord {
    urn: string;
    id: string;
    inputs: Properties;
    outputs: Properties;
    initErrors?: string[];
    /** Replaced, and waiting to be deleted. */
    delete?: boolean;
    /** Deleted in order to be replaced; the replacement does not exist yet. */
    pendingReplacement?: boolean;
    /** `pulumi state taint`. */
    taint?: boolean;
}
