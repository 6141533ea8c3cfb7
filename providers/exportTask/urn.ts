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

/** The whole URN again, of the type that this process declares. */
export function fullUrn(short: string): string {
    const [stack, project, parents, ...name] = short.split("::");
    const types = [...(parents ? [parents] : []), typeHere(EXPORT_TASK_TYPE)].join("$");
    return `urn:pulumi:${[stack, project, types, ...name].join("::")}`;
}

export function projectAndStackOf(short: string): { project: string; stack: string } {
    const [stack, project] = short.split("::");
    return { project, stack };
}

/** It may contain `::` itself. */
export const resourceNameOf = (short: string): string => short.split("::").slice(3).join("::");
