import * as assert from "node:assert/strict";
import {
    checkInputs,
    DATA_PROPERTIES,
    normalise,
    USER_PROPERTIES,
    withDefaults,
} from "../../../providers/exportTask/inputs";
import { UNKNOWN } from "../../../providers/validation/unknown";

const GIVEN = {
    logGroupName: "/aws/lambda/payments",
    from: "2026-10-01T00:00:00Z",
    to: new Date("2026-11-01T00:00:00Z"),
    destination: "audit-archive",
};

describe("the inputs of an export", () => {
    it("are kept with times in milliseconds and the prefix that the service would fill in", () => {
        assert.deepEqual(normalise(GIVEN), {
            logGroupName: "/aws/lambda/payments",
            from: 1790812800000,
            to: 1793491200000,
            destination: "audit-archive",
            destinationPrefix: "exportedlogs",
        });
    });

    it("have a default for everything that says how the export is run", () => {
        const { waitForCompletion, timeoutSeconds, settleHours, removalPolicy } = withDefaults(GIVEN);
        assert.deepEqual(
            { waitForCompletion, timeoutSeconds, settleHours, removalPolicy },
            {
                waitForCompletion: true,
                timeoutSeconds: 86400,
                settleHours: 12,
                removalPolicy: "retain",
            },
        );
    });

    it("take defaults for null, but keep false, 0 and what is given", () => {
        const filled = withDefaults({ ...GIVEN, waitForCompletion: false, settleHours: 0, removalPolicy: null });
        assert.equal(filled.waitForCompletion, false);
        assert.equal(filled.settleHours, 0);
        assert.equal(filled.removalPolicy, "retain");
        assert.equal(withDefaults({ ...GIVEN, destinationPrefix: "audit" }).destinationPrefix, "audit");
    });

    it("leave a time that cannot be read to the check", () => {
        assert.equal(normalise({ ...GIVEN, from: "yesterday" }).from, "yesterday");
        assert.equal(normalise({ ...GIVEN, from: UNKNOWN }).from, UNKNOWN);
    });

    it("do not change what they were given", () => {
        const given = Object.freeze({ ...GIVEN });
        normalise(given);
        withDefaults(given);
        assert.deepEqual(given, GIVEN);
    });

    it("pass the check when they are right, whole or with parts that are not known yet", () => {
        assert.deepEqual(checkInputs(withDefaults(GIVEN)), []);
        const unknown = Object.fromEntries(USER_PROPERTIES.map((name) => [name, UNKNOWN]));
        assert.deepEqual(checkInputs(withDefaults(unknown)), []);
        assert.deepEqual(checkInputs(withDefaults({ ...GIVEN, from: UNKNOWN })), []);
    });

    it("may hold what Pulumi and the package add", () => {
        const added = { __provider: "…", shortUrn: "urn", accounts: ["1"] };
        assert.deepEqual(checkInputs(withDefaults({ ...GIVEN, ...added })), []);
    });

    it("are checked one by one: every failure is told", () => {
        const failures = checkInputs(
            withDefaults({ from: 5, to: 6, destination: "A", removalPolicy: "x", colour: "red" }),
        );
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["colour", "logGroupName", "destination", "from", "to", "removalPolicy"],
        );
    });

    it("decide the exported data by exactly these", () => {
        assert.deepEqual([...DATA_PROPERTIES].sort(), [
            "destination",
            "destinationPrefix",
            "from",
            "logGroupName",
            "logStreamNamePrefix",
            "region",
            "to",
            "triggers",
        ]);
    });
});
