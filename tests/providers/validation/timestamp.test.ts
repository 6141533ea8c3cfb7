import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { formatTimestamp, parseTimestamp } from "../../../providers/validation/timestamp";

const OCTOBER = Date.parse("2026-10-01T00:00:00Z");

describe("a point in time", () => {
    for (const [what, given, expected] of [
        ["a text in UTC", "2026-10-01T00:00:00Z", OCTOBER],
        ["a text with an offset", "2026-10-01T02:00:00+02:00", OCTOBER],
        ["a text with a negative offset", "2026-09-30T19:30:00-04:30", OCTOBER],
        ["a text with milliseconds", "2026-10-01T00:00:00.123Z", OCTOBER + 123],
        ["a text without seconds", "2026-10-01T00:00Z", OCTOBER],
        ["a text in the basic format", "20261001T000000Z", OCTOBER],
        ["a Date", new Date(OCTOBER), OCTOBER],
        ["milliseconds", OCTOBER, OCTOBER],
        ["the beginning", 0, 0],
        ["the beginning as a text", "1970-01-01T00:00:00Z", 0],
        ["the beginning as a Date", new Date(0), 0],
        ["the first that cannot be seconds", 100_000_000_000, 100_000_000_000],
        ["the last that cannot be microseconds", 9_999_999_999_999, 9_999_999_999_999],
        ["February 29 of a leap year", "2024-02-29T00:00:00Z", Date.parse("2024-02-29T00:00:00Z")],
    ] as const) {
        it(`is read from ${what}`, () => assert.equal(parseTimestamp("from", given), expected));
    }

    for (const given of [
        99_999_999_999,
        10_000_000_000_000,
        1,
        "2026-02-29T00:00:00Z",
        "2026-10-01T24:00:00Z",
        "2026-10-01T00:00:00",
        "2026-10-01T00:00",
        "2026-10-01",
        "2026-10",
        " 2026-10-01T00:00:00Z",
        "1790812800000",
        "",
        {},
        [],
        null,
        undefined,
    ]) {
        it(`is not ${JSON.stringify(given)}`, () => {
            const failure = parseTimestamp("from", given);
            assert.ok(typeof failure === "object");
            assert.equal(failure.property, "from");
            assert.match(failure.reason, /^from is .+, but must be .+\. .+/s);
        });
    }

    it("says that a time in YAML needs quotes, where Pulumi has read it as a time of its own", () => {
        for (const given of ["2026-10-01 00:00:00 +0000 UTC", "2026-10-01 02:00:00.5 +0200 +0200"]) {
            const failure = parseTimestamp("from", given);
            assert.ok(typeof failure === "object");
            assert.match(failure.reason, /In YAML, put the time in quotes/);
        }
    });

    it("is the same time whichever way it is written", () => {
        const times = fc.integer({ min: 100_000_000_000, max: 9_999_999_999_999 });
        fc.assert(
            fc.property(times, (time) => {
                for (const given of [time, new Date(time), new Date(time).toISOString(), formatTimestamp(time)]) {
                    assert.equal(parseTimestamp("to", given), time);
                }
            }),
        );
    });

    it("is shown in UTC, with milliseconds only where there are some", () => {
        assert.equal(formatTimestamp(OCTOBER), "2026-10-01T00:00:00Z");
        assert.equal(formatTimestamp(OCTOBER + 7), "2026-10-01T00:00:00.007Z");
    });
});
