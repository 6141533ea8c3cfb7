import type * as pulumi from "@pulumi/pulumi";

/**
 * Changes the arguments of an inner resource before it is made: values that are laid over them, or a function that
 * changes the arguments or options it is given, or returns other arguments.
 * @example { tags: { team: "audit" } }
 * @example (args, opts) => { opts.protect = true; }
 */
export type ResourceTransform<Args> =
    Partial<Args> | ((args: Args, opts: pulumi.CustomResourceOptions, name: string) => Args | void);

/** The arguments and options with which an inner resource is made. */
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
