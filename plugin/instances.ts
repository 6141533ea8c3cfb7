import type * as pulumi from "@pulumi/pulumi";
import { type InputFailure, refuse } from "../providers/validation/failure";
import { resolvedValue } from "../providers/outputs";

/**
 * The components of this run by URN. A component that is given to another arrives as its URN; the plugin makes all components
 * of a run, so it has the other one.
 */
const instances = new Map<string, pulumi.ComponentResource>();

export async function remember(component: pulumi.ComponentResource): Promise<void> {
    const urn = await resolvedValue(component.urn);
    if (urn !== undefined) instances.set(urn, component);
}

/** The component that an argument refers to. */
export function instanceOf<T extends pulumi.ComponentResource>(
    type: { new (...args: never[]): T; isInstance(value: unknown): boolean },
    property: string,
    urn: unknown,
    failures: InputFailure[],
): T | undefined {
    const found = typeof urn === "string" ? instances.get(urn) : undefined;
    if (found !== undefined && type.isInstance(found)) return found as T;
    const next = "Pass the component itself, and give both the same provider of this package, or none.";
    failures.push(refuse(property, urn, `a component of type ${type.name} in the same program`, next));
    return undefined;
}
