import { type InputFailure, refuse } from "../../../providers/validation/failure";
import { withPreset } from "./rules";
import { type LifecycleRule } from "./rules";

/** Which objects a rule holds for. */
export interface Reach {
    readonly prefix: string;
    readonly over: number;
}

export function reachOf({ destinationPrefix, objectSizeGreaterThan }: LifecycleRule): Reach {
    return {
        prefix: destinationPrefix === undefined ? "" : `${destinationPrefix}/`,
        over: objectSizeGreaterThan ?? -1,
    };
}

/** Whether there can be an object that both hold for; sizes have no upper bound, so only prefixes keep rules apart. */
export function overlap(one: Reach, other: Reach): boolean {
    return one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix);
}

/** Whether a rule holds for everything that another holds for, and for more. */
export function isWider(one: Reach, other: Reach): boolean {
    const holdsAll = other.prefix.startsWith(one.prefix) && one.over <= other.over;
    return holdsAll && (one.prefix !== other.prefix || one.over !== other.over);
}

/**
 * Where two rules hold for the same objects S3 takes the sooner expiration. That is right where a wide rule keeps for
 * long and a narrow one for less; the other way round, what has to be kept would be deleted without a word.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html
 */
export function checkConflicts(rules: readonly LifecycleRule[]): InputFailure[] {
    const all = rules.map((rule) => {
        const expirationDays = rule.preset === "forever" ? Infinity : withPreset(rule).expirationDays;
        return { rule, reach: reachOf(rule), expirationDays };
    });
    const expiring = all.filter(({ expirationDays }) => expirationDays !== undefined);
    return all.flatMap(({ rule, reach, expirationDays: kept = 0 }, index) => {
        const at = expiring.find(
            (other) =>
                (other.expirationDays ?? 0) < kept && overlap(reach, other.reach) && !isWider(reach, other.reach),
        );
        if (!at) return [];
        const property = `lifecycleRules[${index}].${rule.preset ? "preset" : "expirationDays"}`;
        const sooner = `lifecycleRules[${all.indexOf(at)}]`;
        return [
            refuse(
                property,
                rule.preset ?? rule.expirationDays,
                `no longer than the ${at.expirationDays} days of ${sooner}, which holds for the same objects`,
                "S3 takes the sooner expiration: let the rules hold for prefixes that do not overlap, or only the wider keep longer.",
            ),
        ];
    });
}
