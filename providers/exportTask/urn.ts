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

/** What the types of this package's own components begin with. */
const PACKAGE = "cloudwatch-logs-export:index";

/**
 * A URN without what those of all exports have, its beginning and the type: `stack::project::parents' types::name`. A
 * component of this package is there as `:LogExport`.
 */
export function shortUrn(urn: string): string {
    const [, stack, project, types = "", name] = /^urn:pulumi:(.*?)::(.*?)::(.*?)::(.*)$/s.exec(urn) ?? [];
    return [stack, project, types.split("$").slice(0, -1).map(shortType).join("$"), name].join("::");
}

const shortType = (type: string) => (type.startsWith(`${PACKAGE}:`) ? type.slice(PACKAGE.length) : type);

/** With a colon at its beginning, which no other type has: the type of a program's own component may be any text. */
const fullType = (type: string) => (type.startsWith(":") ? PACKAGE + type : type);

/**
 * The short URN of an export that a program declares, as the engine makes it. Pulumi's own `createUrn` makes several outputs
 * of it, for each export again, and cuts the name of a parent at the last `::` in it.
 */
export async function shortUrnOf(name: string, parent: pulumi.Resource | undefined): Promise<string> {
    const [stack, project] = [pulumi.getStack(), pulumi.getProject()];
    const urn = parent && (await resolvedValue(parent.urn));
    const types = urn?.split("::")[2] ?? "";
    const parents = types === STACK_TYPE ? [] : types.split("$");
    return [stack, project, parents.map(shortType).join("$"), name].join("::");
}

/** The whole URN again, of the type that this process declares. */
export function fullUrn(short: string): string {
    const [stack, project, parents, ...name] = short.split("::");
    const types = [...(parents ? parents.split("$").map(fullType) : []), typeHere(EXPORT_TASK_TYPE)].join("$");
    return `urn:pulumi:${[stack, project, types, ...name].join("::")}`;
}

export function projectAndStackOf(short: string): { project: string; stack: string } {
    const [stack, project] = short.split("::");
    return { project, stack };
}

/** It may contain `::` itself. */
export const resourceNameOf = (short: string): string => short.split("::").slice(3).join("::");
