import * as pulumi from "@pulumi/pulumi";
import { type InputFailure, refuse } from "../../providers/validation/failure";
import { checkGrantPrefix } from "../../providers/validation/names";
import { commonBeginnings } from "./commonBeginnings";
import { type ExportBucketArgs, providerOf } from "../exportBucket/args";
import { ExportBucket } from "../exportBucket/exportBucket";
import { groupPrefix, type ExportLayout } from "./layout";
import { type LogExportArgs, type LogExportBucketArgs } from "./args";
import { type PlannedExport } from "./plan";
import { type ExportSettings } from "./settings";

/** The lists that `"own"` stands for. */
export interface OwnGrant {
    readonly sourceLogGroups?: readonly pulumi.Input<string>[];
    readonly destinationPrefixes?: readonly pulumi.Input<string>[];
}

const OWN = "own";
/** With more prefixes, only `sourceLogGroups` separates log groups: both lists would not fit into a policy. */
const MOST_PREFIXES = 20;

/** The lists that `"own"` stands for in the bucket of arguments that have been checked. */
export function ownGrant(bucket: LogExportArgs["bucket"], settings: ExportSettings): OwnGrant {
    const { sourceLogGroups, destinationPrefixes } = givenBucket(bucket);
    return {
        ...(sourceLogGroups === OWN && { sourceLogGroups: settings.groups.map(({ logGroupName }) => logGroupName) }),
        ...(destinationPrefixes === OWN && { destinationPrefixes: ownPrefixes(settings) ?? [] }),
    };
}

/**
 * The arguments of the bucket, with the lists in place of `"own"`, the Region of the exports, and their role to empty it with.
 */
export function bucketArgs({ bucket, region, assumeRoleArn }: LogExportArgs, grant: OwnGrant): ExportBucketArgs {
    const given = givenBucket(bucket);
    const isNative = providerOf(given) === "aws-native";
    const isMade = !("existing" in given);
    const isWritten = isMade || given.policy === "managed";
    return {
        ...(isNative && isMade && { assumeRoleArn }),
        ...(!isNative && isWritten && { region }),
        ...given,
        ...grant,
    } as ExportBucketArgs;
}

function givenBucket(bucket: LogExportArgs["bucket"]): Partial<LogExportBucketArgs> {
    return bucket === undefined || ExportBucket.isInstance(bucket) ? {} : bucket;
}

/**
 * | layout     | prefixes                                                        |
 * |------------|-----------------------------------------------------------------|
 * | "hive"     | destination prefix and log group; if there are many, as plain   |
 * | "plain"    | the destination prefix                                          |
 * | a function | the destination prefix, under which it must stay                |
 *
 * For ranges with many prefixes of their own: their common beginnings, up to a `/`; undefined if there are none.
 */
function ownPrefixes({ groups, layout, ranges }: ExportSettings): pulumi.Input<string>[] | undefined {
    const prefixes = [...new Set(ranges.map(({ destinationPrefix }) => destinationPrefix))];
    if (layout !== "hive" || groups.length * prefixes.length > MOST_PREFIXES)
        return commonBeginnings(prefixes, (beginnings) => beginnings.length <= MOST_PREFIXES);
    return groups.flatMap(({ logGroupName }) =>
        prefixes.map((prefix) =>
            typeof logGroupName === "string"
                ? groupPrefix(prefix, logGroupName)
                : pulumi.output(logGroupName).apply((name) => groupPrefix(prefix, name)),
        ),
    );
}

/** The errors in the use of `"own"` by arguments whose other errors have been found. */
export function checkOwnGrant(bucket: LogExportArgs["bucket"], settings: ExportSettings): InputFailure[] {
    const given = givenBucket(bucket);
    const asked = (["sourceLogGroups", "destinationPrefixes"] as const).filter((property) => given[property] === OWN);
    if ("existing" in given && given.policy !== "managed") {
        const next =
            'Set policy: "managed" to let this package write the whole policy, or merge exportStatements with the lists.';
        return asked.map((property) => refuse(property, OWN, "absent if the bucket policy is not managed", next));
    }
    if (!asked.includes("destinationPrefixes")) return [];
    const prefixes = ownPrefixes(settings);
    if (prefixes === undefined) {
        const allowed = "a list, because the ranges go to too many prefixes without a common beginning";
        return [
            refuse(
                "destinationPrefixes",
                OWN,
                allowed,
                "Give them a common beginning, as audit/2025 and audit/2026 have.",
            ),
        ];
    }
    const failures = prefixes.map((prefix) =>
        typeof prefix === "string" ? checkGrantPrefix("destinationPrefix", prefix) : undefined,
    );
    return failures.filter((failure) => failure !== undefined);
}

/** The first export that a layout function puts outside the grant. */
export function checkOwnPlan(grant: OwnGrant, plan: readonly PlannedExport[], layout: ExportLayout): InputFailure[] {
    if (typeof layout !== "function") return [];
    return plan.flatMap((planned) => checkCovered(grant, planned, planned, layout)).slice(0, 1);
}

/** An export as it will be declared, after any transform. */
interface Declared {
    readonly logGroupName: unknown;
    readonly destinationPrefix?: unknown;
}

/** The errors if the bucket's grant does not cover an export, as planned and as a transform left it. */
export function checkCovered(
    { sourceLogGroups: groups, destinationPrefixes: prefixes }: OwnGrant,
    planned: PlannedExport,
    declared: Declared,
    layout: ExportLayout,
): InputFailure[] {
    const { logGroupName, destinationPrefix: prefix } = declared;
    const isGroup = logGroupName === planned.logGroupName || groups?.some((group) => group === logGroupName);
    const isBelow = (one: unknown) => typeof one === "string" && `${prefix as string}/`.startsWith(`${one}/`);
    const isPrefix =
        (prefix === planned.destinationPrefix && typeof layout !== "function") ||
        (typeof prefix === "string" && prefixes?.some(isBelow));
    const failures: InputFailure[] = [];
    if (groups && !isGroup) {
        const allowed = `a list, because transform.exportTask gives ${planned.key} another log group`;
        failures.push(refuse("sourceLogGroups", OWN, allowed, "Name the log groups, or leave it out for all."));
    }
    if (prefixes && !isPrefix) {
        const where = typeof prefix === "string" ? `goes to ${prefix}` : "goes to a prefix that is not known yet";
        const allowed = `a list, because ${planned.key} ${where}: layout and transform must stay under the destination prefix`;
        failures.push(refuse("destinationPrefixes", OWN, allowed, "Name the prefixes, or leave it out for all."));
    }
    return failures;
}
