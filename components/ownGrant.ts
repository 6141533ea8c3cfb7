import { Failure, refuse } from "../providers/exportTask/failure";
import { DEFAULT_DESTINATION_PREFIX } from "../providers/exportTask/inputs";
import type { BucketAccessArgs } from "./bucketAccess";
import type { ExportBucket } from "./exportBucket";
import type { LogExportArgs } from "./logExport";
import { isExportBucket } from "./isExportBucket";
import { keyedLogGroups } from "./logGroups";
import { PlannedExport } from "./plan";

/** What a bucket is open to, beyond whose it is. */
export type OpenTo = Pick<BucketAccessArgs, "sourceLogGroups" | "destinationPrefixes">;

/** With more than so many the whole bucket is as telling. */
const MOST_PREFIXES = 10;

/**
 * What the bucket that a LogExport makes for itself is open to: its log groups, under its destination prefixes. Log groups
 * and dates behind a prefix are not named, and of ranges with prefixes of their own only the first part: a policy that
 * changed with every night's range would have to spread every night.
 */
export function ownGrant(args: LogExportArgs): OpenTo {
    // What a transform makes of an export is not known here.
    if (args.transform?.exportTask) return {};
    const sourceLogGroups = keyedLogGroups(args.logGroups).map(({ logGroupName }) => logGroupName);
    const prefixes = new Set(
        (args.timeRanges ?? [{ destinationPrefix: undefined }]).map(
            ({ destinationPrefix: own }) => own?.split("/")[0] ?? args.destinationPrefix ?? DEFAULT_DESTINATION_PREFIX,
        ),
    );
    const isPlain = typeof args.layout !== "function" && ![...prefixes].some((prefix) => /[*?$]/.test(prefix));
    return isPlain && prefixes.size <= MOST_PREFIXES
        ? { sourceLogGroups, destinationPrefixes: [...prefixes] }
        : { sourceLogGroups };
}

/** Exports that the policy of a given bucket would keep out, told before it is tried. */
export function checkOpenTo(bucket: LogExportArgs["bucket"], plan: readonly PlannedExport[]): Failure[] {
    const { sourceLogGroups, destinationPrefixes } = openToOf(bucket);
    const groups = plainList(sourceLogGroups);
    const prefixes = plainList(destinationPrefixes);
    const outside = plan.find(({ logGroupName: group, destinationPrefix: prefix }) => {
        const isGroup = typeof group !== "string" || !groups || groups.some((one) => covers(one, group));
        const isPrefix =
            typeof prefix !== "string" || !prefixes || prefixes.some((one) => `${prefix}/`.startsWith(`${one}/`));
        return !isGroup || !isPrefix;
    });
    if (!outside) return [];
    const open = [groups && `log groups ${groups.join(", ")}`, prefixes && `prefixes ${prefixes.join(", ")}`];
    const allowed = `a bucket that is open to ${outside.key}; this one is open to ${open.filter(Boolean).join(" under ")}`;
    const next = "For several LogExports declare an ExportBucket and give it to each of them.";
    return [refuse("bucket", bucket, allowed, next)];
}

function openToOf(bucket: LogExportArgs["bucket"]): OpenTo {
    if (isExportBucket(bucket)) return (bucket as Partial<ExportBucket>).openTo ?? {}; // older copies do not tell
    return bucket ?? {};
}

function covers(entry: string, logGroup: string): boolean {
    return entry.endsWith("*") ? logGroup.startsWith(entry.slice(0, -1)) : entry === logGroup;
}

/** The list where all of it is known now. */
function plainList(list: OpenTo["sourceLogGroups"]): string[] | undefined {
    if (!Array.isArray(list)) return undefined;
    return list.every((entry) => typeof entry === "string") ? list : undefined;
}
