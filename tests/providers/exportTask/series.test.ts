import * as assert from "node:assert/strict";
import fc from "fast-check";
import { formatSeries, partOfSeries } from "../../../providers/exportTask/series";
import { DAY } from "../../support/durations";

const at = (text: string) => Date.parse(`2026-10-${text}Z`);
const OCTOBER = formatSeries({ from: at("01T00:00"), to: at("31T00:00") });
const ON = formatSeries({ from: at("01T00:00"), to: Infinity });
const day = { from: at("20T00:00"), to: at("21T00:00") };

describe("a range of a series", () => {
    const rows: [string, string | undefined, number | undefined, number | "nothing yet"][] = [
        ["is exported where its log group is older", ON, at("02T00:00"), day.from],
        ["is exported where its log group was created as it begins", ON, day.from, day.from],
        ["begins 14 days before a log group that was created in it", ON, at("20T06:00"), at("06T06:00")],
        ["begins 14 days before a log group that was created as it ends", ON, day.to, at("07T00:00")],
        ["is left out where its log group was created later", ON, at("21T00:01"), "nothing yet"],
        ["is left out where a later range of the series has the creation", OCTOBER, at("30T00:00"), "nothing yet"],
        ["is left to the service where the whole series was over", OCTOBER, at("31T00:01"), day.from],
        ["is exported where nobody knows when its log group was created", ON, undefined, day.from],
        ["is left to the service where it stands alone", undefined, at("22T00:00"), day.from],
    ];
    for (const [title, series, created, expected] of rows) {
        it(title, () => {
            const part = partOfSeries(day, series, created);
            assert.equal(part === "nothing yet" ? part : part.from, expected);
        });
    }

    it("does not begin before the series", () => {
        const second = { from: at("02T00:00"), to: at("03T00:00") };
        assert.deepEqual(partOfSeries(second, ON, at("02T12:00")), { from: at("01T00:00") });
    });

    it("covers, together with the others, every event that the log group can hold exactly once, and requests no range that is refused", () => {
        const start = at("01T00:00");
        const arbitrary = fc.record({
            days: fc.integer({ min: 1, max: 40 }),
            created: fc.integer({ min: -20 * DAY, max: 39 * DAY }).map((time) => start + time),
            age: fc.integer({ min: 0, max: 14 * DAY }),
            open: fc.boolean(),
        });
        fc.assert(
            fc.property(arbitrary, ({ days, created, age, open }) => {
                const end = start + days * DAY;
                const series = formatSeries({ from: start, to: open ? Infinity : end });
                const event = created - age; // as old as the service accepts on the day of the creation
                let found = 0;
                for (let from = start; from < end; from += DAY) {
                    const range = { from, to: from + DAY };
                    const part = partOfSeries(range, series, created);
                    if (part === "nothing yet") continue;
                    assert.ok(range.to >= created || created > end, "the service would refuse it");
                    if (part.from <= event && event < range.to) found += 1;
                }
                // The last range that is over may end before the creation; then a later `up` has the event.
                const isDue = event >= start && event < end && created <= end;
                assert.equal(found, isDue ? 1 : found, "lost, or exported twice");
                assert.ok(found <= 1);
            }),
        );
    });
});
