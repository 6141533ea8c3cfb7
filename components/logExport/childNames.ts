import * as pulumi from "@pulumi/pulumi";
import { type InputFailure, refuse } from "../../providers/validation/failure";

/** The LogExport of each export by the part of the export's URN that can differ, for each run of a program in this process. */
const owners = new WeakMap<object, Map<string, string>>();

/**
 * An export is named after its LogExport and its log group's key. "audit" with the key "prod-pay" and "audit-prod" with "pay"
 * come to the same name, for which Pulumi would know only one resource: found before the second is registered.
 */
export function checkChildName(parent: pulumi.Resource, name: string, childName: string): InputFailure[] {
    const run = pulumi.runtime.getMonitor() as object | undefined;
    if (run === undefined) return [];
    const names = owners.get(run) ?? new Map<string, string>();
    owners.set(run, names);
    const place = `${typesAbove(parent)}::${childName}`;
    const owner = names.get(place);
    if (owner === undefined) {
        names.set(place, name);
        return [];
    }
    if (owner === name) return []; // two LogExports of one name: Pulumi says so itself
    const next = "Rename one of the two, or use a map with other keys as its logGroups.";
    const allowed = `other keys: the export ${childName} would have the same name as one of LogExport "${owner}"`;
    return [refuse("logGroups", name, allowed, next)];
}

/** The types of a resource and of those above it, which are in its children's URNs. Pulumi keeps them, but not in its public API. */
function typesAbove(resource: pulumi.Resource | undefined): string {
    const { __parentResource: above, __pulumiType: type } = (resource ?? {}) as {
        __parentResource?: pulumi.Resource;
        __pulumiType?: string;
    };
    return resource === undefined || type === "pulumi:pulumi:Stack" ? "" : `${typesAbove(above)}$${type}`;
}
