import * as assert from "node:assert/strict";
import { Temporal } from "@js-temporal/polyfill";
import * as fc from "fast-check";
import { boundaries, lastBoundary, nextBoundary, type SplitBy, SPLITS } from "../../../components/time/calendar";
import { countParts, splitTimeRange } from "../../../components/time/timeRanges";
import { checkTimeZone, offsetPeriodAt } from "../../../components/time/timeZone";
import { DAY, HOUR } from "../../support/durations";

const at = (text: string) => Date.parse(text);

/** Zones in which clocks change in unlike ways: by half an hour, at midnight, over a whole day, never, off the hour. */
const ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "-03:30",
];

/** A time in a zone's calendar, computed by Temporal. */
function labelOf(time: number, splitBy: SplitBy, timeZone: string): string {
    const local = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(timeZone).toPlainDateTime();
    switch (splitBy) {
        case "hour":
            return local.toString({ smallestUnit: "minute" }).slice(0, 13);
        case "day":
            return local.toPlainDate().toString();
        case "week":
            return `${local.yearOfWeek}-W${local.weekOfYear}`;
        case "month":
            return local.toPlainDate().toPlainYearMonth().toString();
    }
}

const hoursOf = (from: string, to: string, splitBy: SplitBy, timeZone: string) =>
    splitTimeRange({ from: at(from), to: at(to) }, splitBy, timeZone).map((part) => (part.to - part.from) / HOUR);

describe("the calendar of a time zone", () => {
    it("has days of 23 and 25 hours where the clock is changed", () => {
        assert.deepEqual(
            hoursOf("2026-03-28T00:00+01:00", "2026-03-31T00:00+02:00", "day", "Europe/Berlin"),
            [24, 23, 24],
        );
        assert.deepEqual(
            hoursOf("2026-10-24T00:00+02:00", "2026-10-27T00:00+01:00", "day", "Europe/Berlin"),
            [24, 25, 24],
        );
    });

    it("has two hours where the clock shows one twice, and none where it skips one", () => {
        const back = hoursOf("2026-10-25T00:00+02:00", "2026-10-25T05:00+01:00", "hour", "Europe/Berlin");
        assert.deepEqual(back, [1, 1, 1, 1, 1, 1]);
        const forward = hoursOf("2026-03-29T00:00+01:00", "2026-03-29T05:00+02:00", "hour", "Europe/Berlin");
        assert.deepEqual(forward, [1, 1, 1, 1]);
    });

    it("has an hour of 30 or 90 minutes where the clock is changed by half an hour", () => {
        const zone = "Australia/Lord_Howe";
        assert.deepEqual(hoursOf("2026-04-05T00:00+11:00", "2026-04-05T04:00+10:30", "hour", zone), [1, 1.5, 1, 1]);
        assert.deepEqual(hoursOf("2026-10-04T00:00+10:30", "2026-10-04T04:00+11:00", "hour", zone), [1, 1, 0.5, 1]);
    });

    it("begins a day that has no midnight when the clock has been put forward past it", () => {
        const zone = "America/Sao_Paulo";
        assert.deepEqual(hoursOf("2018-11-03T00:00-03:00", "2018-11-06T00:00-02:00", "day", zone), [24, 23, 24]);
        assert.equal(lastBoundary(at("2018-11-04T12:00:00Z"), "day", zone), at("2018-11-04T01:00-02:00"));
    });

    it("has no day where one is left out", () => {
        // Samoa had no December 30, 2011.
        const days = [...boundaries(at("2011-12-29T11:00:00Z"), at("2012-01-01T10:00:00Z"), "day", "Pacific/Apia")];
        assert.deepEqual(days, [at("2011-12-30T10:00:00Z"), at("2011-12-31T10:00:00Z")]);
    });

    it("begins a day only once where the clock passes midnight twice", () => {
        // At one minute past midnight the clock was put back to 23:01 there, until 2011.
        const days = [...boundaries(at("2010-11-06T12:00:00Z"), at("2010-11-08T12:00:00Z"), "day", "America/St_Johns")];
        assert.deepEqual(days, [at("2010-11-07T00:00-02:30"), at("2010-11-08T00:00-03:30")]);
    });

    it("has weeks from Monday and months that begin at local midnight", () => {
        assert.deepEqual(
            [...boundaries(at("2026-10-20T00:00:00Z"), at("2026-11-05T00:00:00Z"), "week", "Europe/Berlin")],
            [at("2026-10-26T00:00+01:00"), at("2026-11-02T00:00+01:00")],
        );
        assert.deepEqual(
            [...boundaries(at("2026-09-20T00:00:00Z"), at("2026-11-05T00:00:00Z"), "month", "Europe/Berlin")],
            [at("2026-10-01T00:00+02:00"), at("2026-11-01T00:00+01:00")],
        );
    });

    it("knows the last beginning up to a time, and the next from it on", () => {
        const noon = at("2026-10-25T12:00:00Z");
        assert.equal(lastBoundary(noon, "day", "Europe/Berlin"), at("2026-10-25T00:00+02:00"));
        assert.equal(nextBoundary(noon, "day", "Europe/Berlin"), at("2026-10-26T00:00+01:00"));
        for (const splitBy of SPLITS) {
            const exact = lastBoundary(noon, splitBy, "Asia/Kolkata");
            assert.equal(lastBoundary(exact, splitBy, "Asia/Kolkata"), exact);
            assert.equal(nextBoundary(exact, splitBy, "Asia/Kolkata"), exact);
        }
    });

    const LONGEST: Record<SplitBy, number> = { hour: 5 * DAY, day: 120 * DAY, week: 700 * DAY, month: 3000 * DAY };
    const zones = fc.constantFrom(...ZONES);
    for (const splitBy of SPLITS) {
        const wholes = fc
            .tuple(
                fc.integer({ min: at("2011-06-01T00:00:00Z"), max: at("2040-01-01T00:00:00Z") }),
                fc.integer({ min: 1, max: LONGEST[splitBy] }),
            )
            .map(([from, length]) => ({ from, to: from + length }));

        it(`splits by ${splitBy} into parts that cover the whole exactly, each within one ${splitBy}`, () => {
            fc.assert(
                fc.property(wholes, zones, (whole, timeZone) => {
                    const parts = splitTimeRange(whole, splitBy, timeZone);
                    assert.equal(countParts(whole, splitBy, timeZone), parts.length);
                    assert.deepEqual([parts[0].from, parts[parts.length - 1].to], [whole.from, whole.to]);
                    parts.forEach((part, index) => {
                        assert.ok(part.from < part.to, "no part is empty");
                        const label = labelOf(part.from, splitBy, timeZone);
                        assert.equal(labelOf(part.to - 1, splitBy, timeZone), label);
                        if (index === 0) return;
                        assert.equal(part.from, parts[index - 1].to);
                        const isAgain = labelOf(part.from - 1, splitBy, timeZone) === label;
                        assert.ok(!isAgain || splitBy === "hour", `${label} is cut in two`);
                    });
                }),
                { numRuns: 50 },
            );
        });

        it(`cuts by ${splitBy} at the same times wherever a range begins and ends`, () => {
            fc.assert(
                fc.property(wholes, zones, fc.double({ min: 0, max: 1, noNaN: true }), (whole, timeZone, share) => {
                    const middle = Math.floor(whole.from + share * (whole.to - whole.from));
                    const all = [...boundaries(whole.from - 1, whole.to, splitBy, timeZone)];
                    const inTwo = [
                        ...boundaries(whole.from - 1, middle, splitBy, timeZone),
                        ...boundaries(middle - 1, whole.to, splitBy, timeZone),
                    ];
                    assert.deepEqual(inTwo, all);
                }),
            );
        });
    }
});

