import { type ProviderPackage } from "../awsSettings";
import { type InputFailure, refuse, refuseUnknown } from "../../providers/validation/failure";

/**
 * S3 Object Lock: no version of an object can be deleted or changed for the given time after it was written. A bucket that
 * contains such versions cannot be deleted either, even with `removalPolicy: "delete"`. Object Lock cannot be turned off;
 * only the period for new objects can be changed.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export interface ObjectLockArgs {
    /**
     * `"GOVERNANCE"`: callers with `s3:BypassGovernanceRetention` can still delete objects. `"COMPLIANCE"`: nobody can, not
     * even the account's root user.
     */
    readonly mode: "GOVERNANCE" | "COMPLIANCE";
    /** How long objects are locked, in days: 1 to 36,500; this or `years`. */
    readonly days?: number;
    /** How long objects are locked, in years: 1 to 100. */
    readonly years?: number;
}

/** The arguments that the checks and warnings of a lock depend on. */
export interface LockedBucket {
    readonly objectLock?: ObjectLockArgs;
    readonly versioning?: boolean;
    readonly removalPolicy?: "retain" | "delete";
    readonly providerPackage?: ProviderPackage;
}

export function checkObjectLock({ objectLock, versioning }: LockedBucket): InputFailure[] {
    if (objectLock === undefined) return [];
    if (objectLock === null || typeof objectLock !== "object") {
        return [refuse("objectLock", objectLock, "an object", 'For example { mode: "GOVERNANCE", days: 365 }.')];
    }
    const { mode, days, years } = objectLock;
    const failures = refuseUnknown("an Object Lock", "objectLock.", objectLock, ["mode", "days", "years"]);
    if (mode !== "GOVERNANCE" && mode !== "COMPLIANCE") {
        const next = "Start with GOVERNANCE: nobody can undo COMPLIANCE.";
        failures.push(refuse("objectLock.mode", mode, '"GOVERNANCE" or "COMPLIANCE"', next));
    }
    if ((days === undefined) === (years === undefined)) {
        const next = "For example days: 365.";
        failures.push(refuse("objectLock", objectLock, "a lock for days or for years, one of the two", next));
    }
    failures.push(...checkPeriod("days", days, 36_500), ...checkPeriod("years", years, 100));
    if (versioning === false) {
        failures.push(
            refuse("versioning", false, "true beside objectLock", "S3 locks versions: leave versioning out."),
        );
    }
    return failures;
}

function checkPeriod(name: "days" | "years", value: unknown, most: number): InputFailure[] {
    if (value === undefined || (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most)) {
        return [];
    }
    const next = "S3 allows at most 100 years.";
    return [refuse(`objectLock.${name}`, value, `a whole number of ${name} from 1 to ${most}`, next)];
}

/** What a user should know before the first object is locked. */
export function objectLockWarnings({ objectLock, removalPolicy, providerPackage = "aws" }: LockedBucket): string[] {
    if (objectLock === undefined) return [];
    const { mode, days, years } = objectLock;
    const period = days === undefined ? `${years} years` : `${days} days`;
    const who =
        mode === "COMPLIANCE" ? "Nobody, not even the root user," : "Only a caller with s3:BypassGovernanceRetention";
    const locked = `objectLock: ${who} can delete an exported object before ${period} have passed`;
    const bypassed =
        mode === "GOVERNANCE" && providerPackage === "aws"
            ? " If the caller has that permission, do not rely on it: by its source, the aws provider bypasses governance in a destroy after a refresh."
            : "";
    return removalPolicy === "delete"
        ? [`${locked}, so destroy fails until then, despite removalPolicy: "delete".${bypassed}`]
        : mode === "COMPLIANCE"
          ? [`${locked}. Try GOVERNANCE and a few days first.`]
          : [];
}
