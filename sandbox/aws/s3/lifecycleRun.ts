import type { AwsState } from "../state";
import type { Bucket, ObjectVersion } from "./bucket";
import { addVersion, deleteMarker, nextVersionId, removeVersion } from "./versions";
import { nodesAt, textAt, type XmlNode } from "./xml";
import { DAY } from "../../durations";

/** What one run of the lifecycle rules did. */
export interface LifecycleReport {
    readonly expired: readonly LifecycleAction[];
    readonly transitioned: readonly (LifecycleAction & { readonly storageClass: string })[];
}
export interface LifecycleAction {
    readonly bucket: string;
    readonly key: string;
    readonly versionId: string;
}

/** S3's daily lifecycle run: applies what is due at `now`, expirations first. */
export function runLifecycle(world: AwsState, now: number, uuid: () => string): LifecycleReport {
    const expired: LifecycleAction[] = [];
    const transitioned: (LifecycleAction & { storageClass: string })[] = [];
    for (const bucket of Object.values(world.buckets)) {
        const rules = nodesAt(bucket.configuration.lifecycle, "Rule").filter(
            (rule) => textAt(rule, "Status") === "Enabled",
        );
        for (const [key, versions] of Object.entries(bucket.objects)) {
            for (const version of [...versions]) {
                const matching = rules.filter((rule) => selects(rule, version));
                const action = { bucket: bucket.name, key, versionId: version.versionId };
                if (matching.some((rule) => expires(rule, bucket, version, now))) {
                    if (expire(bucket, version, now, uuid)) expired.push(action);
                    continue;
                }
                const storageClass = matching.map((rule) => transitionOf(rule, bucket, version, now)).find(Boolean);
                if (storageClass && storageClass !== version.storageClass) {
                    version.storageClass = storageClass;
                    transitioned.push({ ...action, storageClass });
                }
            }
        }
    }
    return { expired, transitioned };
}

function selects(rule: XmlNode, version: ObjectVersion): boolean {
    const filter = nodesAt(rule, "Filter")[0] ?? {};
    const criteria = nodesAt(filter, "And")[0] ?? filter;
    const prefix = textAt(rule, "Prefix") ?? textAt(criteria, "Prefix") ?? "";
    return (
        version.key.startsWith(prefix) &&
        nodesAt(criteria, "Tag").every((tag) => version.tags[textAt(tag, "Key") ?? ""] === textAt(tag, "Value")) &&
        version.size > Number(textAt(criteria, "ObjectSizeGreaterThan") ?? -1) &&
        version.size < Number(textAt(criteria, "ObjectSizeLessThan") ?? Infinity)
    );
}

/** S3 counts whole days and acts at the following midnight UTC. */
function isDue(since: number, days: number, now: number): boolean {
    return Math.ceil((since + days * DAY) / DAY) * DAY <= now;
}

function expires(rule: XmlNode, bucket: Bucket, version: ObjectVersion, now: number): boolean {
    if (version.noncurrentSince !== undefined) {
        const days = textAt(rule, "NoncurrentVersionExpiration", "NoncurrentDays");
        const keep = Number(textAt(rule, "NoncurrentVersionExpiration", "NewerNoncurrentVersions") ?? 0);
        const newer = bucket.objects[version.key].indexOf(version) - 1;
        return days !== undefined && newer >= keep && isDue(version.noncurrentSince, Number(days), now);
    }
    if (version.deleteMarker) {
        // A delete marker without versions is removed if the rule asks for it, or if it has expired.
        const alone = bucket.objects[version.key].length === 1;
        const asked = textAt(rule, "Expiration", "ExpiredObjectDeleteMarker") === "true";
        return alone && (asked || isExpired(rule, version, now));
    }
    return isExpired(rule, version, now);
}

function isExpired(rule: XmlNode, version: ObjectVersion, now: number): boolean {
    const days = textAt(rule, "Expiration", "Days");
    const date = textAt(rule, "Expiration", "Date");
    return (
        (days !== undefined && isDue(version.lastModified, Number(days), now)) ||
        (date !== undefined && Date.parse(date) <= now)
    );
}

/** Expiring the current version in a versioned bucket adds a delete marker. Other expirations are permanent. */
function expire(bucket: Bucket, version: ObjectVersion, now: number, uuid: () => string): boolean {
    const current = version.noncurrentSince === undefined && !version.deleteMarker;
    if (current && bucket.versioning !== undefined) {
        addVersion(bucket, deleteMarker(version.key, nextVersionId(bucket, uuid), now, bucket.accountId));
        return true;
    }
    const locked = version.retention !== undefined && version.retention.until > now;
    if (!locked) removeVersion(bucket, version.key, version.versionId);
    return !locked;
}

/** The storage class of the last transition that is due. */
function transitionOf(rule: XmlNode, bucket: Bucket, version: ObjectVersion, now: number): string | undefined {
    if (version.deleteMarker || tooSmall(rule, bucket, version)) return undefined;
    const noncurrent = version.noncurrentSince !== undefined;
    const since = version.noncurrentSince ?? version.lastModified;
    const due = nodesAt(rule, noncurrent ? "NoncurrentVersionTransition" : "Transition").filter((step) => {
        const date = textAt(step, "Date");
        if (date !== undefined) return Date.parse(date) <= now;
        return isDue(since, Number(textAt(step, noncurrent ? "NoncurrentDays" : "Days")), now);
    });
    const daysOf = (step: XmlNode) => Number(textAt(step, noncurrent ? "NoncurrentDays" : "Days") ?? 0);
    const last = due.sort((a, b) => daysOf(a) - daysOf(b)).at(-1);
    return textAt(last, "StorageClass");
}

/** Objects under 128 KB are not transitioned, unless the rule's filter or the bucket says otherwise. */
function tooSmall(rule: XmlNode, bucket: Bucket, version: ObjectVersion): boolean {
    const filter = nodesAt(rule, "Filter")[0];
    const sized = ["ObjectSizeGreaterThan", "ObjectSizeLessThan"].some(
        (name) => textAt(filter, name) !== undefined || textAt(filter, "And", name) !== undefined,
    );
    if (sized || version.size >= 128 * 1024) return false;
    if (bucket.transitionDefaultMinimumObjectSize === "all_storage_classes_128K") return true;
    const steps = nodesAt(rule, "Transition").map((step) => textAt(step, "StorageClass") ?? "");
    return !steps.some((storageClass) => /^(GLACIER|DEEP_ARCHIVE)$/.test(storageClass));
}
