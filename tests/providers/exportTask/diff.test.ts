import * as assert from "node:assert/strict";
import { diffInputs } from "../../../providers/exportTask/diff";
import { UNKNOWN } from "../../../providers/validation/unknown";

const ROLE = "arn:aws:iam::123456789012:role/exporter";
const INPUTS = {
    logGroupName: "/aws/lambda/payments",
    from: 1790812800000,
    to: 1793491200000,
    destination: "audit-archive",
    destinationPrefix: "audit",
    region: "eu-central-1",
    shortUrn: "prod::shop::::october",
};
const OUTPUTS = { taskId: "t-1", status: "COMPLETED", verified: true, objectCount: 3, byteCount: 9, owner: "o" };

const diff = (olds: object, news: object, outputs: object = {}) =>
    diffInputs({ ...INPUTS, ...OUTPUTS, ...outputs, ...olds }, { ...INPUTS, ...news });
const NOTHING = { changes: false, replaces: [] };
const UPDATE = { changes: true, replaces: [] };
const replace = (...replaces: string[]) => ({ changes: true, replaces });

describe("what a new declaration of an export asks for", () => {
    it("is nothing where nothing changed", () => assert.deepEqual(diff({}, {}), NOTHING));

    for (const [property, value] of Object.entries({
        logGroupName: "/other",
        logStreamNamePrefix: "2026",
        from: 1790812800001,
        to: 1793491200001,
        destination: "other-archive",
        destinationPrefix: "other",
        region: "eu-west-1",
        triggers: '"again"',
    })) {
        it(`is another export where ${property} changed`, () => {
            assert.deepEqual(diff({}, { [property]: value }), replace(property));
        });
        it(`is another export where ${property} is not known yet`, () => {
            assert.deepEqual(diff({}, { [property]: UNKNOWN }), replace(property));
        });
    }

    it("is another export where triggers or a stream prefix went away", () => {
        assert.deepEqual(diff({ triggers: "1" }, {}), replace("triggers"));
        assert.deepEqual(diff({ logStreamNamePrefix: "2026" }, {}), replace("logStreamNamePrefix"));
    });

    for (const [property, value] of Object.entries({
        taskNamePrefix: "october",
        profile: "audit",
        waitForCompletion: false,
        timeoutSeconds: 600,
        settleHours: 336,
        removalPolicy: "delete",
        assumeRoleArn: ROLE,
    })) {
        it(`is an update, and no export, where ${property} was added, changed or removed`, () => {
            assert.deepEqual(diff({}, { [property]: value }), UPDATE);
            assert.deepEqual(diff({ [property]: value }, {}), UPDATE);
            assert.deepEqual(diff({}, { [property]: UNKNOWN }), UPDATE);
        });
    }

    it("is nothing where a default is written out or left out", () => {
        const defaults = {
            waitForCompletion: true,
            timeoutSeconds: 86400,
            settleHours: 12,
            removalPolicy: "retain",
        };
        assert.deepEqual(diff({}, defaults), NOTHING);
        assert.deepEqual(diff(defaults, {}), NOTHING);
    });

    it("is an update where another role of the same account runs it", () => {
        assert.deepEqual(diff({ assumeRoleArn: ROLE }, { assumeRoleArn: `${ROLE}-2` }), UPDATE);
    });

    it("is nothing where only what the package fills in differs", () => {
        const helpers = {
            shortUrn: "prod::shop::::renamed",
            accounts: ["123456789012"],
        };
        assert.deepEqual(diff({}, helpers), NOTHING);
        assert.deepEqual(diff(helpers, {}), NOTHING);
        assert.deepEqual(diff({ __provider: "a version" }, { __provider: "another version" }), NOTHING);
    });

    it("is an update, and no export, where the other host wrote the record", () => {
        assert.deepEqual(diff({}, { __provider: "a version" }), UPDATE, "which cannot delete it");
        assert.deepEqual(diff({ __provider: "a version" }, {}), UPDATE);
    });

    for (const [outputs, expected] of [
        [{ status: "COMPLETED", verified: true }, NOTHING],
        [{ status: "PENDING", verified: false }, UPDATE],
        [{ status: "RUNNING", verified: false }, UPDATE],
        [{ status: "PENDING_CANCEL", verified: false }, UPDATE],
        [{ status: "CANCELLED", verified: false }, UPDATE],
        [{ status: "FAILED", verified: false }, UPDATE],
        [{ status: "A_NEW_STATUS", verified: false }, UPDATE],
        [{ status: undefined }, UPDATE],
        [{ status: "COMPLETED", verified: false, objectCount: 0 }, UPDATE],
        [{ status: "COMPLETED", verified: false, objectCount: undefined }, UPDATE],
        [{ status: "COMPLETED", verified: true, objectCount: 0 }, NOTHING],
        [{ status: "COMPLETED", verified: true, owner: undefined }, UPDATE],
    ] as const) {
        const of = JSON.stringify(outputs);
        it(`is ${expected.changes ? "to go on" : "nothing"} with a task that the last refresh left at ${of}`, () => {
            assert.deepEqual(diff({}, {}, outputs), expected);
        });
    }

    it("always says yes or no, because anything else lets the engine decide", () => {
        for (const { changes } of [diff({}, {}), diff({}, { from: 0 }), diffInputs({}, {})]) {
            assert.equal(typeof changes, "boolean");
        }
    });
});
