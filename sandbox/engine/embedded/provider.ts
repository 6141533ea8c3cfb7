import type { ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { ProviderDiff } from "../diff";
import type { PropertyMap } from "../values";

/** The part of the provider protocol that the engine needs. */
export interface Provider {
    check(request: CheckRequest): Promise<CheckResult>;
    diff(request: DiffRequest): Promise<ProviderDiff>;
    create(request: CreateRequest): Promise<Created>;
    read(request: ReadRequest): Promise<Read>;
    update(request: UpdateRequest): Promise<Updated>;
    delete(request: DeleteRequest): Promise<void>;
}

/** The provider of a package: a plugin's process, or the engine itself. */
export interface PackageProvider extends Provider {
    checkConfig(urn: string, oldInputs: PropertyMap, inputs: PropertyMap): Promise<CheckResult>;
    diffConfig(
        urn: string,
        old: { inputs: PropertyMap; outputs: PropertyMap },
        inputs: PropertyMap,
        ignoreChanges: readonly string[],
    ): Promise<ProviderDiff>;
    configure(urn: string, id: string, inputs: PropertyMap): Promise<void>;
    invoke(
        token: string,
        args: PropertyMap,
        preview: boolean,
    ): Promise<{ result: PropertyMap; failures: readonly CheckFailure[] }>;
    /** Constructs a component that a program registers as remote. */
    construct(request: ConstructRequest): Promise<ConstructResponse>;
    /** The package's schema, as JSON. */
    getSchema(): Promise<string>;
    /** Asks it to cancel its operations. */
    cancel(): Promise<void>;
    close(): Promise<void>;
}

export interface CheckRequest {
    readonly urn: string;
    readonly oldInputs: PropertyMap | undefined;
    readonly inputs: PropertyMap;
}

export interface CheckResult {
    readonly inputs: PropertyMap;
    readonly failures: readonly CheckFailure[];
}

export interface CheckFailure {
    readonly property: string;
    readonly reason: string;
}

export interface DiffRequest {
    readonly urn: string;
    readonly id: string;
    readonly oldInputs: PropertyMap;
    readonly oldOutputs: PropertyMap;
    readonly inputs: PropertyMap;
    readonly ignoreChanges: readonly string[];
}

export interface CreateRequest {
    readonly urn: string;
    readonly inputs: PropertyMap;
    readonly timeout: number;
    readonly preview: boolean;
}

/** The provider cannot compute a diff, because its configuration is not known in this preview. */
export class DiffUnavailable extends Error {
    constructor() {
        super(
            "The provider for this resource has inputs that are not known during preview.\n" +
                "This preview may not correctly represent the changes that will be applied during an update.",
        );
    }
}

/** With `initErrors`, the resource exists but failed to initialize. It is recorded, and the step fails. */
export interface Created {
    readonly id: string;
    readonly outputs: PropertyMap;
    readonly initErrors?: readonly string[];
}

export interface ReadRequest {
    readonly urn: string;
    readonly id: string;
    readonly inputs: PropertyMap;
    readonly state: PropertyMap;
}

/** Without an id, a managed resource no longer exists. Without outputs, there is no such resource. */
export interface Read {
    readonly id: string;
    readonly outputs: PropertyMap | undefined;
    readonly inputs?: PropertyMap;
    readonly initErrors?: readonly string[];
}

export interface UpdateRequest extends DiffRequest {
    readonly timeout: number;
    readonly preview: boolean;
}

export interface Updated {
    readonly outputs: PropertyMap;
    readonly initErrors?: readonly string[];
}

export interface DeleteRequest {
    readonly urn: string;
    readonly id: string;
    readonly inputs: PropertyMap;
    readonly outputs: PropertyMap;
    readonly timeout: number;
}

/** `InitError.Error()` of the real engine, which prints through hashicorp/go-multierror. */
export function initFailure(reasons: readonly string[]): string {
    if (reasons.length === 0) {
        return "resource init failed";
    }
    const list = reasons.map((reason) => `\t* ${reason}`).join("\n");
    return `${reasons.length} error${reasons.length === 1 ? "" : "s"} occurred:\n${list}\n\n`;
}
