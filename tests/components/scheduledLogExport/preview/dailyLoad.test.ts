import * as assert from "node:assert/strict";
import { DAY_MS } from "../../../../providers/durations";
import {
    type DailyLoad,
    EXPORT_SECONDS,
    secondsPerDay,
    summariseDailyLoad,
} from "../../../../components/scheduledLogExport/preview/dailyLoad";

const NOW = Date.parse("2026-11-20T00:00:00Z");
const groupOf = (bytesPerDay: number) => ({ creationTime: NOW - 100 * DAY_MS, storedBytes: bytesPerDay * 100 });
const loadOf = (changes: Partial<DailyLoad>): DailyLoad => ({ groups: [], splitBy: "day", now: NOW, ...changes });
const times = <T>(many: number, one: T): T[] => Array.from({ length: many }, () => one);

describe("A preview of a schedule", () => {
    it("says how long a day takes, and what fits into the one slot", () => {
        const { text, warnings } = summariseDailyLoad(loadOf({ groups: times(100, groupOf(1000)) }));
        assert.match(text, /a day of 100 log groups, 100 kB, takes about 27 min in the one slot/);
        assert.match(text, /about 5,[34]\d\d like these fit/);
        assert.deepEqual(warnings, []);
    });

    it("says how long it takes to catch up", () => {
        const load = loadOf({ groups: times(100, groupOf(1000)), from: NOW - 31 * DAY_MS });
        assert.match(summariseDailyLoad(load).text, /What has not been exported yet takes about 13 h more, once/);
    });

    it("warns of a day that takes longer than a day, with what would help", () => {
        const [warning] = summariseDailyLoad(loadOf({ groups: times(6000, groupOf(1000)) })).warnings;
        assert.match(
            warning,
            /does not fit into a day\. With quietGroups: \{ belowBytesPerDay: 1000000 \} it takes about 5 h/,
        );
        const hours = summariseDailyLoad(loadOf({ groups: times(600, groupOf(1e9)), splitBy: "hour" })).warnings[0];
        assert.match(hours, /splitBy: "day" makes fewer exports/);
    });

    it("counts the size of the data, retention, and quiet groups", () => {
        const big = secondsPerDay(loadOf({ groups: [groupOf(10e9)] }));
        assert.ok(Math.abs(big - 3600 - EXPORT_SECONDS - 1) < 1);
        const short = { ...groupOf(0), storedBytes: 10e9, retentionInDays: 1 };
        assert.ok(secondsPerDay(loadOf({ groups: [short] })) > 3600);
        const quiet = { bytesPerDay: 10_000, splitBy: "week" as const };
        assert.ok(secondsPerDay(loadOf({ groups: [groupOf(1)], quiet })) < 4);
        assert.equal(secondsPerDay(loadOf({ groups: [undefined], quiet })), EXPORT_SECONDS + 1);
    });
});
