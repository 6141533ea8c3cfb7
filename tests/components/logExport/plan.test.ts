import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { assertGrowsInProportion } from "../../support/growth";
import { lastBoundary, nextBoundary, type SplitBy, SPLITS } from "../../../components/time/calendar";
import { type LogExportArgs } from "../../../components/logExport/args";
import * as plans from "../../../components/logExport/plan";
import { exportSettings, type RangeArgs, rangeSettings } from "../../../components/logExport/settings";
import { showRange } from "../../../components/time/timeRanges";
import { DAY, HOUR } from "../../support/durations";

const at = (text: string) => Date.parse(text);
const NOW = at("2026-11-20T13:00:00Z");
const NIGHTLY = { from: "2026-11-01T00:00:00Z", to: "latest", splitBy: "day" } as const;

const planRanges = (args: RangeArgs, now: number) => plans.planRanges(rangeSettings(args), now);
const planExports = (args: LogExportArgs, now: number) => plans.planExports(exportSettings(args), now);
const countExports = (args: LogExportArgs, now: number) => plans.countExports(exportSettings(args), now);
const shown = (args: RangeArgs, now = NOW) => planRanges(args, now).map(showRange);
const keysOf = (args: LogExportArgs, now = NOW) => planExports(args, now).map(({ key }) => key);

/** Open-ended programs, and the times at which they run. */
const programs = fc
    .record({
        splitBy: fc.constantFrom<SplitBy>(...SPLITS),
        timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu"),
        settleHours: fc.constantFrom(0, 1, 12, 336),
        start: fc.integer({ min: at("2015-01-01T00:00:00Z"), max: at("2035-01-01T00:00:00Z") }),
        length: fc.integer({ min: 0, max: 60 * DAY }),
    })
    .map(({ splitBy, timeZone, settleHours, start, length }) => {
        const from = lastBoundary(start, splitBy, timeZone);
        const days = splitBy === "hour" ? length / 10 : splitBy === "day" ? length : length * 5;
        return { args: { from, to: "latest" as const, splitBy, timeZone, settleHours }, now: from + Math.floor(days) };
    });

