import { type InputFailure, refuse, refuseUnknown } from "../../../providers/validation/failure";
import { checkDestinationPrefix } from "../../../providers/validation/names";
import { checkConflicts } from "./conflicts";
import { PRESETS } from "./presets";
import { canMove, STORAGE_CLASSES, type LifecycleTransition, type TransitionStorageClass } from "./storageClasses";
import { type LifecycleRule, MOST_ID_CHARACTERS, ruleId } from "./rules";
import { OWN_RULE_IDS, OWN_RULE_PREFIX } from "./configuration";

const MOST_RULES = 1000;
/** Unfinished uploads and delete markers have a rule each, which the package adds. */
const OWN_RULES = OWN_RULE_IDS.length;
/** S3 keeps days in a signed 32-bit number. */
const MOST_DAYS = 2 ** 31 - 1;
const INFREQUENT_ACCESS: readonly TransitionStorageClass[] = ["STANDARD_IA", "ONEZONE_IA"];
/** How long an object must be in S3 before it moves to an infrequent-access class, and in that class before it moves again. */
const INFREQUENT_ACCESS_DAYS = 30;

/**
 * The errors that S3 would report, found beforehand, and what S3 would accept but not do.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
export function checkLifecycleRules(rules: readonly LifecycleRule[]): InputFailure[] {
    const shape = checkList("lifecycleRules", rules, "{ expirationDays: 365 }");
    if (shape.length > 0) return shape;
    const failures = rules.flatMap((rule, index) => checkRule(`lifecycleRules[${index}]`, rule));
    if (rules.length > MOST_RULES - OWN_RULES) {
        const allowed = `at most ${MOST_RULES - OWN_RULES} rules`;
        failures.push(refuse("lifecycleRules", `${rules.length} rules`, allowed, "Write rules for common prefixes."));
    }
    // Names and scopes can be compared only if they are valid.
    return failures.length > 0 ? failures : [...checkIds(rules), ...checkConflicts(rules)];
}

function checkIds(rules: readonly LifecycleRule[]): InputFailure[] {
    const first = new Map<string, number>();
    for (const [index, rule] of rules.entries()) {
        const id = ruleId(rule);
        const other = first.get(id);
        if (other !== undefined) return [refuseRepeatedId(rules, other, index)];
        first.set(id, index);
    }
    return [];
}

/** The error for two rules of one name, of which users may have written both, one or none. */
function refuseRepeatedId(rules: readonly LifecycleRule[], first: number, second: number): InputFailure {
    const where = `lifecycleRules[${first}]`;
    const named = [first, second].filter((index) => rules[index].id !== undefined);
    if (named.length === 0) {
        const next = "Merge the two into one rule, or give one of them an id.";
        const allowed = `another rule, because it applies to the same objects as ${where}`;
        return refuse(`lifecycleRules[${second}]`, rules[second], allowed, next);
    }
    const [at] = named.slice(-1);
    const other = at === second ? first : second;
    const how = rules[other].id === undefined ? "has it by default" : "has it too";
    const next = "Choose another name.";
    return refuse(`lifecycleRules[${at}].id`, rules[at].id, `unique: lifecycleRules[${other}] ${how}`, next);
}

/** These lists decide which rules there are, so they must be plain lists of plain objects. */
function checkList(property: string, list: readonly object[] | undefined, example: string): InputFailure[] {
    const next = `For example ${property}: [${example}].`;
    if (list === undefined) return [];
    if (!Array.isArray(list)) return [refuse(property, list, "a plain list", next)];
    return list.flatMap((entry: unknown, index) =>
        entry !== null && typeof entry === "object" ? [] : [refuse(`${property}[${index}]`, entry, "an object", next)],
    );
}

/** Whether a property is an action of a rule. */
const RULE_PROPERTIES: Readonly<Record<keyof LifecycleRule, boolean>> = {
    id: false,
    destinationPrefix: false,
    objectSizeGreaterThan: false,
    preset: true,
    transitions: true,
    expirationDays: true,
    noncurrentVersionTransitions: true,
    noncurrentVersionExpirationDays: true,
};
const ACTIONS = Object.entries(RULE_PROPERTIES).flatMap(([name, isAction]) => (isAction ? [name] : []));

function checkRule(at: string, rule: LifecycleRule): InputFailure[] {
    const example = '{ days: 30, storageClass: "GLACIER_IR" }';
    const shape = [
        ...refuseUnknown("a lifecycle rule", `${at}.`, rule, Object.keys(RULE_PROPERTIES)),
        ...checkList(`${at}.transitions`, rule.transitions, example),
        ...checkList(`${at}.noncurrentVersionTransitions`, rule.noncurrentVersionTransitions, example),
    ];
    if (shape.length > 0) return shape;
    const failures: (InputFailure | undefined)[] = [
        checkId(`${at}.id`, rule.id),
        checkPrefix(`${at}.destinationPrefix`, rule.destinationPrefix),
        checkSize(`${at}.objectSizeGreaterThan`, rule.objectSizeGreaterThan),
        checkPreset(at, rule),
        ...checkTransitions(`${at}.transitions`, rule.transitions ?? []),
        ...checkTransitions(`${at}.noncurrentVersionTransitions`, rule.noncurrentVersionTransitions ?? []),
        checkExpiration(`${at}.expirationDays`, rule.expirationDays, rule.transitions),
        checkExpiration(
            `${at}.noncurrentVersionExpirationDays`,
            rule.noncurrentVersionExpirationDays,
            rule.noncurrentVersionTransitions,
        ),
    ];
    if (!ACTIONS.some((action) => hasAction(rule[action as keyof LifecycleRule]))) {
        failures.push(refuse(at, rule, `a rule with ${ACTIONS.join(", ")}`, "Add an action or remove the rule."));
    }
    return failures.filter((failure) => failure !== undefined);
}

