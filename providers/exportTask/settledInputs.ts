import * as pulumi from "@pulumi/pulumi";
import { resolvedValue } from "../outputs";

/**
 * Puts the values in place of promises among a resource's inputs, as they become known. Pulumi awaits a promise twice, for the
 * engine and again for the resource's outputs, and takes a stack each time. What fails, or holds what Pulumi would await, stays.
 *
 * @returns by name, when each has its value or stays; none fails.
 */
export function settleInputs(inputs: pulumi.Inputs): Readonly<Record<string, Promise<void>>> {
    handleErrors(inputs);
    const settle = async (name: string) => {
        const value: unknown = await inputs[name];
        if (["undefined", "string", "number", "boolean"].includes(typeof value)) inputs[name] = value;
    };
    const pending = Object.keys(inputs).filter((name) => inputs[name] instanceof Promise);
    return Object.fromEntries(pending.map((name) => [name, settle(name).catch(() => undefined)]));
}

/**
 * Pulumi handles the errors of outputs, but comes to them later. Until then a debugger that an error passes looks for who will, in
 * all that comes of the output, for a minute and more; and Pulumi itself starts one where a program has functions that it takes apart.
 */
function handleErrors(inputs: pulumi.Inputs): void {
    for (const input of Object.values(inputs)) if (pulumi.Output.isInstance(input)) void resolvedValue(input);
}