describe("the ranges of an export", () => {
    it("are one, the whole, unless they are split", () => {
        const whole = { from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };
        assert.deepEqual(shown(whole), ["2026-10-01T00:00:00Z to 2026-11-01T00:00:00Z"]);
    });

    it("go by the time zone that is given", () => {
        const args = { from: "2026-10-24T00:00+02:00", to: "2026-10-26T00:00+01:00", splitBy: "day" } as const;
        assert.deepEqual(shown({ ...args, timeZone: "Europe/Berlin" }), [
            "2026-10-23T22:00:00Z to 2026-10-24T22:00:00Z",
            "2026-10-24T22:00:00Z to 2026-10-25T23:00:00Z",
        ]);
        assert.equal(shown(args).length, 3, "UTC's midnights cut it elsewhere");
    });

    describe("are a series, in which no event of a new log group is lost", () => {
        const seriesOf = (args: RangeArgs) => planRanges(args, NOW).map(({ series }) => series);
        const october = { from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };
        const first = { from: "2026-11-01T00:00:00Z", to: "2026-11-05T00:00:00Z" };
        const later = { from: "2026-11-06T00:00:00Z", to: "2026-11-07T00:00:00Z" };

        it("if they follow each other without a gap, in whatever order they are given", () => {
            const whole = "2026-10-01/2026-11-05";
            assert.deepEqual(seriesOf({ timeRanges: [first, later, october] }), [whole, undefined, whole]);
        });

        it("with their parts, and with one that has no end", () => {
            const timeRanges = [october, { from: first.from, to: "latest" as const }];
            const series = new Set(seriesOf({ timeRanges, splitBy: "day" }));
            assert.deepEqual([...series], ["2026-10-01/.."]);
        });

        it("unless one stands alone and is not divided", () => {
            assert.deepEqual(seriesOf(october), [undefined]);
            assert.deepEqual(seriesOf({ ...october, splitBy: "month" }), [undefined]);
            assert.deepEqual(new Set(seriesOf({ ...october, splitBy: "day" })), new Set(["2026-10-01/2026-11-01"]));
        });
    });

    describe('up to the "latest"', () => {
        it("end with the last day that has been over for 12 hours", () => {
            assert.equal(shown(NIGHTLY).at(-1), "2026-11-19T00:00:00Z to 2026-11-20T00:00:00Z");
            assert.equal(
                shown(NIGHTLY, at("2026-11-20T12:00:00Z")).at(-1),
                "2026-11-19T00:00:00Z to 2026-11-20T00:00:00Z",
            );
            assert.equal(
                shown(NIGHTLY, at("2026-11-20T11:59:59Z")).at(-1),
                "2026-11-18T00:00:00Z to 2026-11-19T00:00:00Z",
            );
        });

        it("wait longer where events may be late", () => {
            const late = { ...NIGHTLY, settleHours: 336 };
            assert.equal(shown(late).at(-1), "2026-11-05T00:00:00Z to 2026-11-06T00:00:00Z");
        });

        it("are none as long as none is over", () => {
            assert.deepEqual(shown(NIGHTLY, at("2026-11-02T11:00:00Z")), []);
            assert.deepEqual(shown(NIGHTLY, at("2026-10-20T00:00:00Z")), []);
        });

        it("cover everything from the start to the last boundary that is settled, once", () => {
            fc.assert(
                fc.property(programs, ({ args, now }) => {
                    const ranges = planRanges(args, now);
                    const settled = now - args.settleHours * HOUR;
                    let end = args.from;
                    for (const range of ranges) {
                        assert.equal(range.from, end);
                        assert.ok(range.to > range.from);
                        end = range.to;
                    }
                    assert.ok(ranges.length === 0 || end <= settled);
                    const next = nextBoundary(end + 1, args.splitBy, args.timeZone);
                    assert.ok(next > settled, "the next is not settled yet");
                    assert.equal(countExports({ ...args, logGroups: ["/a"] }, now), ranges.length);
                }),
            );
        });

        it("stay what they are, and go by the same names, in every later run", () => {
            fc.assert(
                fc.property(programs, fc.integer({ min: 0, max: 20 * DAY }), ({ args, now }, wait) => {
                    const program = { ...args, logGroups: ["/a"] };
                    const [before, after] = [keysOf(program, now), keysOf(program, now + wait)];
                    assert.deepEqual(after.slice(0, before.length), before);
                }),
            );
        });
    });

    describe("keep their names", () => {
        it("when the start is moved back to another boundary", () => {
            fc.assert(
                fc.property(programs, fc.integer({ min: 1, max: 90 * DAY }), ({ args, now }, back) => {
                    const earlier = lastBoundary(args.from - back, args.splitBy, args.timeZone);
                    const before = keysOf({ ...args, logGroups: ["/a"] }, now);
                    const after = keysOf({ ...args, from: earlier, logGroups: ["/a"] }, now);
                    assert.deepEqual(after.slice(after.length - before.length), before);
                    assert.ok(before.length === 0 || after.length > before.length || earlier === args.from);
                }),
            );
        });

        it("when a log group is added in front", () => {
            const before = keysOf({ ...NIGHTLY, logGroups: ["/b"] });
            assert.deepEqual(keysOf({ ...NIGHTLY, logGroups: ["/a", "/b"] }).slice(before.length), before);
        });

        it("when a fixed end that is a boundary is moved on, or made the latest", () => {
            const fixed = { ...NIGHTLY, logGroups: ["/b"], to: "2026-11-10T00:00:00Z" };
            const before = keysOf(fixed);
            for (const to of ["2026-11-12T00:00:00Z", "latest"] as const) {
                assert.deepEqual(keysOf({ ...fixed, to }).slice(0, before.length), before);
            }
        });

        it("when a shorter first range is given as one of its own, to move the start back or go on", () => {
            const logGroups = ["/a"];
            const midday = "2026-11-01T12:00:00Z";
            const before = keysOf({ logGroups, from: midday, to: "2026-11-04T00:00:00Z", splitBy: "day" });
            const timeRanges = [
                { from: "2026-10-30T00:00:00Z", to: midday },
                { from: midday, to: "2026-11-02T00:00:00Z" },
                { from: "2026-11-02T00:00:00Z", to: "latest" as const },
            ];
            const after = keysOf({ logGroups, timeRanges, splitBy: "day" });
            assert.deepEqual(after.slice(3, 3 + before.length), before);
        });
    });

    describe("that forgetAfterDays leaves out", () => {
        it("are those that ended so many days before what is settled", () => {
            const week = shown({ ...NIGHTLY, forgetAfterDays: 7 });
            assert.equal(week[0], "2026-11-13T00:00:00Z to 2026-11-14T00:00:00Z");
            assert.equal(week.length, 7);
        });

        it("are the first of those that would be there without it, and nothing else", () => {
            fc.assert(
                fc.property(programs, fc.integer({ min: 1, max: 60 }), ({ args, now }, days) => {
                    const all = planRanges(args, now);
                    const kept = planRanges({ ...args, forgetAfterDays: days }, now);
                    const end = now - args.settleHours * HOUR - days * DAY;
                    assert.deepEqual(
                        kept,
                        all.filter(({ to }) => to > end),
                    );
                }),
            );
        });

        it("are never one that could not be exported for so many days before", () => {
            fc.assert(
                fc.property(
                    programs,
                    fc.integer({ min: 1, max: 10 }),
                    fc.double({ min: 0, max: 1, noNaN: true }),
                    ({ args, now }, days, share) => {
                        const program = { ...args, forgetAfterDays: days };
                        const seen = new Set<number>();
                        const step = Math.max(1, Math.floor(share * (days * DAY - 1)));
                        const runs = Math.min(40, Math.ceil((now - args.from) / step));
                        // If the program runs often enough, every range is declared at some time.
                        for (let run = 0; run <= runs; run++) {
                            for (const { from } of planRanges(program, args.from + run * step)) seen.add(from);
                        }
                        const reached = planRanges(args, args.from + runs * step);
                        assert.deepEqual(
                            reached.filter(({ from }) => !seen.has(from)),
                            [],
                        );
                    },
                ),
            );
        });

        it("are also whole ranges that are not split", () => {
            const timeRanges = ["01", "05", "10"].map((day) => ({
                from: `2026-11-${day}T00:00:00Z`,
                to: `2026-11-${day}T12:00:00Z`,
            }));
            assert.equal(shown({ timeRanges, forgetAfterDays: 11 }).length, 1);
        });
    });
});

describe("planning", () => {
    it("makes one export of every log group and range, each named by both", () => {
        const plan = planExports({ ...NIGHTLY, logGroups: ["/a", "/b"], destinationPrefix: "audit" }, NOW);
        assert.equal(plan.length, 38);
        assert.equal(new Set(plan.map(({ key }) => key)).size, 38);
        assert.equal(plan[0].key, "/a-20261101T000000Z-20261102T000000Z");
        assert.equal(plan[37].destinationPrefix, "audit/log_group=%2Fb/year=2026/month=11/day=19");
    });

    it("of five times as many ranges takes about five times as long", () => {
        const plan = (years: number) => {
            const from = at(`${2025 - years}-01-01T00:00:00Z`);
            const args = {
                logGroups: ["/a"],
                from,
                to: "2025-01-01T00:00:00Z",
                splitBy: "hour",
                timeZone: "Europe/Rome",
            } as const;
            return planExports(args, NOW).length;
        };
        assert.equal(plan(5), 43_848);
        assertGrowsInProportion(plan, 1, 5);
    });
});
