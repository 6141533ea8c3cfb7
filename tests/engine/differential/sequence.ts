/** The declarations of generated programs and the operations on them, as plain data that can be printed and stored. */
export interface Declaration {
    readonly kind: "thing" | "group" | "provider" | "get" | "invoke";
    readonly name: string;
    /** In texts, `$name.property` is another resource's property, `$name` a reference to it, and `$secret:text` a secret. */
    readonly inputs: Readonly<Record<string, unknown>>;
    /** `$name` is another resource, and `$transform:name` a transform of the program's. */
    readonly options: Readonly<Record<string, unknown>>;
}

export interface Plan {
    readonly declarations: readonly Declaration[];
    /** The program throws after its declarations. */
    readonly throws?: boolean;
}

/** Faults outside the program, by the resource's name. */
export interface Trouble {
    /** Calls that fail, with their messages. */
    readonly fails?: Readonly<Partial<Record<"check" | "diff" | "create" | "update" | "delete" | "read", string>>>;
    /** Check refuses an input. */
    readonly refuses?: string;
    /** Create, update and read find the resource in place, but not started. */
    readonly unhealthy?: readonly string[];
    /** Read finds another value, or nothing. */
    readonly drift?: "changed" | "gone";
}

export interface Operation {
    readonly kind: "preview" | "up" | "refresh" | "destroy";
    readonly plan?: Plan;
    readonly trouble?: Readonly<Record<string, Trouble>>;
    readonly continueOnError?: boolean;
    /** How many steps run at a time. @default 1 */
    readonly parallel?: number;
    /** Files to write first, by their paths. */
    readonly files?: Readonly<Record<string, string>>;
    /** Names of resources to replace, or their URNs. */
    readonly replace?: readonly string[];
}

export interface Sequence {
    /** The provider's capabilities. */
    readonly provider: {
        readonly acceptSecrets: boolean;
        readonly supportsPreview: boolean;
        /** @default true */
        readonly acceptResources?: boolean;
    };
    readonly operations: readonly Operation[];
}
