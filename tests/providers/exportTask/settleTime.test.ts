import * as assert from "node:assert/strict";
import { UNKNOWN } from "../../../providers/validation/unknown";
import { checkSettled } from "../../../providers/exportTask/settleTime";
import { HOUR } from "../../support/durations";

const NOW = Date.parse("2026-11-20T00:00:00Z");
const of = (to: unknown, options: object = {}) => checkSettled({ to, settleHours: 12, ...options }, NOW);

describe("a range is settled", () => {
    it("twelve hours after its end, to the millisecond", () => {
        assert.deepEqual(of(NOW - 12 * HOUR), []);
        assert.equal(of(NOW - 12 * HOUR + 1).length, 1);
    });

    it("after as many hours as were asked for, also a part of one", () => {
        assert.deepEqual(of(NOW - 336 * HOUR, { settleHours: 336 }), []);
        assert.equal(of(NOW - 335 * HOUR, { settleHours: 336 }).length, 1);
        assert.deepEqual(of(NOW - HOUR / 2, { settleHours: 0.5 }), []);
    });

    it("at once with 0 hours, but not before its end", () => {
        assert.deepEqual(of(NOW, { settleHours: 0 }), []);
        assert.equal(of(NOW + 1, { settleHours: 0 }).length, 1);
    });

    it("at once with settleHours: 0", () => assert.deepEqual(of(NOW, { settleHours: 0 }), []));

    it("never before it is over", () => assert.equal(of(NOW + 1, { settleHours: 0 }).length, 1));

    it("for all that is known while its end is not", () => {
        assert.deepEqual(of(UNKNOWN), []);
        assert.deepEqual(of(undefined), []);
        assert.deepEqual(of(NOW, { settleHours: UNKNOWN }), []);
    });

    it("and what is not is told why, and until when it may reach", () => {
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
