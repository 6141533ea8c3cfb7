import { Failure, refuse, refuseUnknown } from "../providers/exportTask/failure";
import { checkDestinationPrefix } from "../providers/exportTask/names";

/** From the dearest storage to the cheapest; objects move only downwards. */
const CLASSES = ["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"] as const;

/** A storage class that objects can be moved to. */
export type TransitionStorageClass = (typeof CLASSES)[number];

export interface Transition {
    /** Days after the object was created, or became noncurrent; for `STANDARD_IA` and `ONEZONE_IA` at least 30. */
    readonly days: number;
    readonly storageClass: TransitionStorageClass;
}

/**
 * What becomes of exported objects as they age. At least one of the actions has to be given.
 * @example { transitions: [{ days: 30, storageClass: "GLACIER_IR" }], expirationDays: 365 }
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
     * The rule holds only for objects of more than so many bytes.
     * @default every size; but S3 moves objects under 128 KB only where a size is given
     */
    readonly objectSizeGreaterThan?: number;
    /** Moves objects to cheaper storage. */
    readonly transitions?: readonly Transition[];
    /** Deletes objects so many days after they were created. */
    readonly expirationDays?: number;
    /** Moves versions that were overwritten or deleted to cheaper storage. */
    readonly noncurrentVersionTransitions?: readonly Transition[];
    /**
     * Deletes versions for good so many days after they were overwritten or deleted.
     * @default 30 where expirationDays is given, because otherwise a versioned bucket would keep them for ever
     */
    readonly noncurrentVersionExpirationDays?: number;
}

export const MOST_RULES = 1000;
/** Long enough to undo a mistaken deletion, short enough that expired data does go. */
export const DEFAULT_NONCURRENT_DAYS = 30;

const LEAST_DAYS: Partial<Record<TransitionStorageClass, number>> = { STANDARD_IA: 30, ONEZONE_IA: 30 };
const CHARGED_DAYS: Partial<Record<TransitionStorageClass, number>> = {
    GLACIER_IR: 90,
    GLACIER: 90,
    DEEP_ARCHIVE: 180,
};
const SMALL_OBJECT_BYTES = 128 * 1024;

/**
 * What S3 would refuse, told before it is asked.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
export function checkLifecycleRules(rules: readonly LifecycleRule[]): Failure[] {
    const shape = checkList("lifecycleRules", rules, "{ expirationDays: 365 }");
    if (shape.length > 0) return shape;
    const failures = rules.flatMap((rule, index) => checkRule(`lifecycleRules[${index}]`, rule));
    // Two rules of the package's own are added.
    if (rules.length > MOST_RULES - 2) {
        const allowed = `at most ${MOST_RULES - 2} rules`;
        failures.push(refuse("lifecycleRules", `${rules.length} rules`, allowed, "Write rules for common prefixes."));
    }
    if (failures.length > 0) return failures; // names can be compared only where they can be made
    const ids = rules.map(ruleId);
    const repeated = ids.findIndex((id, index) => ids.indexOf(id) !== index);
    if (repeated >= 0) {
        const property = `lifecycleRules[${repeated}].id`;
        failures.push(
            refuse(property, ids[repeated], "unique in the bucket", "Give the rules different ids or prefixes."),
        );
    }
    return failures;
}

/** A rule's name where none is given: what it holds for. */
export function ruleId({ id, destinationPrefix, objectSizeGreaterThan }: LifecycleRule): string {
    const size = objectSizeGreaterThan === undefined ? "" : `-over-${objectSizeGreaterThan}`;
    return id ?? `${destinationPrefix ?? "all"}${size}`.slice(0, 255);
}

/** They decide how many and which rules there are, so they are plain lists of plain objects. */
function checkList(property: string, list: readonly object[] | undefined, example: string): Failure[] {
    const next = `For example ${property}: [${example}].`;
    if (list === undefined) return [];
    if (!Array.isArray(list)) return [refuse(property, list, "a plain list", next)];
    return list.flatMap((entry: unknown, index) =>
        entry !== null && typeof entry === "object" ? [] : [refuse(`${property}[${index}]`, entry, "an object", next)],
    );
}

const RULE_PROPERTIES: Readonly<Record<keyof LifecycleRule, true>> = {
    id: true,
    destinationPrefix: true,
    objectSizeGreaterThan: true,
    transitions: true,
    expirationDays: true,
    noncurrentVersionTransitions: true,
    noncurrentVersionExpirationDays: true,
};

