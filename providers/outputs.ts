import * as pulumi from "@pulumi/pulumi";

/**
 * The value of an output without its dependencies, or undefined where there is none or it failed. `apply` would keep the
 * dependencies, and would not run after a failure.
 */
export function resolvedValue<T>(output: pulumi.Output<T>): Promise<T | undefined> {
    const { promise } = output as unknown as { promise(): Promise<T | undefined> };
    return promise.call(output).catch(() => undefined);
}

/** Whether an output's value is known, which in a preview it need not be; not where it failed. */
export function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
    return (output as unknown as { isKnown: Promise<boolean> }).isKnown.catch(() => false);
}

/** The value of an output as an input that brings no dependencies along, which would be written into the state. */
export function withoutDependencies<T>(output: pulumi.Output<T>): pulumi.Input<T | undefined> {
    // A preview writes no state, and only an Output can say that its value is not known yet.
    return pulumi.runtime.isDryRun() ? output : resolvedValue(output);
}

/** Whether a value is given later than when the program declares it; it is checked then. */
export function isNotYetKnown(value: unknown): boolean {
    return pulumi.Output.isInstance(value) || value instanceof Promise;
}
