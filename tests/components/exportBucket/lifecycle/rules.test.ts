import * as assert from "node:assert/strict";
import { checkLifecycleRules } from "../../../../components/exportBucket/lifecycle/checks";
import { bucketLifecycle, OWN_RULE_IDS } from "../../../../components/exportBucket/lifecycle/configuration";
import { type LifecycleRule, ruleId } from "../../../../components/exportBucket/lifecycle/rules";
import {
    STORAGE_CLASSES as CLASSES,
    type LifecycleTransition,
    type TransitionStorageClass,
} from "../../../../components/exportBucket/lifecycle/storageClasses";

const properties = (...rules: LifecycleRule[]) => checkLifecycleRules(rules).map(({ property }) => property);
const moving = (...steps: [number, TransitionStorageClass][]): LifecycleTransition[] =>
    steps.map(([days, storageClass]) => ({ days, storageClass }));

describe("lifecycle rules", () => {
    describe("that S3 takes", () => {
        const good: Record<string, LifecycleRule> = {
            "deletion after a year": { expirationDays: 365 },
            "one step and deletion": { transitions: moving([30, "GLACIER_IR"]), expirationDays: 365 },
            "every step downwards": {
                transitions: moving(
                    [30, "STANDARD_IA"],
                    [60, "INTELLIGENT_TIERING"],
                    [90, "GLACIER_IR"],
                    [180, "GLACIER"],
                    [270, "DEEP_ARCHIVE"],
                ),
            },
            "ONEZONE_IA, then GLACIER": { transitions: moving([30, "ONEZONE_IA"], [60, "GLACIER"]) },
            "STANDARD_IA, then deletion on the next day": {
                transitions: moving([30, "STANDARD_IA"]),
                expirationDays: 31,
            },
            "a preset": { preset: "7-years" },
            "a preset for a prefix, with its own noncurrent days": {
                preset: "forever",
                destinationPrefix: "audit",
                noncurrentVersionExpirationDays: 365,
            },
            "GLACIER_IR on the first day": { transitions: moving([0, "GLACIER_IR"]) },
            "deletion one day after the last step": { transitions: moving([30, "GLACIER"]), expirationDays: 31 },
            "noncurrent versions alone": { noncurrentVersionExpirationDays: 1 },
            "noncurrent versions in steps": {
                noncurrentVersionTransitions: moving([30, "STANDARD_IA"], [60, "DEEP_ARCHIVE"]),
                noncurrentVersionExpirationDays: 61,
            },
            "a size of nothing": { objectSizeGreaterThan: 0, transitions: moving([1, "GLACIER"]) },
            "an ID of 255 characters": { id: "x".repeat(255), expirationDays: 1 },
        };
        for (const [what, rule] of Object.entries(good)) {
            it(`pass: ${what}`, () => assert.deepEqual(checkLifecycleRules([rule]), []));
        }

        it("pass when they are 998, which makes 1,000 with the package's own two", () => {
            const rules = Array.from({ length: 998 }, (_, index) => ({ id: `r${index}`, expirationDays: 1 }));
            assert.deepEqual(checkLifecycleRules(rules), []);
        });
    });

    describe("from one storage class to another", () => {
        // Row: before. Column, in the order of CLASSES: after.
        const table: Record<(typeof CLASSES)[number], string> = {
            STANDARD_IA: "-yyyyy",
            INTELLIGENT_TIERING: "--yyyy",
            ONEZONE_IA: "----yy",
            GLACIER_IR: "----yy",
            GLACIER: "-----y",
            DEEP_ARCHIVE: "------",
        };
        for (const before of CLASSES) {
            CLASSES.forEach((after, column) => {
                const isAllowed = table[before][column] === "y";
                it(`${isAllowed ? "go" : "do not go"} from ${before} to ${after}`, () => {
                    const transitions = moving([30, before], [60, after]);
                    const found = checkLifecycleRules([{ transitions }]);
                    assert.deepEqual(
                        found.map(({ property }) => property),
                        isAllowed ? [] : ["lifecycleRules[0].transitions[1].storageClass"],
                    );
                });
            });
        }

        it("say which classes remain", () => {
            const [{ reason }] = checkLifecycleRules([{ transitions: moving([30, "ONEZONE_IA"], [60, "GLACIER_IR"]) }]);
            assert.match(reason, /must be one of GLACIER, DEEP_ARCHIVE after ONEZONE_IA\. Order the transitions so/);
        });

        it("say that nothing leaves DEEP_ARCHIVE", () => {
            const [{ reason }] = checkLifecycleRules([{ transitions: moving([1, "DEEP_ARCHIVE"], [2, "GLACIER"]) }]);
            assert.match(reason, /is "GLACIER", but must be absent\. No transition leaves DEEP_ARCHIVE/);
        });
    });

    describe("by days", () => {
        for (const [storageClass, least] of [
            ["STANDARD_IA", 30],
            ["ONEZONE_IA", 30],
            ["INTELLIGENT_TIERING", 0],
            ["GLACIER_IR", 0],
            ["GLACIER", 0],
            ["DEEP_ARCHIVE", 0],
        ] as const) {
            it(`go to ${storageClass} from day ${least} on, noncurrent versions too`, () => {
                for (const name of ["transitions", "noncurrentVersionTransitions"]) {
                    assert.deepEqual(properties({ [name]: moving([least, storageClass]) }), []);
                    assert.deepEqual(properties({ [name]: moving([least - 1, storageClass]) }), [
                        `lifecycleRules[0].${name}[0].days`,
                    ]);
                }
            });
        }

        it("take a later step later", () => {
            const at = "lifecycleRules[0].transitions[1].days";
            assert.deepEqual(properties({ transitions: moving([60, "GLACIER"], [60, "DEEP_ARCHIVE"]) }), [at]);
            assert.deepEqual(properties({ transitions: moving([60, "GLACIER"], [59, "DEEP_ARCHIVE"]) }), [at]);
            assert.deepEqual(properties({ transitions: moving([60, "GLACIER"], [61, "DEEP_ARCHIVE"]) }), []);
        });

        it("delete after the last step, not with it", () => {
            const transitions = moving([30, "GLACIER_IR"], [60, "GLACIER"]);
            assert.deepEqual(properties({ transitions, expirationDays: 60 }), ["lifecycleRules[0].expirationDays"]);
            assert.deepEqual(
                properties({
                    noncurrentVersionTransitions: transitions,
                    noncurrentVersionExpirationDays: 45,
                }),
                ["lifecycleRules[0].noncurrentVersionExpirationDays"],
            );
        });

        for (const storageClass of ["STANDARD_IA", "ONEZONE_IA"] as const) {
            it(`stay in ${storageClass} for 30 days, noncurrent versions too`, () => {
                for (const name of ["transitions", "noncurrentVersionTransitions"]) {
                    for (const after of ["GLACIER", "DEEP_ARCHIVE"] as const) {
                        assert.deepEqual(properties({ [name]: moving([40, storageClass], [70, after]) }), []);
                        assert.deepEqual(properties({ [name]: moving([40, storageClass], [69, after]) }), [
                            `lifecycleRules[0].${name}[1].days`,
                        ]);
                    }
                }
            });
        }

        for (const days of [0, -1, 1.5, NaN, 2 ** 31, "30" as unknown as number]) {
            it(`do not expire after ${JSON.stringify(days)} days`, () => {
                assert.ok(properties({ expirationDays: days }).includes("lifecycleRules[0].expirationDays"));
            });
        }
    });

    describe("as a whole", () => {
        it("have an action each", () => {
            assert.deepEqual(properties({}), ["lifecycleRules[0]"]);
            assert.deepEqual(properties({ destinationPrefix: "audit", transitions: [] }), ["lifecycleRules[0]"]);
        });

        it("are named by what they hold for", () => {
            assert.equal(ruleId({ expirationDays: 1 }), "all");
            assert.equal(ruleId({ destinationPrefix: "audit/a", expirationDays: 1 }), "audit/a/");
            assert.equal(ruleId({ objectSizeGreaterThan: 5, expirationDays: 1 }), "all-over-5");
            assert.equal(ruleId({ id: "mine", destinationPrefix: "audit" }), "mine");
        });

        it("have different names if they apply to different objects, however their prefixes are written", () => {
            const long = "x".repeat(300);
            const scopes: Pick<LifecycleRule, "destinationPrefix" | "objectSizeGreaterThan">[] = [
                {},
                { objectSizeGreaterThan: 5 },
                ...["all", "all-over-5", "audit", "audit/-over-5", `${long}a`, `${long}b`, ...OWN_RULE_IDS].flatMap(
                    (destinationPrefix) => [{ destinationPrefix }, { destinationPrefix, objectSizeGreaterThan: 5 }],
                ),
            ];
            const rules = scopes.map((scope) => ({ ...scope, expirationDays: 1 }));
            assert.deepEqual(properties(...rules), []);
            const { rules: all } = bucketLifecycle({ rules, abortIncompleteMultipartUploadDays: 7 });
            assert.equal(new Set(all.map(({ id }) => id)).size, rules.length + OWN_RULE_IDS.length);
            assert.ok(all.every(({ id }) => id.length <= 255));
        });

        it("do not take the names of the package's own rules", () => {
            for (const id of OWN_RULE_IDS) {
                const [{ property, reason }] = checkLifecycleRules([{ id, expirationDays: 1 }]);
                assert.equal(property, "lifecycleRules[0].id");
                assert.match(reason, /must be a name that does not begin with cloudwatch-logs-export:/);
            }
        });

        it("do not share a name, given or made", () => {
            const rule = { expirationDays: 1 };
            assert.deepEqual(properties({ ...rule, id: "a" }, rule, { ...rule, id: "a" }), ["lifecycleRules[2].id"]);
            assert.deepEqual(properties(rule, rule), ["lifecycleRules[1]"]);
            assert.deepEqual(properties(rule, { ...rule, destinationPrefix: "audit" }), []);
        });

        it("say whose name it is", () => {
            const rule = { expirationDays: 1 };
            const [derived] = checkLifecycleRules([rule, { ...rule, id: "all", destinationPrefix: "audit" }]);
            assert.match(derived.reason, /id is "all", but must be unique: lifecycleRules\[0\] has it by default/);
            const [given] = checkLifecycleRules([
                { ...rule, id: "a" },
                { ...rule, id: "a", destinationPrefix: "audit" },
            ]);
            assert.match(given.reason, /id is "a", but must be unique: lifecycleRules\[0\] has it too/);
            const [twice] = checkLifecycleRules([rule, rule]);
            assert.equal(twice.property, "lifecycleRules[1]");
            assert.match(twice.reason, /applies to the same objects as lifecycleRules\[0\]/);
        });

        it("are at most 998", () => {
            const rules = Array.from({ length: 999 }, (_, index) => ({ id: `r${index}`, expirationDays: 1 }));
            assert.deepEqual(properties(...rules), ["lifecycleRules"]);
        });
    });

    describe("for the same objects", () => {
        const kept = "lifecycleRules[1].expirationDays";
        const conflicts: [string, LifecycleRule, LifecycleRule, string[]][] = [
            [
                "the narrow one keeps for longer: S3 would delete with the wide one",
                { expirationDays: 90 },
                { destinationPrefix: "audit", expirationDays: 365 },
                [kept],
            ],
            [
                "the narrow one keeps for ever",
                { expirationDays: 90 },
                { destinationPrefix: "audit", preset: "forever" },
                ["lifecycleRules[1].preset"],
            ],
            [
                "a prefix within a prefix keeps for longer",
                { destinationPrefix: "audit", preset: "90-days" },
                { destinationPrefix: "audit/payments", preset: "7-years" },
                ["lifecycleRules[1].preset"],
            ],
            [
                "the same reach, different days",
                { id: "a", destinationPrefix: "audit", expirationDays: 1 },
                { id: "b", destinationPrefix: "audit", expirationDays: 2 },
                [kept],
            ],
            [
                "large objects are kept for longer",
                { expirationDays: 30 },
                { objectSizeGreaterThan: 1000, expirationDays: 60 },
                [kept],
            ],
            [
                "each holds for objects that the other does not",
                { objectSizeGreaterThan: 1000, expirationDays: 30 },
                { destinationPrefix: "audit", expirationDays: 60 },
                [kept],
            ],
            [
                "the wide one keeps for longer",
                { destinationPrefix: "tmp", expirationDays: 7 },
                { expirationDays: 90 },
                [],
            ],
            ["both keep as long", { expirationDays: 90 }, { destinationPrefix: "audit", expirationDays: 90 }, []],
            [
                "their prefixes only begin alike",
                { destinationPrefix: "audit", expirationDays: 90 },
                { destinationPrefix: "audit-2", expirationDays: 365 },
                [],
            ],
            [
                "one moves and the other deletes later",
                { transitions: moving([30, "GLACIER_IR"]) },
                { destinationPrefix: "audit", expirationDays: 365 },
                [],
            ],
        ];
        for (const [what, first, second, refused] of conflicts) {
            it(`${refused.length > 0 ? "do not pass" : "pass"}: ${what}`, () => {
                assert.deepEqual(properties(first, second), refused);
                const swapped = refused.map((property) => property.replace("[1]", "[0]"));
                assert.deepEqual(properties(second, first), swapped, "in either order");
            });
        }

        it("say which rule deletes sooner", () => {
            const [{ reason }] = checkLifecycleRules([
                { expirationDays: 90 },
                { destinationPrefix: "audit", preset: "7-years" },
            ]);
            assert.match(
                reason,
                /preset is "7-years", but must be no longer than the 90 days of lifecycleRules\[0\].*S3 applies the sooner/,
            );
        });
    });
});