function checkRule(at: string, rule: LifecycleRule): Failure[] {
    const example = '{ days: 30, storageClass: "GLACIER_IR" }';
    const shape = [
        ...refuseUnknown("a lifecycle rule", `${at}.`, rule, Object.keys(RULE_PROPERTIES)),
        ...checkList(`${at}.transitions`, rule.transitions, example),
        ...checkList(`${at}.noncurrentVersionTransitions`, rule.noncurrentVersionTransitions, example),
    ];
    if (shape.length > 0) return shape;
    const actions = [
        "transitions",
        "expirationDays",
        "noncurrentVersionTransitions",
        "noncurrentVersionExpirationDays",
    ];
    const failures: (Failure | undefined)[] = [
        ...checkTransitions(`${at}.transitions`, rule.transitions ?? []),
        ...checkTransitions(`${at}.noncurrentVersionTransitions`, rule.noncurrentVersionTransitions ?? []),
        checkDays(`${at}.expirationDays`, rule.expirationDays),
        checkDays(`${at}.noncurrentVersionExpirationDays`, rule.noncurrentVersionExpirationDays),
        checkExpiration(`${at}.expirationDays`, rule.expirationDays, rule.transitions),
        checkExpiration(
            `${at}.noncurrentVersionExpirationDays`,
            rule.noncurrentVersionExpirationDays,
            rule.noncurrentVersionTransitions,
        ),
        checkPrefix(`${at}.destinationPrefix`, rule.destinationPrefix),
    ];
    if (!actions.some((action) => hasAction(rule[action as keyof LifecycleRule]))) {
        failures.push(refuse(at, rule, `a rule with ${actions.join(", ")}`, "Add an action or remove the rule."));
    }
    const size = rule.objectSizeGreaterThan;
    if (size !== undefined && !(Number.isInteger(size) && size >= 0)) {
        failures.push(refuse(`${at}.objectSizeGreaterThan`, size, "a whole number of bytes", "131072 are 128 KB."));
    }
    if (rule.id !== undefined && !(typeof rule.id === "string" && rule.id.length >= 1 && rule.id.length <= 255)) {
        failures.push(refuse(`${at}.id`, rule.id, "1 to 255 characters", "Shorten it, or leave it out."));
    }
    return failures.filter((failure) => failure !== undefined);
}

function hasAction(value: unknown): boolean {
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

function checkPrefix(property: string, prefix: string | undefined): Failure | undefined {
    if (prefix === undefined) return undefined;
    return typeof prefix === "string"
        ? checkDestinationPrefix(property, prefix)
        : refuse(property, prefix, "a plain string", "It names the rule, so it cannot be an Output.");
}

function checkDays(property: string, days: number | undefined): Failure | undefined {
    if (days === undefined || (Number.isInteger(days) && days >= 1)) return undefined;
    return refuse(property, days, "a whole number of days, 1 or more", "A year is 365.");
}

function checkExpiration(
    property: string,
    days: number | undefined,
    transitions: readonly Transition[] = [],
): Failure | undefined {
    const last = Math.max(-1, ...transitions.map((transition) => transition.days));
    if (days === undefined || days > last) return undefined;
    return refuse(property, days, `more than the last transition's ${last} days`, "S3 expires objects only after it.");
}

function checkTransitions(property: string, transitions: readonly Transition[]): Failure[] {
    const failures: Failure[] = [];
    transitions.forEach(({ days, storageClass }, index) => {
        const at = `${property}[${index}]`;
        if (!CLASSES.includes(storageClass)) {
            const next = storageClass === ("STANDARD" as string) ? "Objects start there." : "Correct the spelling.";
            failures.push(refuse(`${at}.storageClass`, storageClass, `one of ${CLASSES.join(", ")}`, next));
            return;
        }
        const least = LEAST_DAYS[storageClass] ?? 0;
        if (!Number.isInteger(days) || days < least) {
            const next = `S3 takes objects into ${storageClass} from day ${least} on.`;
            failures.push(refuse(`${at}.days`, days, `a whole number of days, ${least} or more`, next));
        }
        if (index > 0) failures.push(...checkStep(at, transitions[index - 1], transitions[index]));
    });
    return failures;
}

function checkStep(at: string, before: Transition, after: Transition): Failure[] {
    const failures: Failure[] = [];
    const isDownwards = CLASSES.indexOf(after.storageClass) > CLASSES.indexOf(before.storageClass);
    const isBarred = before.storageClass === "ONEZONE_IA" && after.storageClass === "GLACIER_IR";
    if (!isDownwards || isBarred) {
        const below = CLASSES.slice(CLASSES.indexOf(before.storageClass) + 1).filter(
            (name) => !(before.storageClass === "ONEZONE_IA" && name === "GLACIER_IR"),
        );
        const allowed = below.length > 0 ? `one of ${below.join(", ")} after ${before.storageClass}` : "absent";
        const next = below.length > 0 ? "Order the transitions so." : `Nothing leaves ${before.storageClass}.`;
        failures.push(refuse(`${at}.storageClass`, after.storageClass, allowed, next));
    }
    if (after.days <= before.days) {
        const allowed = `more than the ${before.days} days of the transition before it`;
        failures.push(refuse(`${at}.days`, after.days, allowed, "Order the transitions by days."));
    }
    return failures;
}

/** What S3 accepts, but charges for or silently does not do. */
export function lifecycleWarnings(rules: readonly LifecycleRule[]): string[] {
    return rules.flatMap((rule, index) => {
        const at = `lifecycleRules[${index}]`;
        const warnings: string[] = [];
        const steps = [...(rule.transitions ?? [])];
        steps.forEach(({ days, storageClass }, step) => {
            const until = steps[step + 1]?.days ?? rule.expirationDays;
            const charged = CHARGED_DAYS[storageClass];
            if (charged !== undefined && until !== undefined && until - days < charged) {
                warnings.push(
                    `${at}: objects leave ${storageClass} after ${until - days} days; S3 charges for ${charged} days all the same.`,
                );
            }
        });
        if (steps.length > 0 && rule.objectSizeGreaterThan === undefined) {
            warnings.push(
                `${at}: S3 does not move objects under ${SMALL_OBJECT_BYTES / 1024} KB, and exports of quiet log streams are small. ` +
                    "Give objectSizeGreaterThan to say which objects move (0 moves all, at a price per object).",
            );
        }
        return warnings;
    });
}
