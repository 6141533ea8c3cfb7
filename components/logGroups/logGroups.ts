import * as pulumi from "@pulumi/pulumi";
import { isNotYetKnown, standInForMocks } from "../../providers/outputs";
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
        const given = standInForMocks(pulumi.output(group as pulumi.Input<string>), key ?? "");
        const check = async (known: unknown) => nameOnceKnown(`logGroups.${key}`, known, await pulumi.isSecret(given));
        return { key: key ?? "", logGroupName: given.apply(check) };
    });
}

/** The errors in log groups that are found before anything is created. */
export function checkLogGroups(groups: LogGroups): InputFailure[] {
    if (isNotYetKnown(groups)) {
        const next =
            "Exports are declared by it, so it must be known while the program runs: `await` a Promise, as of " +
            "selectLogGroups; for an Output of a name use a map: { payments: output }.";
        return [refuse("logGroups", groups, "an array or a map of log groups", next)];
    }
    if (pulumi.Resource.isInstance(groups)) {
        return [refuse("logGroups", groups, "an array or a map of log groups", "For one group: [logGroup].")];
    }
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
    const repeatedName = firstRepeated(keyed.map(({ logGroupName }) => logGroupName));
    if (repeatedName !== undefined) return [refuseRepeated(repeatedName)];
    const repeatedKey = firstRepeated(keyed.map(({ key }) => key));
    return repeatedKey === undefined ? [] : [refuseRepeatedKey(repeatedKey)];
}

function checkGroup(groups: LogGroups, at: string, group: unknown): InputFailure[] {
    const property = Array.isArray(groups) ? `logGroups[${at}]` : `logGroups.${at}`;
    if (typeof group === "string") {
        const failure = refuseLogStream(property, group) ?? checkLogGroupName(property, plainName(group));
        return failure ? [failure] : [];
    }
    if (pulumi.Resource.isInstance(group)) {
        const { __pulumiType: type = "" } = group as { __pulumiType?: string };
        if (/log_?group/i.test(type) && ("name" in group || "logGroupName" in group)) return [];
        if (/lambda.*:function$/i.test(type)) {
            const next =
                "Give the name of its log group in a map: { payments: pulumi.interpolate`/aws/lambda/${payments.name}` }, " +
                "or what its loggingConfig says.";
            return [refuse(property, type, "a log group resource, not a Lambda function", next)];
        }
        const next = "For a resource of another type use a map with its name: { payments: resource.logGroupName }.";
        return [refuse(property, type, "a log group resource", next)];
    }
    if (pulumi.Output.isInstance(group) || group instanceof Promise) {
        if (!Array.isArray(groups)) return [];
        const next = "Its value is not known when the export needs a name. Use a map: { payments: output }.";
        return [refuse(property, "an Output", "a name, an ARN or a log group resource", next)];
    }
    const { name, logGroupName } = (group ?? {}) as { readonly name?: unknown; readonly logGroupName?: unknown };
    const found = typeof group === "object" ? [name, logGroupName].find((one) => typeof one === "string") : undefined;
    const next = found === undefined ? "Correct or remove it." : `Give only its name: ${JSON.stringify(found)}.`;
    return [refuse(property, group, "a name, an ARN or a log group resource", next)];
}

/** The first text that is there twice; what is not known yet is passed over. */
function firstRepeated(values: readonly unknown[]): string | undefined {
    const seen = new Set<string>();
    for (const value of values) {
        if (typeof value !== "string") continue;
        if (seen.has(value)) return value;
        seen.add(value);
    }
    return undefined;
}

/** The name in a log group's ARN, or the name itself. */
function plainName(nameOrArn: string): string {
    return parseLogGroupArn(nameOrArn)?.logGroupName ?? nameOrArn;
}

/** The same for a value that was not known when the program declared it. */
function nameOnceKnown(property: string, nameOrArn: unknown, isSecret: boolean): string {
    if (typeof nameOrArn !== "string") {
        const next =
            "Its Output has no name: correct where it comes from, for example the name of another stack's output.";
        return assertInputs("LogExport", [refuse(property, nameOrArn, "a log group's name or ARN", next)]) as never;
    }
    const failure = refuseLogStream(property, nameOrArn, isSecret);
    if (failure) assertInputs("LogExport", [failure]);
    return plainName(nameOrArn);
}

function refuseLogStream(property: string, nameOrArn: string, isSecret = false): InputFailure | undefined {
    const { logGroupName, logStreamName = "*" } = parseLogGroupArn(nameOrArn) ?? {};
    if (logStreamName === "*") return undefined; // services write a log group's ARN with log-stream:* too
    const [group, stream] = isSecret ? ["the log group's name", "…"] : [`"${logGroupName}"`, logStreamName];
    const next = `For one of its log streams give ${group}, and logStreamNamePrefix: "${stream}".`;
    return refuse(property, isSecret ? "[secret]" : nameOrArn, "the ARN of a log group, not of a log stream", next);
}

function nameOf(group: LogGroupResource): pulumi.Output<string> {
    const name = "logGroupName" in group ? group.logGroupName.apply((given) => given ?? "") : group.name;
    return standInForMocks(name, logicalName(group));
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

/** The error for log groups that may well be different ones, but whose exports would have the same names. */
function refuseRepeatedKey(key: string): InputFailure {
    const next = "It names their exports: use a map with keys of your choice, { payments: logGroup, checkout: other }.";
    return refuse(
        "logGroups",
        key,
        "the logical name of only one log group resource, and no log group's name beside it",
        next,
    );
}
