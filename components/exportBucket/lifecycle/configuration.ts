import { withPreset } from "./rules";
import { type LifecycleRule, noncurrentExpirationOf, ruleId } from "./rules";
import { type LifecycleTransition } from "./storageClasses";

/** A bucket's lifecycle configuration in S3's terms; each provider translates it into its own arguments. */
export interface BucketLifecycle {
    readonly rules: readonly BucketLifecycleRule[];
}

export interface BucketLifecycleRule {
    readonly id: string;
    /** The rule applies to keys that begin with this; empty for all. */
    readonly prefix: string;
    readonly objectSizeGreaterThan?: number;
    readonly transitions?: readonly LifecycleTransition[];
    readonly expirationDays?: number;
    readonly expiredObjectDeleteMarker?: true;
    readonly noncurrentVersionTransitions?: readonly LifecycleTransition[];
    readonly noncurrentVersionExpirationDays?: number;
    readonly abortIncompleteMultipartUploadDays?: number;
}

export interface LifecycleSettings {
    readonly rules: readonly LifecycleRule[];
    readonly abortIncompleteMultipartUploadDays: number;
}

/** The names of the package's own rules. A prefix of their own keeps them apart from those that users write. */
export const OWN_RULE_PREFIX = "cloudwatch-logs-export:";
const ABORT_UPLOADS = `${OWN_RULE_PREFIX}abort-incomplete-multipart-uploads`;
const REMOVE_MARKERS = `${OWN_RULE_PREFIX}remove-expired-delete-markers`;
export const OWN_RULE_IDS: readonly string[] = [ABORT_UPLOADS, REMOVE_MARKERS];

/** Days after which the parts of an incomplete multipart upload are removed. */
export const DEFAULT_ABORT_UPLOAD_DAYS = 7;

/**
 * The user's rules, preceded by those that clean up after uploads and deletions. They are the same with `versioning: false`:
 * the bucket may have been versioned before, and its noncurrent versions and delete markers stay.
 */
export function bucketLifecycle(settings: LifecycleSettings): BucketLifecycle {
    const { rules, abortIncompleteMultipartUploadDays } = settings;
    const cleanup: BucketLifecycleRule[] = [
        { id: ABORT_UPLOADS, prefix: "", abortIncompleteMultipartUploadDays },
        { id: REMOVE_MARKERS, prefix: "", expiredObjectDeleteMarker: true },
    ];
    return { rules: [...cleanup, ...rules.map(ruleOf)] };
}

function ruleOf(given: LifecycleRule): BucketLifecycleRule {
    const rule = withPreset(given);
    const { destinationPrefix, objectSizeGreaterThan, transitions, expirationDays } = rule;
    return {
        id: ruleId(rule),
        prefix: destinationPrefix === undefined ? "" : `${destinationPrefix}/`,
        objectSizeGreaterThan,
        transitions,
        expirationDays,
        noncurrentVersionTransitions: rule.noncurrentVersionTransitions,
        noncurrentVersionExpirationDays: noncurrentExpirationOf(rule),
    };
}
