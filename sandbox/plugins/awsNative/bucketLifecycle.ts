import type * as s3 from "@aws-sdk/client-s3";
import type { PropertyMap, PropertyValue } from "../../engine/values";
import type { Shape } from "./shape";
import { fromSdkTags, toSdkTags } from "./tags";

/** A rule in CloudFormation's form. The older single properties (`transition` and others) are not supported. */
export const LIFECYCLE_RULE: Shape = {
    id: true,
    status: true,
    prefix: true,
    objectSizeGreaterThan: true,
    objectSizeLessThan: true,
    tagFilters: [{ key: true, value: true }],
    transitions: [{ storageClass: true, transitionInDays: true, transitionDate: true }],
    expirationInDays: true,
    expirationDate: true,
    expiredObjectDeleteMarker: true,
    noncurrentVersionTransitions: [{ storageClass: true, transitionInDays: true, newerNoncurrentVersions: true }],
    noncurrentVersionExpiration: { noncurrentDays: true, newerNoncurrentVersions: true },
    abortIncompleteMultipartUpload: { daysAfterInitiation: true },
};

type Rule = Readonly<Partial<Record<string, PropertyValue>>>;

export function lifecycleRuleTo(rule: Rule): s3.LifecycleRule {
    const expiration = defined({
        Days: rule.expirationInDays,
        Date: rule.expirationDate === undefined ? undefined : new Date(String(rule.expirationDate)),
        ExpiredObjectDeleteMarker: rule.expiredObjectDeleteMarker,
    });
    return defined({
        ID: rule.id,
        Status: rule.status,
        Filter: filterTo(rule),
        Transitions: list(rule.transitions)?.map((step) =>
            defined({
                Days: step.transitionInDays,
                Date: step.transitionDate === undefined ? undefined : new Date(String(step.transitionDate)),
                StorageClass: step.storageClass,
            }),
        ),
        Expiration: Object.keys(expiration).length > 0 ? expiration : undefined,
        NoncurrentVersionTransitions: list(rule.noncurrentVersionTransitions)?.map((step) =>
            defined({
                NoncurrentDays: step.transitionInDays,
                NewerNoncurrentVersions: step.newerNoncurrentVersions,
                StorageClass: step.storageClass,
            }),
        ),
        NoncurrentVersionExpiration: upper(rule.noncurrentVersionExpiration, [
            "NoncurrentDays",
            "NewerNoncurrentVersions",
        ]),
        AbortIncompleteMultipartUpload: upper(rule.abortIncompleteMultipartUpload, ["DaysAfterInitiation"]),
    }) as unknown as s3.LifecycleRule;
}

/** Without criteria the rule applies to everything, which S3 requires as an empty prefix. Several criteria need And. */
function filterTo(rule: Rule): s3.LifecycleRuleFilter {
    const size = (value: PropertyValue | undefined) => (value === undefined ? undefined : Number(value));
    const tags = toSdkTags(rule.tagFilters);
    const predicates: s3.LifecycleRuleFilter = defined({
        Prefix: rule.prefix as string | undefined,
        ObjectSizeGreaterThan: size(rule.objectSizeGreaterThan),
        ObjectSizeLessThan: size(rule.objectSizeLessThan),
    });
    const count = Object.keys(predicates).length + tags.length;
    if (count === 0) return { Prefix: "" };
    if (count > 1) return { And: { ...predicates, ...(tags.length > 0 ? { Tags: tags } : {}) } };
    return tags.length > 0 ? { Tag: tags[0] } : predicates;
}

export function lifecycleRuleFrom(rule: s3.LifecycleRule): PropertyValue {
    const { Filter, Expiration } = rule;
    const filter: s3.LifecycleRuleAndOperator = Filter?.And ?? { ...Filter, Tags: Filter?.Tag && [Filter.Tag] };
    return defined({
        id: rule.ID,
        status: rule.Status,
        prefix: filter.Prefix === "" ? undefined : filter.Prefix,
        objectSizeGreaterThan: filter.ObjectSizeGreaterThan?.toString(),
        objectSizeLessThan: filter.ObjectSizeLessThan?.toString(),
        tagFilters: filter.Tags && fromSdkTags(filter.Tags),
        transitions: rule.Transitions?.map(({ Days, Date: at, StorageClass }) =>
            defined({ transitionInDays: Days, transitionDate: at?.toISOString(), storageClass: StorageClass }),
        ),
        expirationInDays: Expiration?.Days,
        expirationDate: Expiration?.Date?.toISOString(),
        expiredObjectDeleteMarker: Expiration?.ExpiredObjectDeleteMarker,
        noncurrentVersionTransitions: rule.NoncurrentVersionTransitions?.map((step) =>
            defined({
                transitionInDays: step.NoncurrentDays,
                newerNoncurrentVersions: step.NewerNoncurrentVersions,
                storageClass: step.StorageClass,
            }),
        ),
        noncurrentVersionExpiration:
            rule.NoncurrentVersionExpiration &&
            defined({
                noncurrentDays: rule.NoncurrentVersionExpiration.NoncurrentDays,
                newerNoncurrentVersions: rule.NoncurrentVersionExpiration.NewerNoncurrentVersions,
            }),
        abortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload && {
            daysAfterInitiation: rule.AbortIncompleteMultipartUpload.DaysAfterInitiation ?? 0,
        },
    }) as PropertyMap;
}

function list(value: PropertyValue | undefined): PropertyMap[] | undefined {
    return value as PropertyMap[] | undefined;
}

/** The same object with capitalized names. */
function upper(value: PropertyValue | undefined, names: readonly string[]): object | undefined {
    if (value === undefined) return undefined;
    const given = value as PropertyMap;
    return defined(Object.fromEntries(names.map((name) => [name, given[name[0].toLowerCase() + name.slice(1)]])));
}

function defined<T extends object>(value: T): T {
    return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;
}
