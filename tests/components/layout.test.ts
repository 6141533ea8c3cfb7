import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { destinationPrefixFor, escapeHive } from "../../components/layout";

const PLACE = {
    destinationPrefix: "audit",
    logGroupName: "/aws/lambda/payments",
    from: Date.parse("2026-10-05T00:00:00Z"),
    to: Date.parse("2026-10-06T00:00:00Z"),
};

/** What Spark and Hive make of a partition's value. */
const unescapeHive = (value: string) =>
    value.replace(/%([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

describe("the layout of keys", () => {
    it('"hive" partitions by log group and date', () => {
        assert.equal(
            destinationPrefixFor("hive", PLACE),
            "audit/log_group=%2Faws%2Flambda%2Fpayments/year=2026/month=10/day=05",
        );
    });

    it('"hive" adds the hour where the range does not begin at midnight, in UTC', () => {
        const prefix = (from: string) => destinationPrefixFor("hive", { ...PLACE, from: Date.parse(from) });
        assert.match(prefix("2026-10-05T07:00:00Z"), /\/year=2026\/month=10\/day=05\/hour=07$/);
        assert.match(prefix("2026-10-05T00:00:00.001Z"), /\/day=05\/hour=00$/);
        assert.match(prefix("2026-10-05T01:00:00+02:00"), /\/day=04\/hour=23$/);
    });

    it('"plain" is the destination prefix alone', () => {
        assert.equal(destinationPrefixFor("plain", PLACE), "audit");
    });

    it("a function gives the whole prefix from everything that is known", () => {
        assert.equal(
            destinationPrefixFor((place) => JSON.stringify(place), PLACE),
            JSON.stringify(PLACE),
        );
    });

    describe("a log group's name as a partition", () => {
        const names = fc
            .array(fc.constantFrom(..."abzAZ09._-/#"), { minLength: 1, maxLength: 64 })
            .map((characters) => characters.join(""));

        it("is one path part without special characters", () => {
            fc.assert(fc.property(names, (name) => assert.match(escapeHive(name), /^[A-Za-z0-9._%-]+$/)));
        });

        it("reads back as the name, so that no two groups share one", () => {
            fc.assert(fc.property(names, (name) => assert.equal(unescapeHive(escapeHive(name)), name)));
            fc.assert(
                fc.property(names, names, (one, other) => {
                    assert.equal(escapeHive(one) === escapeHive(other), one === other);
                }),
            );
        });

        it("keeps names apart that only the written / tells apart", () => {
            assert.notEqual(escapeHive("/a/b"), escapeHive("-a-b"));
            assert.notEqual(escapeHive("a#b"), escapeHive("a/b"));
        });
    });
});
