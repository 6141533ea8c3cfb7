import { bucketPolicy, type ExportGrant } from "../../providers/policies/bucketPolicy";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
const MOST_POLICY_BYTES = 20 * 1024;
/** Half of it for the grant, so that statements of one's own still fit. */
const MOST_GRANT_BYTES = MOST_POLICY_BYTES / 2;

/**
 * A grant whose log groups fit into a bucket policy: named one by one where they are few, by their common beginnings up to
 * a `/` where they are many (which a new group seldom changes), and all of the accounts' where even those are too many.
 */
export function narrowGrant(grant: ExportGrant): ExportGrant {
    const { sourceLogGroups } = grant;
    if (sourceLogGroups === undefined || sourceLogGroups.length === 0) return grant;
    const names = [...new Set(sourceLogGroups)].sort();
    const deepest = Math.max(...names.map((name) => name.split("/").length - 1));
    for (let depth = deepest + 1; depth >= 1; depth--) {
        const beginnings = [...new Set(names.map((name) => beginningOf(name, depth)))];
        const narrow = { ...grant, sourceLogGroups: withoutCovered(beginnings) };
        if (policyBytes(narrow) <= MOST_GRANT_BYTES) return narrow;
    }
    return { ...grant, sourceLogGroups: undefined };
}

/** `/aws/lambda/payments` at depth 3 is `/aws/lambda/*`; a name with fewer parts stays. */
function beginningOf(name: string, depth: number): string {
    const parts = name.split("/");
    return parts.length <= depth ? name : `${parts.slice(0, depth).join("/")}/*`;
}

/** What another entry stands for already need not be named. */
function withoutCovered(names: readonly string[]): string[] {
    return names.filter(
        (name) => !names.some((other) => other !== name && other.endsWith("*") && name.startsWith(other.slice(0, -1))),
    );
}

function policyBytes(grant: ExportGrant): number {
    return Buffer.byteLength(JSON.stringify(bucketPolicy(grant)));
}

/** How many bytes a policy has too many for S3; 0 where it fits. */
export function bytesTooMany(grant: ExportGrant): number {
    return Math.max(0, policyBytes(grant) - MOST_POLICY_BYTES);
}
