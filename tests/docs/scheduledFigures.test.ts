import * as assert from "node:assert/strict";
import { secondsPerDay } from "../../components/scheduledLogExport/preview/dailyLoad";
import { textOf } from "./markdown";

const PAGE = textOf("docs/scheduled-exports.md");
const NOW = Date.parse("2026-11-20T00:00:00Z");
/** A group in which there is next to nothing. */
const QUIET = { creationTime: 0, storedBytes: 0 };
const groups = (count: number) => Array.from({ length: count }, () => QUIET);
const number = (text: string) => Number(text.replace(/,/g, ""));

describe("the figures of docs/scheduled-exports.md", () => {
    it("how long a night takes is what a preview reckons", () => {
        const rows = [...PAGE.matchAll(/^\| ([\d,]+) \| ([\d.]+) (min|h).*? \| (?:([\d.]+) h)? ?\|$/gm)];
        assert.deepEqual(
            rows.map(([, count]) => number(count)),
            [100, 1000, 6000],
        );
        for (const [, text, time, unit, weekly] of rows) {
            const count = number(text);
            const every = { groups: groups(count), splitBy: "day", now: NOW } as const;
            const shown = (seconds: number, digits: string) =>
                (seconds / (unit === "min" ? 60 : 3600)).toFixed(digits.split(".")[1]?.length ?? 0);
            assert.equal(shown(secondsPerDay(every), time), time, text);
            if (weekly === undefined) continue;
            const nineInTen = {
                ...every,
                groups: groups(count * 0.9),
                quiet: { bytesPerDay: 1, splitBy: "week" },
            } as const;
            const seconds = secondsPerDay({ ...every, groups: groups(count * 0.1) }) + secondsPerDay(nineInTen);
            assert.equal(shown(seconds, weekly), weekly, text);
        }
    });

    it("the price of a night and a month is that of the simulation's state transitions", () => {
        const [, transitions] = /([\d,]+) state transitions\n/.exec(PAGE) ?? [];
        const [, night, dollars, month] = /transitions \| ([\d,]+) = \$([\d.]+) \| \$([\d.]+) \|/.exec(PAGE) ?? [];
        const total = number(transitions);
        assert.equal(number(night), Math.round(total / 30));
        assert.equal(dollars, ((total / 30) * 0.000025).toFixed(2));
        assert.equal(month, (total * 0.000025).toFixed(2));
    });
});
