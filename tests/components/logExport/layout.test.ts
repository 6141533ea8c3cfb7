import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { type SplitBy } from "../../../components/time/calendar";
import { destinationPrefixFor, escapeHive, type ExportLayoutContext } from "../../../components/logExport/layout";

const PLACE: ExportLayoutContext = {
    destinationPrefix: "audit",
    logGroupName: "/aws/lambda/payments",
    from: Date.parse("2026-10-05T00:00:00Z"),
    to: Date.parse("2026-10-06T00:00:00Z"),
    splitBy: "day",
    timeZone: "UTC",
};

/** A partition's value as Spark and Hive read it. */
const unescapeHive = (value: string) =>
    value.replace(/%([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

describe("the layout of keys", () => {
    it('"hive" partitions by log group and date', () => {
        assert.equal(
            destinationPrefixFor("hive", PLACE),
            "audit/log_group=%2Faws%2Flambda%2Fpayments/year=2026/month=10/day=05",
        );
    });

    it('"hive" adds the hour to every export that is split by hour, and to no other', () => {
        const hours = { ...PLACE, splitBy: "hour" as const };
        const prefix = (from: string) => destinationPrefixFor("hive", { ...hours, from: Date.parse(from) });
        assert.match(prefix("2026-10-05T07:00:00Z"), /\/year=2026\/month=10\/day=05\/hour=07$/);
        assert.match(prefix("2026-10-05T00:00:00Z"), /\/day=05\/hour=00$/);
        assert.match(prefix("2026-10-05T01:00:00+02:00"), /\/day=04\/hour=23$/);
        const midday = Date.parse("2026-10-05T12:00:00Z");
        assert.match(destinationPrefixFor("hive", { ...PLACE, from: midday }), /\/day=05$/);
    });

    it('"hive" goes by the time zone, so that a local day or hour is one partition', () => {
        const prefix = (from: string, splitBy: SplitBy, timeZone = "Europe/Berlin") =>
            destinationPrefixFor("hive", { ...PLACE, from: Date.parse(from), splitBy, timeZone });
        assert.match(prefix("2026-10-04T22:00:00Z", "day"), /\/month=10\/day=05$/);
        assert.match(prefix("2026-12-31T23:00:00Z", "month"), /\/year=2027\/month=01\/day=01$/);
        assert.match(prefix("2026-10-04T23:00:00Z", "day", "America/New_York"), /\/day=04$/);
        // The clock shows two o'clock twice that night.
        assert.match(prefix("2026-10-25T00:00:00Z", "hour"), /\/day=25\/hour=02$/);
        assert.match(prefix("2026-10-25T01:00:00Z", "hour"), /\/day=25\/hour=02$/);
        assert.match(prefix("2026-10-25T02:00:00Z", "hour"), /\/day=25\/hour=03$/);
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

        it("keeps groups apart under one destination prefix, whatever they are named and whenever they are exported", () => {
            const times = fc.integer({
                min: Date.parse("2014-01-01T00:00:00Z"),
                max: Date.parse("2030-01-01T00:00:00Z"),
            });
            const splits = fc.constantFrom<SplitBy>("hour", "day");
            const zones = fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kolkata");
            fc.assert(
                fc.property(names, names, times, times, splits, zones, (one, other, from, later, splitBy, timeZone) => {
                    const under = (logGroupName: string, start: number) =>
                        destinationPrefixFor("hive", { ...PLACE, logGroupName, from: start, splitBy, timeZone }) + "/";
                    const [first, second] = [under(one, from), under(other, later)];
                    // No prefix is the beginning of another group's prefix.
                    if (one !== other) assert.ok(!first.startsWith(second) && !second.startsWith(first));
                }),
            );
        });

        it("keeps names apart that only the written / tells apart", () => {
            assert.notEqual(escapeHive("/a/b"), escapeHive("-a-b"));
            assert.notEqual(escapeHive("a#b"), escapeHive("a/b"));
        });
    });
});
