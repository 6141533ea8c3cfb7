import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { normaliseTriggers } from "../../../providers/exportTask/triggers";
import { promiseOf } from "../../support/mocks";

const written = (value: unknown) => promiseOf(normaliseTriggers(value));

describe("triggers", () => {
    for (const [what, value, text] of [
        ["a text", "v1", '"v1"'],
        ["a number", 7, "7"],
        ["false", false, "false"],
        ["0", 0, "0"],
        ["an empty text", "", '""'],
        ["a Date", new Date(0), '"1970-01-01T00:00:00.000Z"'],
        ["a Date inside", { at: [new Date(0)] }, '{"at":["1970-01-01T00:00:00.000Z"]}'],
        ["a Map", new Map([["a", new Date(0)]]), '[["a","1970-01-01T00:00:00.000Z"]]'],
        ["a Set", new Set([1, 2]), "[1,2]"],
        ["a BigInt", { n: 5n }, '{"n":"5n"}'],
        ["keys in any order", { b: 1, a: 2 }, '{"a":2,"b":1}'],
        ["an Output", pulumi.output("v1"), '"v1"'],
        ["an Output inside", { a: [pulumi.output({ b: 1 })] }, '{"a":[{"b":1}]}'],
        [
            "a Date in an Output",
            pulumi.output(Promise.resolve(0)).apply((time) => new Date(time)),
            '"1970-01-01T00:00:00.000Z"',
        ],
        ["a Promise", Promise.resolve([new Date(0)]), '["1970-01-01T00:00:00.000Z"]'],
    ] as const) {
        it(`write out ${what}`, async () => assert.equal(await written(value), text));
    }

    it("are absent if there are none", async () => {
        for (const none of [undefined, null, pulumi.output(undefined)]) assert.equal(await written(none), undefined);
    });

    it("differ when a Date, a Map or a Set does", async () => {
        for (const [one, other] of [
            [new Date(0), new Date(1)],
            [new Map([["a", 1]]), new Map([["a", 2]])],
            [new Set([1]), new Set([2])],
        ]) {
            assert.notEqual(await written(one), await written(other));
        }
    });

    it("that are long are kept as their hash, which differs too", async () => {
        const [one, other] = await Promise.all([written("x".repeat(1000)), written(`${"x".repeat(999)}y`)]);
        assert.match(String(one), /^sha256:[0-9a-f]{64}$/);
        assert.notEqual(one, other);
        assert.equal(await written("x".repeat(254)), JSON.stringify("x".repeat(254)));
    });
});
