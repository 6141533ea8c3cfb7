import * as assert from "node:assert/strict";
import { rangeNotices as noticesOf } from "../../../../components/logExport/preview/rangeNotices";
import { type RangeArgs, rangeSettings } from "../../../../components/logExport/settings";

const at = (text: string) => Date.parse(text);
const NOW = at("2026-11-20T13:00:00Z");
const MONTH = { from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };
const NOTHING = { infos: [], warnings: [] };

const rangeNotices = (args: RangeArgs, now: number) => noticesOf(rangeSettings(args), now);

describe("what a preview says of ranges", () => {
    it("is nothing where there is nothing to say", () => {
        assert.deepEqual(rangeNotices(MONTH, NOW), NOTHING);
        assert.deepEqual(rangeNotices({ ...MONTH, splitBy: "day" }, NOW), NOTHING);
        assert.deepEqual(rangeNotices({ from: MONTH.from, to: "latest", splitBy: "day" }, NOW), NOTHING);
    });

    it("is when the first range can be exported, where none is over", () => {
        const args = { from: "2026-11-20T00:00:00Z", to: "latest", splitBy: "day" } as const;
        assert.deepEqual(rangeNotices(args, NOW).infos, [
            "Nothing to export yet: the first day, 2026-11-20T00:00:00Z to 2026-11-21T00:00:00Z, can be exported from 2026-11-21T12:00:00Z on.",
        ]);
        assert.deepEqual(rangeNotices(args, at("2026-11-21T12:00:00Z")).infos, []);
    });

    it("is what forgetAfterDays leaves out", () => {
        const args = { from: MONTH.from, to: "latest", splitBy: "day", forgetAfterDays: 10 } as const;
        const [info] = rangeNotices(args, NOW).infos;
        assert.match(
            info,
            /^forgetAfterDays leaves out what ended by 2026-11-10T00:00:00Z: exports from 2026-10-01T00:00:00Z on/,
        );
        assert.deepEqual(rangeNotices({ ...args, forgetAfterDays: 90 }, NOW).infos, []);
    });

    it("is a warning of ends that are better not moved", () => {
        const [warning] = rangeNotices({ ...MONTH, splitBy: "week" }, NOW).warnings;
        assert.match(
            warning,
            /^from \(2026-10-01T00:00:00Z\) and to \(2026-11-01T00:00:00Z\) lies within a week of UTC/,
        );
        const later = { from: "2026-10-01T00:00:00Z", to: "2026-10-02T12:00:00Z", splitBy: "day" } as const;
        assert.match(rangeNotices(later, NOW).warnings[0], /^to \(2026-10-02T12:00:00Z\) lies within a day of UTC/);
        const { from, to, splitBy } = later;
        assert.deepEqual(
            rangeNotices({ timeRanges: [{ from, to }], splitBy }, NOW).warnings,
            [],
            "it is said in so many words",
        );
    });
});
