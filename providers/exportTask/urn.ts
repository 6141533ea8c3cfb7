import { type HostedType, typeHere } from "../host";

/** Pinned: they are in users' states. */
export const EXPORT_TASK_TYPE: HostedType = {
    dynamic: "pulumi-nodejs:dynamic/cloudwatch-logs-export:ExportTask",
    plugin: "cloudwatch-logs-export:index:ExportTask",
};

/**
 * A URN without what those of all exports have, its beginning and the type: `stack::project::parents' types::name`. So it
 * stands in the record of every export.
 */
export function shortUrn(urn: string): string {
    const [, stack, project, types = "", name] = /^urn:pulumi:(.*?)::(.*?)::(.*?)::(.*)$/s.exec(urn) ?? [];
    return [stack, project, types.split("$").slice(0, -1).join("$"), name].join("::");
}

export function fullUrn(short: string): string {
    const { stack, project, parents, name } = partsOf(short);
    const types = [...(parents ? [parents] : []), typeHere(EXPORT_TASK_TYPE)].join("$");
    return `urn:pulumi:${[stack, project, types, name].join("::")}`;
}

export function projectAndStackOf(short: string): { project: string; stack: string } {
    const { project, stack } = partsOf(short);
    return { project, stack };
}

export const resourceNameOf = (short: string): string => partsOf(short).name;

/** An export that is only looked at may come without it. */
function partsOf(short: string): Record<"stack" | "project" | "parents" | "name", string> {
    const [stack = "stack", project = "project", parents = "", ...name] = short ? short.split("::") : [];
    return { stack, project, parents, name: name.join("::") || "export" };
}
