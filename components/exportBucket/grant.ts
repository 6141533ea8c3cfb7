import { bucketPolicy, type ExportGrant } from "../../providers/policies/bucketPolicy";
import { showSome } from "../showSome";
import { narrowNames, withoutCovered } from "./narrowNames";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
export const MOST_POLICY_BYTES = 20 * 1024;

/** A grant that fits into a bucket policy. */
export interface NarrowedGrant {
    readonly grant: ExportGrant;
    /** What is allowed in place of the log groups' names, if those do not fit. */
    readonly instead?: readonly string[];
}

/**
 * A grant whose log groups fit into a bucket policy: by name or, if the names take too much room, some of them by their
 * common beginnings, and all of the accounts' log groups if nothing else fits.
 * @param taken the bytes of the policy that other statements take.
 */
export function narrowGrant(grant: ExportGrant, taken = 0): NarrowedGrant {
    const { sourceLogGroups } = grant;
    if (sourceLogGroups === undefined || sourceLogGroups.length === 0) return { grant };
    const bytesWith = (names: readonly string[]) => policyBytes({ ...grant, sourceLogGroups: names });
    const one = bytesWith(["*"]);
    const measured = (entry: string) => bytesWith(["*", entry]) - one;
    const [exact, beginning] = [lineThrough(measured, "a", "aa"), lineThrough(measured, "a*", "aa*")];
    const costOf = (entry: string) => (entry.endsWith("*") ? beginning : exact)(entry.length);
    const rest = one - costOf("*"); // all but the list, less a comma
    const names = withoutCovered(sourceLogGroups);
    const narrowed = narrowNames(names, costOf, MOST_POLICY_BYTES - taken - rest);
    const isNarrower = narrowed.join() !== names.join();
    const isAll = isNarrower && narrowed.join() === "*";
    return {
        grant: { ...grant, sourceLogGroups: isAll ? undefined : narrowed },
        ...(isNarrower && { instead: narrowed }),
    };
}

/** What an entry adds to the policy by its length, whatever the others are: a straight line through two that are measured. */
function lineThrough(measured: (entry: string) => number, short: string, long: string): (length: number) => number {
    const [from, to] = [measured(short), measured(long)];
    const slope = (to - from) / (long.length - short.length);
    return (length) => from + slope * (length - short.length);
}

function policyBytes(grant: ExportGrant): number {
    return Buffer.byteLength(JSON.stringify(bucketPolicy(grant)));
}

/** By how many bytes a policy is too long for S3; 0 if it fits. */
export function bytesTooMany(grant: ExportGrant, taken = 0): number {
    return Math.max(0, policyBytes(grant) + taken - MOST_POLICY_BYTES);
}

/** What to tell of a grant that is wider than declared; undefined if it is not. */
export function wideGrantWarning(names: readonly string[], { instead }: NarrowedGrant): string | undefined {
    if (instead === undefined) return undefined;
    const allowed = instead.join() === "*" ? "all log groups of the accounts are" : `${showSome(instead)} are`;
    return (
        `sourceLogGroups: the ${names.length} names do not fit into a bucket policy, which S3 limits to 20 KB, so ${allowed} allowed ` +
        "in their place. To choose yourself, give beginnings that end in *."
    );
}
