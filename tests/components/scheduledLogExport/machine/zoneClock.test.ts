import * as assert from "node:assert/strict";
import { zoneClock } from "../../../../components/scheduledLogExport/machine/zoneClock";
import { NOW, ZONES } from "./zones";

describe("The time zone data of the state machine", () => {
    it("is known for ten whole years after this one, whenever in the year it is asked for", () => {
        const [january, december] = ["2026-01-01T00:00:00Z", "2026-12-31T23:59:59Z"].map(Date.parse);
        assert.deepEqual(zoneClock("Europe/Berlin", NOW, january), zoneClock("Europe/Berlin", NOW, december));
        assert.equal(zoneClock("Europe/Berlin", NOW, NOW).knownUntil, Date.parse("2037-01-01T00:00:00Z"));
    });

    it("has no gap, and is small", () => {
        for (const zone of ZONES) {
            const { periods } = zoneClock(zone, NOW, NOW);
            for (const [index, { end }] of periods.slice(0, -1).entries()) assert.equal(periods[index + 1].start, end);
            assert.deepEqual([periods[0].start, periods[periods.length - 1].end], [-(2 ** 53 - 1), 2 ** 53 - 1]);
            assert.ok(JSON.stringify(periods).length < 10_000, zone);
        }
    });

    it("is known for ever where no government changes it", () => {
        for (const zone of ["UTC", "+05:30"]) assert.equal(zoneClock(zone, NOW, NOW).knownUntil, undefined);
        assert.ok(zoneClock("Asia/Kolkata", NOW, NOW).knownUntil, "though it has not been changed since 1945");
    });
});
