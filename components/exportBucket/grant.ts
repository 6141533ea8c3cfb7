import { commonBeginnings } from "./commonBeginnings";
import { bucketPolicy, type ExportGrant } from "../../providers/policies/bucketPolicy";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
const MOST_POLICY_BYTES = 20 * 1024;
/** Half of it, so that statements of the user's own still fit. */
const MOST_GRANT_BYTES = MOST_POLICY_BYTES / 2;

/**
 * A grant whose log groups fit into a bucket policy: named one by one if they are few, by their common beginnings if they
 * are many, and all of the accounts' if even those are too many.
 */
export function narrowGrant(grant: ExportGrant): ExportGrant {
    const { sourceLogGroups } = grant;
    if (sourceLogGroups === undefined || sourceLogGroups.length === 0) return grant;
    const withGroups = (names: readonly string[]) => ({ ...grant, sourceLogGroups: withoutCovered(names) });
    const beginnings = commonBeginnings(
        sourceLogGroups,
        "/*",
        (names) => policyBytes(withGroups(names)) <= MOST_GRANT_BYTES,
    );
    return beginnings ? withGroups(beginnings) : { ...grant, sourceLogGroups: undefined };
}

/** The names that no other entry covers. */
function withoutCovered(names: readonly string[]): string[] {
    return names.filter(
        (name) => !names.some((other) => other !== name && other.endsWith("*") && name.startsWith(other.slice(0, -1))),
    );
}

function policyBytes(grant: ExportGrant): number {
    return Buffer.byteLength(JSON.stringify(bucketPolicy(grant)));
}

/** By how many bytes a policy is too long for S3; 0 if it fits. */
export function bytesTooMany(grant: ExportGrant): number {
    return Math.max(0, policyBytes(grant) - MOST_POLICY_BYTES);
}
