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

/** Stand-ins of the right shape; see standInForMocks. */
export const MOCK_ACCOUNT = "123456789012";
export const MOCK_ORGANIZATION = "o-a1b2c3d4e5";
export const MOCK_ROLE_ARN = `arn:aws:iam::${MOCK_ACCOUNT}:role/caller`;
export const MOCK_REGION = "us-east-1";
export const MOCK_BUCKET_ARN = "arn:aws:s3:::bucket";
export const MOCK_KEY_ARN = `arn:aws:kms:${MOCK_REGION}:${MOCK_ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/**
 * A value that every provider gives, and the mocks of a unit test need not: Pulumi's own documentation answers with the
 * arguments alone. Only then the stand-in takes its place; without it each resource that depends on it would fail.
 */
export function standInForMocks<T>(output: pulumi.Output<T>, standIn: NonNullable<T>): pulumi.Output<T> {
    return isMocked() ? output.apply((value) => value ?? standIn) : output;
}

/** The same for each entry of a list. */
export function standInEach<T>(list: pulumi.Output<T[]>, standIn: NonNullable<T>): pulumi.Output<T[]> {
    return isMocked() ? list.apply((values) => (values ?? [undefined]).map((value) => value ?? standIn)) : list;
}

function isMocked(): boolean {
    const monitor = pulumi.runtime.getMonitor() as object | undefined;
    return monitor !== undefined && "mocks" in monitor;
}
