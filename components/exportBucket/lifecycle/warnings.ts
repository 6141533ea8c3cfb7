import { isWider, overlap, scopeOf } from "./conflicts";
import { withPreset } from "./rules";
import { canMove, type LifecycleTransition, type TransitionStorageClass } from "./storageClasses";
import { type LifecycleRule, noncurrentExpirationOf } from "./rules";

/** The minimum number of days that S3 charges for. https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html */
const CHARGED_DAYS: Partial<Record<TransitionStorageClass, number>> = {
    STANDARD_IA: 30,
    ONEZONE_IA: 30,
    GLACIER_IR: 90,
    GLACIER: 90,
    DEEP_ARCHIVE: 180,
};
const SMALL_OBJECT_BYTES = 128 * 1024;
/** What GLACIER and DEEP_ARCHIVE add to each object, 8 KB of it at the price of STANDARD. */
const OVERHEAD_BYTES = 40 * 1024;

/** What S3 accepts, but charges for or silently does not do, in rules that have been checked. */
export function lifecycleWarnings(
    given: readonly LifecycleRule[],
    { versioning = true }: { readonly versioning?: boolean } = {},
): string[] {
    const rules = given.map(withPreset);
    return rules.flatMap((rule, index) =>
        [
            ...earlyDeparture(rule, versioning),
            // Presets do not move small objects, as documented.
            ...(given[index].preset === undefined ? smallObjects(rule) : []),
            ...keptSmallObjects(rule, rules),
            ...withoutVersions(rule, versioning),
            ...hiddenForEver(rule, versioning),
            ...overruled(rule, index, rules),
        ].map((warning) => `lifecycleRules[${index}]: ${warning}`),
    );
}

/** In a versioned bucket an expired object keeps its storage class until it is deleted as a noncurrent version. */
function earlyDeparture(rule: LifecycleRule, isVersioned: boolean): string[] {
    const noncurrent = noncurrentExpirationOf(rule);
    const end =
        rule.expirationDays === undefined || (isVersioned && noncurrent === undefined)
            ? undefined
            : rule.expirationDays + (isVersioned ? (noncurrent ?? 0) : 0);
    return [
        ...leaving("objects", rule.transitions, end),
        ...leaving("noncurrent versions", rule.noncurrentVersionTransitions, noncurrent),
    ];
}

function leaving(what: string, steps: readonly LifecycleTransition[] = [], end: number | undefined): string[] {
    return steps.flatMap(({ days, storageClass }, step) => {
        const until = steps[step + 1]?.days ?? end;
        const charged = CHARGED_DAYS[storageClass];
        return charged !== undefined && until !== undefined && until - days < charged
            ? [`${what} leave ${storageClass} after ${until - days} days; S3 charges for at least ${charged} days.`]
            : [];
    });
}

function smallObjects({ transitions = [], objectSizeGreaterThan: size }: LifecycleRule): string[] {
    if (transitions.length === 0) return [];
    if (size === undefined) {
        return [
            `S3 does not move objects under ${SMALL_OBJECT_BYTES / 1024} KB, and exports of log streams with little data are small. ` +
                "Give objectSizeGreaterThan to say which objects move (0 moves all, at a cost per object).",
        ];
    }
    const archive = transitions.find(({ storageClass }) => ["GLACIER", "DEEP_ARCHIVE"].includes(storageClass));
    return archive && size < OVERHEAD_BYTES
        ? [
              `${archive.storageClass} adds ${OVERHEAD_BYTES / 1024} KB to each object, more than the smallest contain. ` +
                  `An objectSizeGreaterThan of ${SMALL_OBJECT_BYTES} avoids the cost of moving and keeping them.`,
          ]
        : [];
}

/** A size is a condition on the whole rule, expiration included. */
function keptSmallObjects(rule: LifecycleRule, rules: readonly LifecycleRule[]): string[] {
    const { expirationDays, objectSizeGreaterThan = 0 } = rule;
    if (expirationDays === undefined || objectSizeGreaterThan === 0) return [];
    const hasOther = rules.some((one) => one.expirationDays !== undefined && isWider(scopeOf(one), scopeOf(rule)));
    return hasOther
        ? []
        : [
              `objects of ${objectSizeGreaterThan} bytes or less never expire, because objectSizeGreaterThan applies to ` +
                  "expirationDays too. Move expirationDays to a rule without it.",
          ];
}

function withoutVersions(rule: LifecycleRule, isVersioned: boolean): string[] {
    const isAbout =
        rule.noncurrentVersionExpirationDays !== undefined || (rule.noncurrentVersionTransitions ?? []).length > 0;
    return isAbout && !isVersioned
        ? ["there are no noncurrent versions with versioning: false, unless the bucket was versioned before."]
        : [];
}

/** A delete marker hides an expired object, which is deleted only as a noncurrent version. */
function hiddenForEver(rule: LifecycleRule, isVersioned: boolean): string[] {
    return isVersioned && rule.expirationDays !== undefined && noncurrentExpirationOf(rule) === undefined
        ? [
              "what expires is hidden and moved, but never deleted. Give noncurrentVersionExpirationDays with " +
                  "noncurrentVersionTransitions.",
          ]
        : [];
}

/** Actions that never happen because another rule applies to the same objects first. */
function overruled(rule: LifecycleRule, index: number, rules: readonly LifecycleRule[]): string[] {
    return rules.flatMap((other, at) => {
        if (at === index || !overlap(scopeOf(rule), scopeOf(other))) return [];
        const where = `lifecycleRules[${at}]`;
        const warnings: string[] = [];
        for (const { days, storageClass } of rule.transitions ?? []) {
            const sooner = other.transitions?.find((step) => step.days <= days);
            if (other.expirationDays !== undefined && other.expirationDays <= days) {
                warnings.push(
                    `objects of both rules never move to ${storageClass} after ${days} days: ${where} deletes them after ${other.expirationDays} days.`,
                );
            } else if (sooner && !canMove(sooner.storageClass, storageClass)) {
                warnings.push(
                    `objects of both rules never move to ${storageClass} after ${days} days: ${where} moves them to ${sooner.storageClass} after ${sooner.days} days.`,
                );
            }
        }
        const [own, others] = [rule, other].map(noncurrentExpirationOf);
        const isMeant = rule.noncurrentVersionExpirationDays !== undefined && !isWider(scopeOf(rule), scopeOf(other));
        if (isMeant && own !== undefined && others !== undefined && others < own) {
            warnings.push(`noncurrent versions are deleted after the ${others} days of ${where}, not after ${own}.`);
        }
        return warnings;
    });
}
