import type { PropertyMap } from "../engine/values";

/**
 * A provider package as tables: what it needs to be configured, its resource types and its functions. `Context` is what
 * a configured provider works with, such as its AWS clients.
 */
export interface Package<Context> {
    readonly name: string;
    readonly version: string;
    configure(inputs: PropertyMap): Promise<Context>;
    /** The Region that a resource ends up in, for packages whose resources can be moved by their provider. */
    regionOf?(context: Context, inputs: PropertyMap): string;
    readonly resources: Readonly<Record<string, ResourceType<Context>>>;
    readonly functions: Readonly<Record<string, (context: Context, args: PropertyMap) => Promise<PropertyMap>>>;
}

export interface ResourceType<Context> {
    /** The supported inputs. Every other one is refused. */
    readonly inputs: readonly string[];
    readonly required?: readonly string[];
    /** A change of these replaces the resource. */
    readonly replaceOn: readonly string[];
    /** Outputs that the service computes. They are unknown in a preview. */
    readonly computed: readonly string[];
    readonly defaults?: PropertyMap;
    readonly autoName?: AutoName;
    create(context: Context, inputs: PropertyMap): Promise<{ id: string; outputs: PropertyMap }>;
    /** The current outputs, or undefined if the resource does not exist. `state` has the last known outputs. */
    read(context: Context, id: string, state: PropertyMap): Promise<PropertyMap | undefined>;
    /** Not defined if every change replaces. */
    update?(context: Context, id: string, inputs: PropertyMap, outputs: PropertyMap): Promise<PropertyMap>;
    delete(context: Context, id: string, outputs: PropertyMap): Promise<void>;
}

/** The property that gets an automatic name, from the resource's name and random characters. */
export interface AutoName {
    readonly property: string;
    /** Used instead of the resource's name when given. */
    readonly prefixProperty?: string;
    readonly lowerCase?: boolean;
}

/** An input that is refused, as the engine reports it. */
export interface Refusal {
    readonly property: string;
    readonly reason: string;
}
