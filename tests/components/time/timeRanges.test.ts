import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { type SplitBy } from "../../../components/time/calendar";
import {
    countParts,
    LATEST,
    parseTimeRange,
    rangeKeysOf,
    splitTimeRange,
    type TimeRange,
} from "../../../components/time/timeRanges";
import { DAY, HOUR } from "../../support/durations";

const at = (text: string) => Date.parse(text);
const range = (from: string, to: string): TimeRange => ({ from: at(from), to: at(to) });
const shown = (parts: TimeRange[]) =>
    parts.map(({ from, to }) => [from, to].map((time) => new Date(time).toISOString()));

describe("a time range", () => {
    it("is read from texts with offsets, Dates and milliseconds alike", () => {
        const expected = range("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z");
        for (const from of ["2026-10-01T02:00:00+02:00", new Date("2026-10-01T00:00:00Z"), expected.from]) {
            assert.deepEqual(parseTimeRange("", { from, to: "2026-11-01T00:00:00Z" }), expected);
        }
    });

    it("ends never, so far, where it ends with the latest", () => {
        const from = "2026-10-01T00:00:00Z";
        assert.deepEqual(parseTimeRange("", { from, to: "latest" }), { from: at(from), to: LATEST });
    });

    it("tells everything that is wrong with it, where it stands", () => {
        const failures = parseTimeRange("timeRanges[3].", { from: "2026-10-01", to: "soon" });
        assert.ok(Array.isArray(failures));
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["timeRanges[3].from", "timeRanges[3].to"],
        );
    });

    for (const to of ["2026-10-01T00:00:00Z", "2026-09-30T00:00:00Z"]) {
        it(`does not end at ${to} when it begins on October 1`, () => {
            const failures = parseTimeRange("", { from: "2026-10-01T00:00:00Z", to });
            assert.ok(Array.isArray(failures));
            assert.equal(failures.length, 1);
            assert.equal(failures[0].property, "to");
            assert.match(failures[0].reason, /but must be later than from \(2026-10-01T00:00:00.000Z\)\. Swap/);
        });
    }

    it("is part of names in ISO 8601's basic format", () => {
        const ranges = [
            range("2026-10-01T00:00:00Z", "2026-11-01T12:34:56Z"),
            range("2026-11-01T12:34:56Z", "2026-12-01T00:00:00Z"),
            range("2026-10-01T00:00:00.001Z", "2026-10-01T00:00:00.120Z"),
        ];
        assert.deepEqual(rangeKeysOf(ranges), [
            "20261001T000000Z-20261101T123456Z",
            "20261101T123456Z-20261201T000000Z",
            "20261001T000000.001Z-20261001T000000.120Z",
        ]);
    });

    it("has a name that no other range has", () => {
        const times = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 9_999_999_999_999 }));
        fc.assert(
            fc.property(times, times, times, times, (a, b, c, d) => {
                const [one, other] = rangeKeysOf([
                    { from: a, to: b },
                    { from: c, to: d },
                ]);
                assert.equal(one === other, a === c && b === d);
            }),
        );
    });
});

describe("a time range that is split", () => {
    const examples: [SplitBy, TimeRange, string[]][] = [
        [
            "hour",
            range("2026-10-01T00:30:00Z", "2026-10-01T02:15:00Z"),
            ["2026-10-01T01:00:00.000Z", "2026-10-01T02:00:00.000Z"],
        ],
        ["day", range("2026-10-01T00:00:00Z", "2026-10-03T00:00:00Z"), ["2026-10-02T00:00:00.000Z"]],
        // October 5 and 12, 2026 are Mondays.
        [
            "week",
            range("2026-10-01T00:00:00Z", "2026-10-13T00:00:00Z"),
            ["2026-10-05T00:00:00.000Z", "2026-10-12T00:00:00.000Z"],
        ],
        ["week", range("2026-10-04T23:59:59.999Z", "2026-10-05T00:00:00.001Z"), ["2026-10-05T00:00:00.000Z"]],
        [
            "month",
            range("2023-12-31T00:00:00Z", "2024-03-01T00:00:00.001Z"),
            ["2024-01-01T00:00:00.000Z", "2024-02-01T00:00:00.000Z", "2024-03-01T00:00:00.000Z"],
        ],
        ["month", range("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z"), []],
    ];
    for (const [splitBy, whole, inner] of examples) {
        it(`by ${splitBy} from ${new Date(whole.from).toISOString()} to ${new Date(whole.to).toISOString()}`, () => {
            const times = [whole.from, ...inner.map(at), whole.to].map((time) => new Date(time).toISOString());
            assert.deepEqual(
                shown(splitTimeRange(whole, splitBy, "UTC")),
                times.slice(1).map((to, index) => [times[index], to]),
            );
        });
    }

    it("by UTC does not follow the local clock where that changes", () => {
        // Europe changes its clocks on October 25, 2026; UTC days stay 24 hours long.
        const parts = splitTimeRange(range("2026-10-24T00:00:00Z", "2026-10-27T00:00:00Z"), "day", "UTC");
        assert.deepEqual(
            parts.map(({ from, to }) => to - from),
            [DAY, DAY, DAY],
        );
    });

    const isBoundary: Record<SplitBy, (time: number) => boolean> = {
        hour: (time) => time % HOUR === 0,
        day: (time) => time % DAY === 0,
        week: (time) => time % DAY === 0 && new Date(time).getUTCDay() === 1,
        month: (time) => time % DAY === 0 && new Date(time).getUTCDate() === 1,
    };
    const LONGEST: Record<SplitBy, number> = { hour: 5 * DAY, day: 120 * DAY, week: 700 * DAY, month: 3000 * DAY };

    for (const splitBy of ["hour", "day", "week", "month"] as const) {
        const ranges = fc
            .tuple(
                fc.integer({ min: 0, max: at("2100-01-01T00:00:00Z") }),
                fc.integer({ min: 1, max: LONGEST[splitBy] }),
            )
            .map(([from, length]) => ({ from, to: from + length }));

        it(`by ${splitBy} covers exactly the whole, in order, and shares nothing but boundaries`, () => {
            fc.assert(
                fc.property(ranges, (whole) => {
                    const parts = splitTimeRange(whole, splitBy, "UTC");
                    assert.equal(parts[0].from, whole.from);
                    assert.equal(parts[parts.length - 1].to, whole.to);
                    parts.forEach((part, index) => {
                        assert.ok(part.from < part.to, "no part is empty");
                        if (index > 0) assert.equal(part.from, parts[index - 1].to);
                    });
                }),
            );
        });

        it(`by ${splitBy} has as many parts as are counted without making them`, () => {
            fc.assert(
                fc.property(ranges, (whole) => {
                    assert.equal(countParts(whole, splitBy, "UTC"), splitTimeRange(whole, splitBy, "UTC").length);
                }),
            );
        });

        it(`by ${splitBy} is cut at every UTC boundary inside, and nowhere else`, () => {
            fc.assert(
                fc.property(ranges, (whole) => {
                    const cuts = splitTimeRange(whole, splitBy, "UTC")
                        .slice(1)
                        .map(({ from }) => from);
                    const step = splitBy === "hour" ? HOUR : DAY;
                    const boundaries: number[] = [];
                    for (let time = (Math.floor(whole.from / step) + 1) * step; time < whole.to; time += step) {
                        if (isBoundary[splitBy](time)) boundaries.push(time);
                    }
                    assert.deepEqual(cuts, boundaries);
                }),
            );
        });
    }
});