describe("a time zone", () => {
    it("is asked for once in every period between two changes of its clock, however much is planned", () => {
        const { prototype } = Temporal.ZonedDateTime;
        const transition = prototype.getTimeZoneTransition;
        let asked = 0;
        prototype.getTimeZoneTransition = function (this: Temporal.ZonedDateTime, ...args: never[]) {
            asked += 1;
            return transition.apply(this, args as never);
        } as typeof transition;
        try {
            const tenYears = { from: at("2016-01-01T00:00:00Z"), to: at("2026-01-01T00:00:00Z") };
            assert.equal(splitTimeRange(tenYears, "hour", "Europe/Madrid").length, 87_672);
            assert.ok(asked > 0 && asked <= 2 * 21, `${asked} questions for 21 periods`);
            const before = asked;
            splitTimeRange(tenYears, "hour", "Europe/Madrid");
            assert.equal(asked, before, "what is known is not asked again");
        } finally {
            prototype.getTimeZoneTransition = transition;
        }
    });

    it("may be a name in any case or a fixed offset, and nothing else", () => {
        for (const zone of ["UTC", "Europe/Berlin", "europe/berlin", "+05:30"]) {
            assert.equal(checkTimeZone("timeZone", zone), undefined, zone);
        }
        assert.match(checkTimeZone("timeZone", "Europe/Berlim")?.reason ?? "", /nearest names are Europe\/Berlin,/);
        assert.match(checkTimeZone("timeZone", 2)?.reason ?? "", /timeZone is 2, but must be a time zone of the IANA/);
    });

    it("knows how far its clock was ahead, before and after a change", () => {
        const summer = offsetPeriodAt("Europe/Berlin", at("2026-07-01T00:00:00Z"));
        assert.equal(summer.offset, 2 * HOUR);
        assert.equal(summer.offsetBefore, HOUR);
        assert.equal(new Date(summer.start).toISOString(), "2026-03-29T01:00:00.000Z");
        assert.equal(new Date(summer.end).toISOString(), "2026-10-25T01:00:00.000Z");
        assert.equal(offsetPeriodAt("Europe/Berlin", summer.start), summer);
        assert.equal(offsetPeriodAt("Europe/Berlin", summer.start - 1).end, summer.start);
    });
});
