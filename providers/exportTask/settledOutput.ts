import * as pulumi from "@pulumi/pulumi";

/**
 * The value of an output without its dependencies, or undefined where there is none or it failed. `apply` would keep the
 * dependencies, and would not run after a failure.
 */
export function settled<T>(output: pulumi.Output<T>): Promise<T | undefined> {
    const { promise } = output as unknown as { promise(): Promise<T | undefined> };
    return promise.call(output).catch(() => undefined);
}
