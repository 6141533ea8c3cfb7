import * as pulumi from "@pulumi/pulumi";
import { type InputFailure } from "./failure";

/** The errors in inputs that are found before anything is registered. Pulumi shows the message without a stack trace. */
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
