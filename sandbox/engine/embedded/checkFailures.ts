import type { ResourceState } from "../state";
import { nameOf } from "../urn";
import { hideSecrets, unknownValue, type PropertyValue } from "../values";
import type { CheckFailure } from "./provider";
import type { Reporter } from "./reporter";

/** Reports the inputs that a provider refuses, in the real engine's words. */
export function reportCheckFailures(
    failures: readonly CheckFailure[],
    resource: ResourceState,
    reporter: Reporter,
): void {
    const shown = hideSecrets(resource.inputs ?? {});
    for (const { property, reason } of failures) {
        const subject = `${resource.type} resource '${nameOf(resource.urn)}'`;
        reporter.error(
            property === ""
                ? `${subject} has a problem: ${reason}`
                : `${subject}: property ${property} value ${printed(shown[property])} has a problem: ${reason}`,
            resource.urn,
        );
    }
}

/** Formats a value like the real engine, except lists and objects, which the real engine prints in Go's format. */
function printed(value: PropertyValue | undefined): string {
    if (value === unknownValue) {
        return "output<string>{}";
    }
    const isNothing = value === undefined || value === null;
    return `{${isNothing ? "<nil>" : typeof value === "object" ? JSON.stringify(value) : String(value)}}`;
}
