import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { bucketLifecycle, type BucketLifecycleRule } from "../../../../components/exportBucket/lifecycle/configuration";
import { checkLifecycleRules } from "../../../../components/exportBucket/lifecycle/checks";
import { type LifecyclePreset, PRESETS } from "../../../../components/exportBucket/lifecycle/presets";
import { type LifecycleRule } from "../../../../components/exportBucket/lifecycle/rules";
import {
    STORAGE_CLASSES,
    type LifecycleTransition,
} from "../../../../components/exportBucket/lifecycle/storageClasses";
import { checkLifecycleRules as checkAsS3 } from "../../../../sandbox/aws/s3/lifecycleRules";
import { type XmlNode } from "../../../../sandbox/aws/s3/xml";

/** Days around the limits. */
const days = fc.constantFrom(-1, 0, 1, 29, 30, 31, 59, 60, 61, 89, 90, 365, 1.5, 2 ** 31);
const steps = fc.array(fc.record({ days, storageClass: fc.constantFrom(...STORAGE_CLASSES) }), { maxLength: 3 });
const prefix = fc.constantFrom(undefined, "audit", "audit/payments", "tmp");
const written: fc.Arbitrary<LifecycleRule> = fc.record(
    {
        destinationPrefix: prefix,
        objectSizeGreaterThan: fc.constantFrom(undefined, 0, 131072),
        transitions: steps,
        expirationDays: days,
        noncurrentVersionTransitions: steps,
        noncurrentVersionExpirationDays: days,
    },
    { requiredKeys: [] },
);
const presets: fc.Arbitrary<LifecycleRule> = fc.record({
    preset: fc.constantFrom(...(Object.keys(PRESETS) as LifecyclePreset[])),
    destinationPrefix: prefix,
});

/** A rule as in the body of PutBucketLifecycleConfiguration. */
function toXml(rule: BucketLifecycleRule): XmlNode {
    const step = (element: string) => (transition: LifecycleTransition) => ({
        [element]: String(transition.days),
        StorageClass: transition.storageClass,
    });
    const size = rule.objectSizeGreaterThan;
    const node: Record<string, XmlNode[string]> = {
        ID: rule.id,
        Status: "Enabled",
        Filter:
            size === undefined
                ? { Prefix: rule.prefix }
                : { And: { Prefix: rule.prefix, ObjectSizeGreaterThan: String(size) } },
        Transition: rule.transitions?.map(step("Days")),
        NoncurrentVersionTransition: rule.noncurrentVersionTransitions?.map(step("NoncurrentDays")),
    };
    if (rule.expirationDays !== undefined) node.Expiration = { Days: String(rule.expirationDays) };
    if (rule.expiredObjectDeleteMarker) node.Expiration = { ExpiredObjectDeleteMarker: "true" };
    if (rule.noncurrentVersionExpirationDays !== undefined) {
        node.NoncurrentVersionExpiration = { NoncurrentDays: String(rule.noncurrentVersionExpirationDays) };
    }
    if (rule.abortIncompleteMultipartUploadDays !== undefined) {
        node.AbortIncompleteMultipartUpload = { DaysAfterInitiation: String(rule.abortIncompleteMultipartUploadDays) };
    }
    return Object.fromEntries(
        Object.entries(node).filter(([, value]) => !(value === undefined || (Array.isArray(value) && !value.length))),
    );
}

function refusalOfS3(rules: readonly LifecycleRule[]): string | undefined {
    const lifecycle = bucketLifecycle({ rules, abortIncompleteMultipartUploadDays: 7 });
    try {
        checkAsS3(lifecycle.rules.map(toXml));
        return undefined;
    } catch (error) {
        return (error as Error).message;
    }
}

describe("the package and S3 agree on lifecycle rules", () => {
    it("what the package accepts, S3 accepts", () => {
        let accepted = 0;
        fc.assert(
            fc.property(fc.array(fc.oneof(written, presets), { maxLength: 3 }), (rules) => {
                if (checkLifecycleRules(rules).length > 0) return;
                accepted += 1;
                assert.equal(refusalOfS3(rules), undefined);
            }),
            { numRuns: 3000 },
        );
        assert.ok(accepted > 100, `only ${accepted} were accepted: the random rules try nothing`);
    });

    it("a single rule that the package refuses, S3 refuses", () => {
        let refused = 0;
        fc.assert(
            fc.property(written, (rule) => {
                const failures = checkLifecycleRules([rule]);
                // S3 is indifferent to the order in which the steps are written, so only those in order are compared.
                if (failures.length === 0 || !isSorted(rule)) return;
                refused += 1;
                assert.notEqual(refusalOfS3([rule]), undefined, JSON.stringify(failures));
            }),
            { numRuns: 3000 },
        );
        assert.ok(refused > 100, `only ${refused} were refused: the random rules try nothing`);
    });
});

function isSorted({ transitions = [], noncurrentVersionTransitions = [] }: LifecycleRule): boolean {
    return [transitions, noncurrentVersionTransitions].every((list) =>
        list.every((step, index) => index === 0 || list[index - 1].days < step.days),
    );
}
