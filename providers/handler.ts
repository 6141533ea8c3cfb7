import type { dynamic } from "@pulumi/pulumi";

/** A provider as Pulumi's host of dynamic providers takes it. */
export interface Provider {
    configure(request: Pick<dynamic.ConfigureRequest, "config">): void;
}

/**
 * What Pulumi's host of dynamic providers calls first. Synchronous, because the host keeps a provider before `configure`
 * has ended, and takes one without methods for one that has nothing to do, on delete as well.
 * @param lifecycle makes the provider's methods.
 */
export function handlerOf(lifecycle: (config: dynamic.Config) => object): () => Provider {
    return () => ({
        configure(this: object, { config }) {
            Object.assign(this, lifecycle(config));
        },
    });
}
