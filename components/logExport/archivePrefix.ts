import * as pulumi from "@pulumi/pulumi";
import { type LogExportPlan } from "./checks";
import { commonBeginnings } from "./commonBeginnings";

/**
 * The prefix under which all exports of a LogExport are: what the destination prefixes of its ranges have in common, up to a
 * `/`. It does not change when exports are added, unless a layout function leaves it: then it is "", the whole bucket.
 */
export function archivePrefix({
    settings,
    exports,
}: Pick<LogExportPlan, "settings" | "exports">): pulumi.Input<string> {
    const given = [...new Set(settings.ranges.map(({ destinationPrefix }) => destinationPrefix))];
    const common = commonBeginnings(given, (beginnings) => beginnings.length === 1)?.[0] ?? "";
    if (typeof settings.layout !== "function" || common === "") return common;
    const prefixes = exports.map(({ destinationPrefix }) => destinationPrefix);
    const prefixOf = (known: readonly string[]) =>
        known.every((prefix) => prefix === common || prefix.startsWith(`${common}/`)) ? common : "";
    const isKnown = (list: readonly pulumi.Input<string>[]): list is readonly string[] =>
        list.every((prefix) => typeof prefix === "string");
    return isKnown(prefixes) ? prefixOf(prefixes) : pulumi.all(prefixes).apply(prefixOf);
}
