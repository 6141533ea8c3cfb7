import * as pulumi from "@pulumi/pulumi";
import { type HostedType, typeHere } from "../host";
import { resolvedValue } from "../outputs";

/** Pinned: they are in users' states. */
export const EXPORT_TASK_TYPE: HostedType = {
    dynamic: "pulumi-nodejs:dynamic/cloudwatch-logs-export:ExportTask",
    plugin: "cloudwatch-logs-export:index:ExportTask",
};

/** Of the resource that is every stack, which no URN names as a parent. */
const STACK_TYPE = "pulumi:pulumi:Stack";

/**
 * A URN without the type of the export itself, so that it is the same in a program and in the plugin:
 * `stack::project::parents' types::name`.
 */
export function shortUrn(urn: string): string {
    const [, stack, project, types = "", name] = /^urn:pulumi:(.*?)::(.*?)::(.*?)::(.*)$/s.exec(urn) ?? [];
    return [stack, project, types.split("$").slice(0, -1).join("$"), name].join("::");
}

/**
 * The short URN of an export that a program declares, as the engine makes it. Pulumi's own `createUrn` makes several outputs
 * of it, for each export again, and cuts the name of a parent at the last `::` in it.
 */
export async function shortUrnOf(name: string, parent: pulumi.Resource | undefined): Promise<string> {
    const [stack, project] = [pulumi.getStack(), pulumi.getProject()];
    const urn = parent && (await resolvedValue(parent.urn));
    const types = urn?.split("::")[2] ?? "";
    return [stack, project, types === STACK_TYPE ? "" : types, name].join("::");
}

/** The whole URN again, of the type that this process declares. */
export function fullUrn(short: string): string {
    const [stack, project, parents, ...name] = short.split("::");
    const type = typeHere(EXPORT_TASK_TYPE);
    return `urn:pulumi:${[stack, project, parents ? `${parents}$${type}` : type, ...name].join("::")}`;
}

export function projectAndStackOf(short: string): { project: string; stack: string } {
    const [stack, project] = short.split("::");
    return { project, stack };
}

/** It may contain `::` itself. */
export const resourceNameOf = (short: string): string => short.split("::").slice(3).join("::");
