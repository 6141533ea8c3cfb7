import * as assert from "node:assert/strict";
import { UNKNOWN } from "../../../providers/validation/unknown";
import { checkSettled } from "../../../providers/exportTask/settleTime";
import { HOUR } from "../../support/durations";

const NOW = Date.parse("2026-11-20T00:00:00Z");
const of = (to: unknown, options: object = {}) => checkSettled({ to, settleHours: 12, ...options }, NOW);

describe("when a range is settled", () => {
    it("is twelve hours after its end, to the millisecond", () => {
        assert.deepEqual(of(NOW - 12 * HOUR), []);
        assert.equal(of(NOW - 12 * HOUR + 1).length, 1);
    });

    it("is settleHours after its end; fractions count", () => {
        assert.deepEqual(of(NOW - 336 * HOUR, { settleHours: 336 }), []);
        assert.equal(of(NOW - 335 * HOUR, { settleHours: 336 }).length, 1);
        assert.deepEqual(of(NOW - HOUR / 2, { settleHours: 0.5 }), []);
    });

    it("is its end if settleHours is 0, not earlier", () => {
        assert.deepEqual(of(NOW, { settleHours: 0 }), []);
        assert.equal(of(NOW + 1, { settleHours: 0 }).length, 1);
    });

    it("is not checked while its end is unknown", () => {
        assert.deepEqual(of(UNKNOWN), []);
        assert.deepEqual(of(undefined), []);
        assert.deepEqual(of(NOW, { settleHours: UNKNOWN }), []);
    });

    it("is explained in the refusal, with the latest possible end", () => {
        const [{ property, reason }] = of(NOW - HOUR);
        assert.equal(property, "to");
        assert.equal(
            reason,
            'to is "2026-11-19T23:00:00Z", but must be at least 12 hours ago (settleHours), because log data can take that ' +
                "long to become available for export. Use a time up to 2026-11-19T12:00:00Z, wait, or " +
                "give a smaller settleHours and accept that late data is missing.",
        );
    });
});
