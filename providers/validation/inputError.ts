import * as pulumi from "@pulumi/pulumi";
import { type InputFailure } from "./failure";

/** Inputs that can be told to be wrong before anything is registered. Pulumi shows its message without a stack. */
export class InputError extends pulumi.RunError {
    constructor(
        what: string,
        readonly failures: readonly InputFailure[],
    ) {
        super(`${what}: ${failures.map(({ reason }) => reason).join("\n  ")}`);
    }
}

export function assertInputs(what: string, failures: readonly InputFailure[]): void {
    if (failures.length > 0) throw new InputError(what, failures);
}
