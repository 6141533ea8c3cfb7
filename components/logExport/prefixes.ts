import * as pulumi from "@pulumi/pulumi";
import { type InputFailure, refuse } from "../../providers/validation/failure";
import { assertInputs } from "../../providers/validation/inputError";
import { checkDestinationPrefix } from "../../providers/validation/names";
import { resolvedValue } from "../../providers/outputs";
import { type ExportLayout } from "./layout";
import { type KeyedLogGroup, refuseRepeated } from "../logGroups/logGroups";

/** A log group and one of the prefixes that its exports go to. */
export interface PlacedExport {
    /** Identifies the export in messages. */
    readonly key: string;
    readonly groupKey: string;
    readonly destinationPrefix: pulumi.Input<string>;
}

/** The errors in the prefixes that are known: what S3 refuses, and two log groups under one prefix. */
export function checkPrefixes(exports: readonly PlacedExport[], layout: ExportLayout): InputFailure[] {
    const owners = new Map<string, PlacedExport>();
    for (const placed of exports) {
        const prefix: unknown = placed.destinationPrefix;
        if (pulumi.Output.isInstance(prefix)) continue; // of a log group whose name is not known yet: see prefixesOnceKnown
        if (typeof prefix !== "string") {
            const next = `For ${placed.key} it returns something else: return the whole prefix.`;
            return [refuse("layout", prefix, "a function that returns a string", next)];
        }
        const owner = owners.get(prefix);
        if (owner === undefined) {
            const failure = checkDestinationPrefix(`destinationPrefix of ${placed.key}`, prefix);
            if (failure) return [failure];
            owners.set(prefix, placed);
        } else if (owner.groupKey !== placed.groupKey) {
            const allowed = `one that separates log groups: ${owner.key} and ${placed.key} both go to ${prefix}`;
            const next = 'Use "hive", or a function that puts the log group\'s name into the prefix.';
            return [refuse("layout", layout, allowed, next)];
        }
    }
    return [];
}

/**
 * Prefixes of log groups of which some have names that are known only while the program runs. No prefix is known before all
 * names are known, or have failed, and the prefixes have been found to differ. An export waits for its prefix, so nothing is
 * exported before that.
 * @param exportsOf the exports of a log group once its name is known.
 * @returns the prefix of an export, with only its own group's dependencies.
 */
export function prefixesOnceKnown(
    groups: readonly KeyedLogGroup[],
    layout: ExportLayout,
    exportsOf: (group: KeyedLogGroup, logGroupName: string) => PlacedExport[],
): (group: KeyedLogGroup, prefixFor: (logGroupName: string) => string) => pulumi.Output<string> {
    const apart = Promise.all(groups.map(({ logGroupName }) => resolvedValue(pulumi.output(logGroupName)))).then(
        async (names) => {
            const isSecret = ({ logGroupName }: KeyedLogGroup) =>
                pulumi.isSecret(pulumi.output(logGroupName)).catch(() => false);
            const secret = await Promise.all(groups.map(isSecret));
            const seen = new Set<string>();
            const known = groups.flatMap((group, index) => {
                const name = names[index];
                if (name === undefined) return [];
                if (seen.has(name)) assertInputs("LogExport", [refuseRepeated(secret[index] ? "[secret]" : name)]);
                seen.add(name);
                return exportsOf(group, name);
            });
            assertInputs("LogExport", checkPrefixes(known, layout));
        },
    );
    apart.catch(() => undefined); // every export that waits for it reports it
    return ({ logGroupName }, prefixFor) =>
        pulumi.output(logGroupName).apply(async (name) => {
            await apart;
            return prefixFor(name);
        });
}
