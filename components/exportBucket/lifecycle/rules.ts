import { type LifecyclePreset, PRESETS } from "./presets";
import { type LifecycleTransition } from "./storageClasses";

/**
 * What becomes of exported objects as they age. At least one of the actions has to be given: `preset`, `transitions`,
 * `expirationDays`, `noncurrentVersionTransitions`, `noncurrentVersionExpirationDays`.
 * @example { transitions: [{ days: 30, storageClass: "GLACIER_IR" }], expirationDays: 365 }
 * @example { preset: "7-years", destinationPrefix: "audit" }
 */
export interface LifecycleRule {
    /**
     * The rule's name: up to 255 characters, unique in the bucket.
     * @default made of the rule's prefix
     */
    readonly id?: string;
    /**
     * The rule holds for objects under this prefix; a destination prefix, or the beginning of several up to a `/`.
     * @default every object of the bucket
     */
    readonly destinationPrefix?: string;
    /**
     * The rule, all of it, holds only for objects of more than so many bytes.
     * @default every size; but S3 moves objects under 128 KB only where a size is given
     */
    readonly objectSizeGreaterThan?: number;
    /** A common retention need, in place of `transitions` and `expirationDays`. */
    readonly preset?: LifecyclePreset;
    /** Moves objects to cheaper storage. */
    readonly transitions?: readonly LifecycleTransition[];
    /** Deletes objects so many days after they were created. */
    readonly expirationDays?: number;
    /** Moves versions that were overwritten or deleted to cheaper storage. */
    readonly noncurrentVersionTransitions?: readonly LifecycleTransition[];
    /**
     * Deletes versions for good so many days after they were overwritten or deleted.
     * @default 30 where objects expire, because otherwise a versioned bucket would keep them for ever; none beside
     * noncurrentVersionTransitions
     */
    readonly noncurrentVersionExpirationDays?: number;
}

/** Long enough to undo a mistaken deletion, short enough that expired data does go. */
export const DEFAULT_NONCURRENT_DAYS = 30;

/** A rule's name where none is given: what it holds for. */
export function ruleId({ id, destinationPrefix, objectSizeGreaterThan }: LifecycleRule): string {
    const size = objectSizeGreaterThan === undefined ? "" : `-over-${objectSizeGreaterThan}`;
    return id ?? `${destinationPrefix ?? "all"}${size}`.slice(0, 255);
}

/** After how many days a rule deletes noncurrent versions for good; undefined: never. */
export function noncurrentExpirationOf(rule: LifecycleRule, isVersioned: boolean): number | undefined {
    const { expirationDays, noncurrentVersionTransitions: moves = [], noncurrentVersionExpirationDays } = rule;
    const hasDefault = isVersioned && expirationDays !== undefined && moves.length === 0;
    return noncurrentVersionExpirationDays ?? (hasDefault ? DEFAULT_NONCURRENT_DAYS : undefined);
}

/** A rule with the actions of its preset written out. */
export function withPreset({ preset, ...rule }: LifecycleRule): LifecycleRule {
    return preset === undefined ? rule : { ...rule, ...PRESETS[preset] };
}
