import { type InputFailure, refuse } from "../../../providers/validation/failure";
import { withPreset } from "./rules";
import { type LifecycleRule } from "./rules";

/** Which objects a rule applies to. */
export interface Scope {
    readonly prefix: string;
    readonly over: number;
}

export function scopeOf({ destinationPrefix, objectSizeGreaterThan }: LifecycleRule): Scope {
    return {
        prefix: destinationPrefix === undefined ? "" : `${destinationPrefix}/`,
        over: objectSizeGreaterThan ?? -1,
    };
}

/** Whether there can be an object that both apply to. Sizes have no upper bound, so only prefixes separate rules. */
export function overlap(one: Scope, other: Scope): boolean {
    return one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix);
}

/** Whether a rule applies to everything that another applies to, and to more. */
export function isWider(one: Scope, other: Scope): boolean {
    const holdsAll = other.prefix.startsWith(one.prefix) && one.over <= other.over;
    return holdsAll && (one.prefix !== other.prefix || one.over !== other.over);
}

/**
 * If two rules apply to the same objects, S3 applies the sooner expiration. That is right if a wide rule keeps objects for
 * long and a narrow one for less. The other way round, objects that must be kept would be deleted silently.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html
 */
export function checkConflicts(rules: readonly LifecycleRule[]): InputFailure[] {
    const all = rules.map((rule) => {
        const expirationDays = rule.preset === "forever" ? Infinity : withPreset(rule).expirationDays;
        return { rule, scope: scopeOf(rule), expirationDays };
    });
    const expiring = all.filter(({ expirationDays }) => expirationDays !== undefined);
    return all.flatMap(({ rule, scope, expirationDays: kept = 0 }, index) => {
        const at = expiring.find(
            (other) =>
                (other.expirationDays ?? 0) < kept && overlap(scope, other.scope) && !isWider(scope, other.scope),
        );
        if (!at) return [];
        const property = `lifecycleRules[${index}].${rule.preset ? "preset" : "expirationDays"}`;
        const sooner = `lifecycleRules[${all.indexOf(at)}]`;
        return [
            refuse(
                property,
                rule.preset ?? rule.expirationDays,
                `no longer than the ${at.expirationDays} days of ${sooner}, which applies to the same objects`,
                "S3 applies the sooner expiration: use prefixes that do not overlap, or let only the wider rule keep objects longer.",
            ),
        ];
    });
}
