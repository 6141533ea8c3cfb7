import type * as pulumi from "@pulumi/pulumi";

/**
 * Changes the arguments of an inner resource before it is created: values that replace them, or a function that changes
 * the arguments or options that it receives, or returns other arguments.
 * @example { tags: { team: "audit" } }
 * @example (args, opts) => { opts.protect = true; }
 */
export type ResourceTransform<Args> =
    Partial<Args> | ((args: Args, opts: pulumi.CustomResourceOptions, name: string) => Args | void);

/** The transforms of a component, by the names of its inner resources. */
export type Transforms<ArgsByName> = {
    readonly [Name in keyof ArgsByName]?: ResourceTransform<ArgsByName[Name]>;
};

/** The name, arguments and options with which to create an inner resource. */
export function applyTransform<Args extends object>(
    transform: ResourceTransform<Args> | undefined,
    name: string,
    args: Args,
    opts: pulumi.CustomResourceOptions,
): [string, Args, pulumi.CustomResourceOptions] {
    if (typeof transform === "function") {
        return [name, transform(args, opts, name) ?? args, opts];
    }
    return [name, { ...args, ...transform }, opts];
}
