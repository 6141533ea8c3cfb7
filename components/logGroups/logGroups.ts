import * as pulumi from "@pulumi/pulumi";
import { type InputFailure, refuse } from "../../providers/validation/failure";
import { assertInputs } from "../../providers/validation/inputError";
import { checkLogGroupName } from "../../providers/validation/names";
import { parseLogGroupArn } from "./logGroupArn";

/** A log group resource: `aws.cloudwatch.LogGroup` or `awsNative.logs.LogGroup`. */
export type LogGroupResource = pulumi.Resource &
    (
        | { readonly name: pulumi.Output<string>; readonly arn: pulumi.Output<string> }
        | { readonly logGroupName: pulumi.Output<string | undefined>; readonly arn: pulumi.Output<string> }
    );

/**
 * The log groups of an export: an array of names, ARNs and log group resources, or a map from a key of your choice to
 * any of these or to an Output. The key becomes part of the export's resource name, so it is never an index or an Output.
 */
export type LogGroups =
    readonly (string | LogGroupResource)[] | Readonly<Record<string, pulumi.Input<string> | LogGroupResource>>;

export interface KeyedLogGroup {
    /** Identifies this group's resources, in every run. */
    readonly key: string;
    readonly logGroupName: pulumi.Input<string>;
}

/** The groups with their keys: the name, a resource's logical name, or the map's key. */
export function keyedLogGroups(groups: LogGroups): KeyedLogGroup[] {
    const entries: [string | undefined, pulumi.Input<string> | LogGroupResource][] = Array.isArray(groups)
        ? groups.map((group: string | LogGroupResource) => [undefined, group])
        : Object.entries(groups);
    return entries.map(([key, group]) => {
        if (pulumi.Resource.isInstance(group)) return { key: key ?? logicalName(group), logGroupName: nameOf(group) };
        if (typeof group === "string") return { key: key ?? plainName(group), logGroupName: plainName(group) };
        return { key: key ?? "", logGroupName: pulumi.output(group as pulumi.Input<string>).apply(nameOnceKnown) };
    });
}

/** The errors in log groups that are found before anything is created. */
export function checkLogGroups(groups: LogGroups): InputFailure[] {
    if (groups === null || typeof groups !== "object") {
        return [
            refuse("logGroups", groups, "an array or a map of log groups", 'For one group: ["/aws/lambda/payments"].'),
        ];
    }
    const failures: InputFailure[] = Object.entries(groups).flatMap(([at, group]) => checkGroup(groups, at, group));
    if (Object.keys(groups).length === 0) {
        failures.push(refuse("logGroups", groups, "at least one log group", "Without one there is nothing to export."));
    }
    if (failures.length > 0) return failures;
    const keyed = keyedLogGroups(groups);
    return [...checkUnique(keyed.map(({ key }) => key)), ...checkUnique(keyed.map(({ logGroupName }) => logGroupName))];
}

function checkGroup(groups: LogGroups, at: string, group: unknown): InputFailure[] {
    const property = Array.isArray(groups) ? `logGroups[${at}]` : `logGroups.${at}`;
    if (typeof group === "string") {
        const failure = refuseLogStream(property, group) ?? checkLogGroupName(property, plainName(group));
        return failure ? [failure] : [];
    }
    if (pulumi.Resource.isInstance(group)) {
        if ("name" in group || "logGroupName" in group) return [];
        const next = "For a resource of another type use a map with its name: { payments: resource.logGroupName }.";
        return [refuse(property, (group as { __pulumiType?: string }).__pulumiType, "a log group resource", next)];
    }
    if (pulumi.Output.isInstance(group) || group instanceof Promise) {
        if (!Array.isArray(groups)) return [];
        const next = "Its value is not known when the export needs a name. Use a map: { payments: output }.";
        return [refuse(property, "an Output", "a name, an ARN or a log group resource", next)];
    }
    return [refuse(property, group, "a name, an ARN or a log group resource", "Correct or remove it.")];
}

function checkUnique(values: readonly unknown[]): InputFailure[] {
    const seen = new Set<string>();
    for (const value of values) {
        if (typeof value !== "string") continue;
        if (seen.has(value)) return [refuseRepeated(value)];
        seen.add(value);
    }
    return [];
}

/** The name in a log group's ARN, or the name itself. */
function plainName(nameOrArn: string): string {
    return parseLogGroupArn(nameOrArn)?.logGroupName ?? nameOrArn;
}

/** The same for a value that was not known when the program declared it. */
function nameOnceKnown(nameOrArn: string): string {
    const failure = refuseLogStream("logGroups", nameOrArn);
    if (failure) assertInputs("LogExport", [failure]);
    return plainName(nameOrArn);
}

function refuseLogStream(property: string, nameOrArn: string): InputFailure | undefined {
    const { logGroupName, logStreamName = "*" } = parseLogGroupArn(nameOrArn) ?? {};
    if (logStreamName === "*") return undefined; // services write a log group's ARN with log-stream:* too
    const next = `For one of its log streams give "${logGroupName}", and logStreamNamePrefix: "${logStreamName}".`;
    return refuse(property, nameOrArn, "the ARN of a log group, not of a log stream", next);
}

function nameOf(group: LogGroupResource): pulumi.Output<string> {
    return "logGroupName" in group ? group.logGroupName.apply((name) => name ?? "") : group.name;
}

/** The name that the program gave the resource. Pulumi keeps it, but not in its public API. */
function logicalName(resource: pulumi.Resource): string {
    return (resource as unknown as { __name: string }).__name;
}

/** The error for a log group that is listed twice. */
export function refuseRepeated(logGroupName: string): InputFailure {
    const next = "Remove the repetition, or its data would be exported twice.";
    return refuse("logGroups", logGroupName, "listed once", next);
}
