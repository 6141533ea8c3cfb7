import * as pulumi from "@pulumi/pulumi";
import { type InputFailure, refuse } from "../../providers/validation/failure";
import { assertInputs } from "../../providers/validation/inputError";
import { checkDestinationPrefix } from "../../providers/validation/names";
import { resolvedValue } from "../../providers/outputs";
import { type ExportLayout } from "./layout";
import { type KeyedLogGroup, refuseRepeated } from "../logGroups/logGroups";

/** A log group and one of the prefixes that its exports go to. */
export interface PlacedExport {
    /** The export's, to name it by. */
    readonly key: string;
    readonly groupKey: string;
    readonly destinationPrefix: pulumi.Input<string>;
}

/** What is wrong with the prefixes that are known: what S3 refuses, and two log groups under one. */
export function checkPrefixes(exports: readonly PlacedExport[], layout: ExportLayout): InputFailure[] {
    const owners = new Map<string, PlacedExport>();
    for (const placed of exports) {
        const prefix: unknown = placed.destinationPrefix;
        if (pulumi.Output.isInstance(prefix)) continue; // of a log group whose name is not known yet: see prefixesOnceKnown
        if (typeof prefix !== "string") {
            const next = `For ${placed.key} it gives something else: let the function return the whole prefix.`;
            return [refuse("layout", prefix, "a function that gives a string", next)];
        }
        const owner = owners.get(prefix);
        if (owner === undefined) {
            const failure = checkDestinationPrefix(`destinationPrefix of ${placed.key}`, prefix);
            if (failure) return [failure];
            owners.set(prefix, placed);
        } else if (owner.groupKey !== placed.groupKey) {
            const allowed = `one that keeps log groups apart: ${owner.key} and ${placed.key} both go to ${prefix}`;
            const next = 'Use "hive", or a function that puts the log group\'s name into the prefix.';
            return [refuse("layout", layout, allowed, next)];
        }
    }
    return [];
}

/**
 * Prefixes of log groups of which some have names that are known only while the program runs. None is given away before
 * all names are known, or known never to be, and found to be kept apart: an export waits for its prefix, so nothing is
 * exported before that.
 * @param exportsOf the exports of a log group once it has a name.
 * @returns gives the prefix of an export, with its own group's dependencies only.
 */
export function prefixesOnceKnown(
    groups: readonly KeyedLogGroup[],
    layout: ExportLayout,
    exportsOf: (group: KeyedLogGroup, logGroupName: string) => PlacedExport[],
): (group: KeyedLogGroup, prefixFor: (logGroupName: string) => string) => pulumi.Output<string> {
    const apart = Promise.all(groups.map(({ logGroupName }) => resolvedValue(pulumi.output(logGroupName)))).then(
        (names) => {
            const seen = new Set<string>();
            const known = groups.flatMap((group, index) => {
                const name = names[index];
                if (name === undefined) return [];
                if (seen.has(name)) assertInputs("LogExport", [refuseRepeated(name)]);
                seen.add(name);
                return exportsOf(group, name);
            });
            assertInputs("LogExport", checkPrefixes(known, layout));
        },
    );
    apart.catch(() => undefined); // it is told by every export that waits for it
    return ({ logGroupName }, prefixFor) =>
        pulumi.output(logGroupName).apply(async (name) => {
            await apart;
            return prefixFor(name);
        });
}
