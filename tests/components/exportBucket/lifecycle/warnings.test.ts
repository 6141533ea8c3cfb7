import * as assert from "node:assert/strict";
import { PRESETS } from "../../../../components/exportBucket/lifecycle/presets";
import { type LifecycleRule } from "../../../../components/exportBucket/lifecycle/rules";
import {
    type LifecycleTransition,
    type TransitionStorageClass,
} from "../../../../components/exportBucket/lifecycle/storageClasses";
import { lifecycleWarnings } from "../../../../components/exportBucket/lifecycle/warnings";

const unversioned = { versioning: false };
const moving = (...steps: [number, TransitionStorageClass][]): LifecycleTransition[] =>
    steps.map(([days, storageClass]) => ({ days, storageClass }));
/** A rule for objects that are large enough to transition. Smaller ones expire through another rule. */
const large = { objectSizeGreaterThan: 131072 };
const rest: LifecycleRule = { expirationDays: 10_000 };

describe("lifecycle rules warn", () => {
    describe("of objects that leave a class sooner than S3 charges for it", () => {
        for (const [storageClass, charged] of [
            ["STANDARD_IA", 30],
            ["ONEZONE_IA", 30],
            ["GLACIER_IR", 90],
            ["GLACIER", 90],
            ["DEEP_ARCHIVE", 180],
        ] as const) {
            it(`${storageClass}: ${charged} days`, () => {
                const transitions = moving([30, storageClass]);
                const of = (expirationDays?: number, options = unversioned) =>
                    lifecycleWarnings([{ ...large, transitions, expirationDays }, rest], options);
                assert.deepEqual(of(30 + charged - 1), [
                    `lifecycleRules[0]: objects leave ${storageClass} after ${charged - 1} days; S3 charges for at least ${charged} days.`,
                ]);
                assert.deepEqual(of(30 + charged), []);
                assert.deepEqual(of(), [], "objects that never leave it");
                // An expired version is kept for another 30 days.
                assert.deepEqual(of(Math.max(31, charged), { versioning: true }), []);
            });
        }

        it("when the next step comes too soon", () => {
            const transitions = moving([0, "GLACIER"], [30, "DEEP_ARCHIVE"]);
            const warnings = lifecycleWarnings([{ ...large, transitions }]);
            assert.equal(warnings.length, 1);
            assert.match(warnings[0], /objects leave GLACIER after 30 days/);
        });

        it("noncurrent versions likewise", () => {
            const [warning, ...more] = lifecycleWarnings([
                { noncurrentVersionTransitions: moving([1, "GLACIER"]), noncurrentVersionExpirationDays: 60 },
            ]);
            assert.match(warning, /noncurrent versions leave GLACIER after 59 days; S3 charges for at least 90/);
            assert.deepEqual(more, []);
        });
    });

    describe("of small objects", () => {
        it("that would not move, unless a size says which do", () => {
            const transitions = moving([30, "GLACIER_IR"]);
            const warnings = lifecycleWarnings([{ expirationDays: 400 }, { destinationPrefix: "a", transitions }]);
            assert.equal(warnings.length, 1);
            assert.match(warnings[0], /^lifecycleRules\[1\]: .*under 128 KB.*objectSizeGreaterThan/);
            assert.deepEqual(lifecycleWarnings([{ transitions, objectSizeGreaterThan: 0 }]), []);
        });

        for (const storageClass of ["GLACIER", "DEEP_ARCHIVE"] as const) {
            it(`that grow in ${storageClass}`, () => {
                const of = (objectSizeGreaterThan: number) =>
                    lifecycleWarnings([{ objectSizeGreaterThan, transitions: moving([1, storageClass]) }]);
                assert.match(of(0).join(), new RegExp(`${storageClass} adds 40 KB to each object`));
                assert.deepEqual(of(40 * 1024), []);
            });
        }

        it("that never expire because the rule is only for larger ones", () => {
            const rule = { objectSizeGreaterThan: 1024, expirationDays: 90 };
            assert.match(lifecycleWarnings([rule]).join(), /objects of 1024 bytes or less never expire/);
            assert.deepEqual(lifecycleWarnings([rule, { expirationDays: 365 }]), [], "another rule expires them");
        });
    });

    it("of noncurrent versions where there are none", () => {
        const rules = [{ noncurrentVersionExpirationDays: 5 }];
        assert.match(lifecycleWarnings(rules, unversioned).join(), /no noncurrent versions with versioning: false/);
        assert.deepEqual(lifecycleWarnings(rules), []);
    });

    it("of expired data that would stay hidden for ever", () => {
        const rule = { expirationDays: 365, noncurrentVersionTransitions: moving([30, "GLACIER_IR"]) };
        assert.match(
            lifecycleWarnings([rule]).join(),
            /hidden and moved, but never deleted.*noncurrentVersionExpirationDays/,
        );
        assert.deepEqual(lifecycleWarnings([{ ...rule, noncurrentVersionExpirationDays: 120 }]), []);
    });

    describe("of what another rule for the same objects overrules", () => {
        it("a move after the deletion", () => {
            const [warning, ...more] = lifecycleWarnings([
                { expirationDays: 30 },
                { ...large, destinationPrefix: "audit", transitions: moving([60, "GLACIER_IR"]) },
            ]);
            assert.match(
                warning,
                /^lifecycleRules\[1\]: objects of both rules never move to GLACIER_IR after 60 days: lifecycleRules\[0\] deletes them after 30 days/,
            );
            assert.deepEqual(more, []);
        });

        it("a move upwards", () => {
            const [warning, ...more] = lifecycleWarnings([
                { ...large, transitions: moving([30, "GLACIER"]) },
                { ...large, destinationPrefix: "audit", transitions: moving([60, "STANDARD_IA"]) },
            ]);
            assert.match(warning, /STANDARD_IA after 60 days: lifecycleRules\[0\] moves them to GLACIER after 30/);
            assert.deepEqual(more, []);
        });

        it("noncurrent versions that go sooner", () => {
            const [warning, ...more] = lifecycleWarnings([
                { expirationDays: 400 },
                { destinationPrefix: "audit", noncurrentVersionExpirationDays: 365 },
            ]);
            assert.match(
                warning,
                /^lifecycleRules\[1\]: noncurrent versions are deleted after the 30 days of lifecycleRules\[0\]/,
            );
            assert.deepEqual(more, []);
        });

        it("but not of rules whose prefixes keep them apart", () => {
            assert.deepEqual(
                lifecycleWarnings([
                    { destinationPrefix: "tmp", expirationDays: 1 },
                    { ...large, destinationPrefix: "audit", transitions: moving([30, "GLACIER_IR"]) },
                ]),
                [],
            );
        });
    });

    for (const preset of Object.keys(PRESETS) as (keyof typeof PRESETS)[]) {
        it(`of nothing in the preset ${preset}`, () => {
            assert.deepEqual(lifecycleWarnings([{ preset }]), []);
            assert.deepEqual(lifecycleWarnings([{ preset }], unversioned), []);
        });
    }
});
