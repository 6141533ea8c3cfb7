import * as assert from "node:assert/strict";
import { DAY_MS } from "../../../../providers/durations";
import {
    EXPORT_SECONDS,
    type Night,
    secondsADay,
    summariseNight,
} from "../../../../components/scheduledLogExport/preview/night";

const NOW = Date.parse("2026-11-20T00:00:00Z");
const groupOf = (bytesPerDay: number) => ({ creationTime: NOW - 100 * DAY_MS, storedBytes: bytesPerDay * 100 });
const nightOf = (changes: Partial<Night>): Night => ({ groups: [], splitBy: "day", now: NOW, ...changes });
const times = <T>(many: number, one: T): T[] => Array.from({ length: many }, () => one);

describe("A preview of a schedule", () => {
    it("says how long a night takes, and what fits into the one slot", () => {
        const { text, warnings } = summariseNight(nightOf({ groups: times(100, groupOf(1000)) }));
        assert.match(text, /a day of 100 log groups, 100 kB, takes about 27 min in the one slot/);
        assert.match(text, /about 5,[34]\d\d like these fit/);
        assert.deepEqual(warnings, []);
    });

    it("says what lies behind", () => {
        const night = nightOf({ groups: times(100, groupOf(1000)), from: NOW - 31 * DAY_MS });
        assert.match(summariseNight(night).text, /What lies behind takes about 13 h more, once/);
    });

    it("warns of a night that does not fit into a day, with what would", () => {
        const [warning] = summariseNight(nightOf({ groups: times(6000, groupOf(1000)) })).warnings;
        assert.match(
            warning,
            /does not fit into a day\. With quietGroups: \{ belowBytesPerDay: 1000000 \} it takes about 5 h/,
        );
        const hours = summariseNight(nightOf({ groups: times(600, groupOf(1e9)), splitBy: "hour" })).warnings[0];
        assert.match(hours, /splitBy: "day" makes fewer exports/);
    });

    it("counts the size of the data, retention, and quiet groups", () => {
        const big = secondsADay(nightOf({ groups: [groupOf(10e9)] }));
        assert.ok(Math.abs(big - 3600 - EXPORT_SECONDS - 1) < 1);
        const short = { ...groupOf(0), storedBytes: 10e9, retentionInDays: 1 };
        assert.ok(secondsADay(nightOf({ groups: [short] })) > 3600);
        const quiet = { bytesPerDay: 10_000, splitBy: "week" as const };
        assert.ok(secondsADay(nightOf({ groups: [groupOf(1)], quiet })) < 4);
        assert.equal(secondsADay(nightOf({ groups: [undefined], quiet })), EXPORT_SECONDS + 1);
    });
});