function hasAction(value: unknown): boolean {
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

function checkId(property: string, id: unknown): InputFailure | undefined {
    if (id === undefined) return undefined;
    if (typeof id !== "string" || id.length < 1 || id.length > MOST_ID_CHARACTERS) {
        return refuse(property, id, `1 to ${MOST_ID_CHARACTERS} characters`, "Shorten it, or leave it out.");
    }
    if (!id.startsWith(OWN_RULE_PREFIX)) return undefined;
    const allowed = `a name that does not begin with ${OWN_RULE_PREFIX}`;
    return refuse(property, id, allowed, "The package's own rules have such names: choose another.");
}

function checkPrefix(property: string, prefix: unknown): InputFailure | undefined {
    if (prefix === undefined) return undefined;
    return typeof prefix === "string"
        ? checkDestinationPrefix(property, prefix)
        : refuse(property, prefix, "a plain string", "It names the rule, so it cannot be an Output.");
}

function checkSize(property: string, size: unknown): InputFailure | undefined {
    if (size === undefined || (Number.isSafeInteger(size) && (size as number) >= 0)) return undefined;
    return refuse(property, size, "a whole number of bytes", "131072 are 128 KB.");
}

function checkPreset(at: string, rule: LifecycleRule): InputFailure | undefined {
    const { preset } = rule;
    if (preset === undefined) return undefined;
    if (!Object.hasOwn(PRESETS, preset)) {
        const allowed = `one of ${Object.keys(PRESETS).join(", ")}`;
        return refuse(`${at}.preset`, preset, allowed, "For other needs give transitions and expirationDays.");
    }
    const own = (["transitions", "expirationDays"] as const).find((name) => rule[name] !== undefined);
    if (own === undefined) return undefined;
    return refuse(`${at}.${own}`, rule[own], "absent beside preset", "Leave one of the two out.");
}

function checkExpiration(
    property: string,
    days: number | undefined,
    transitions: readonly LifecycleTransition[] = [],
): InputFailure | undefined {
    if (days === undefined) return undefined;
    if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
        return refuse(property, days, "a whole number of days, 1 or more, in 32 bits", "A year is 365.");
    }
    const last = Math.max(-1, ...transitions.map((transition) => transition.days));
    if (days > last) return undefined;
    return refuse(
        property,
        days,
        `more than the last transition's ${last} days`,
        "S3 expires objects only after the last transition.",
    );
}

function checkTransitions(property: string, transitions: readonly LifecycleTransition[]): InputFailure[] {
    const failures: InputFailure[] = [];
    transitions.forEach(({ days, storageClass }, index) => {
        const at = `${property}[${index}]`;
        failures.push(...refuseUnknown("a transition", `${at}.`, transitions[index], ["days", "storageClass"]));
        if (!STORAGE_CLASSES.includes(storageClass)) {
            const next = storageClass === ("STANDARD" as string) ? "Objects start there." : "Correct the spelling.";
            failures.push(refuse(`${at}.storageClass`, storageClass, `one of ${STORAGE_CLASSES.join(", ")}`, next));
            return;
        }
        const least = INFREQUENT_ACCESS.includes(storageClass) ? INFREQUENT_ACCESS_DAYS : 0;
        if (!Number.isInteger(days) || days < least || days > MOST_DAYS) {
            const next = `S3 moves objects to ${storageClass} from day ${least} on.`;
            failures.push(refuse(`${at}.days`, days, `a whole number of days, ${least} or more, in 32 bits`, next));
        }
        if (index > 0) failures.push(...checkStep(at, transitions[index - 1], transitions[index]));
    });
    return failures;
}

function checkStep(at: string, before: LifecycleTransition, after: LifecycleTransition): InputFailure[] {
    const failures: InputFailure[] = [];
    if (!canMove(before.storageClass, after.storageClass)) {
        const below = STORAGE_CLASSES.filter((name) => canMove(before.storageClass, name));
        const allowed = below.length > 0 ? `one of ${below.join(", ")} after ${before.storageClass}` : "absent";
        const next = below.length > 0 ? "Order the transitions so." : `No transition leaves ${before.storageClass}.`;
        failures.push(refuse(`${at}.storageClass`, after.storageClass, allowed, next));
    }
    if (after.days <= before.days) {
        const allowed = `more than the ${before.days} days of the transition before it`;
        failures.push(refuse(`${at}.days`, after.days, allowed, "Order the transitions by days."));
    } else if (INFREQUENT_ACCESS.includes(before.storageClass) && after.days - before.days < INFREQUENT_ACCESS_DAYS) {
        // The guide requires this for every class except INTELLIGENT_TIERING and GLACIER_IR, which it does not mention. S3
        // charges for the 30 days anyway, so waiting for them costs nothing.
        const allowed = `${before.days + INFREQUENT_ACCESS_DAYS} or more`;
        const next = `Objects must stay in ${before.storageClass} for ${INFREQUENT_ACCESS_DAYS} days.`;
        failures.push(refuse(`${at}.days`, after.days, allowed, next));
    }
    return failures;
}
