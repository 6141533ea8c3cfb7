import { createHash } from "node:crypto";
import { type LifecyclePreset, PRESETS } from "./presets";
import { type LifecycleTransition } from "./storageClasses";

/**
 * What happens to exported objects as they age. A rule needs at least one action: `preset`, `transitions`, `expirationDays`,
 * `noncurrentVersionTransitions`, `noncurrentVersionExpirationDays`.
 * @example { transitions: [{ days: 30, storageClass: "GLACIER_IR" }], expirationDays: 365 }
 * @example { preset: "7-years", destinationPrefix: "audit" }
 */
export interface LifecycleRule {
    /**
     * The rule's name: up to 255 characters, unique in the bucket, not beginning with `cloudwatch-logs-export:`.
     * @default what the rule applies to: `all`, or the prefix and a `/`; then `-over-` and `objectSizeGreaterThan`
     */
    readonly id?: string;
    /**
     * The rule applies to objects under this prefix: a destination prefix, or the common beginning of several, up to a `/`.
     * @default every object of the bucket
     */
    readonly destinationPrefix?: string;
    /**
     * The rule, with all its actions, applies only to objects larger than this number of bytes.
     * @default every size; but S3 moves objects under 128 KB only if a size is given
     */
    readonly objectSizeGreaterThan?: number;
    /** A common retention requirement, instead of `transitions` and `expirationDays`. */
    readonly preset?: LifecyclePreset;
    /** Moves objects to cheaper storage. */
    readonly transitions?: readonly LifecycleTransition[];
    /** Deletes objects this many days after they were created. */
    readonly expirationDays?: number;
    /** Moves overwritten and deleted versions to cheaper storage. */
    readonly noncurrentVersionTransitions?: readonly LifecycleTransition[];
    /**
     * Permanently deletes versions this many days after they were overwritten or deleted.
     * @default 30 if objects expire, because otherwise a bucket that is or was versioned would keep them forever; none with
     * noncurrentVersionTransitions
     */
    readonly noncurrentVersionExpirationDays?: number;
}

/** Long enough to undo a mistaken deletion, short enough that expired data does go. */
export const DEFAULT_NONCURRENT_DAYS = 30;

export const MOST_ID_CHARACTERS = 255;

/** A rule's name; by default what the rule applies to: `all`, `audit/`, `all-over-5` or `audit/-over-5`. */
export function ruleId({ id, destinationPrefix, objectSizeGreaterThan }: LifecycleRule): string {
    const scope = destinationPrefix === undefined ? "all" : `${destinationPrefix}/`; // no prefix can be read as "all"
    const size = objectSizeGreaterThan === undefined ? "" : `-over-${objectSizeGreaterThan}`;
    return id ?? shortened(`${scope}${size}`);
}

/** A name that S3 accepts and that only the same name becomes. */
function shortened(name: string): string {
    if (name.length <= MOST_ID_CHARACTERS) return name;
    const digest = createHash("sha256").update(name).digest("hex").slice(0, 32);
    return `${name.slice(0, MOST_ID_CHARACTERS - 1 - digest.length)}-${digest}`;
}

/** After how many days a rule permanently deletes noncurrent versions; undefined: never. */
export function noncurrentExpirationOf(rule: LifecycleRule): number | undefined {
    const { expirationDays, noncurrentVersionTransitions: moves = [], noncurrentVersionExpirationDays } = rule;
    const hasDefault = expirationDays !== undefined && moves.length === 0;
    return noncurrentVersionExpirationDays ?? (hasDefault ? DEFAULT_NONCURRENT_DAYS : undefined);
}

/** A rule with its preset replaced by the actions that it stands for. */
export function withPreset({ preset, ...rule }: LifecycleRule): LifecycleRule {
    return preset === undefined ? rule : { ...rule, ...PRESETS[preset] };
}
