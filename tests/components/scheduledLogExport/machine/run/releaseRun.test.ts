import * as assert from "node:assert/strict";
import { DAY, HOUR, OCTOBER } from "../../events";
import { assertSucceeded } from "../../stage";
import { GROUPS, stageOf } from "../twoGroups";

describe("A run of a backfill", () => {
    it("completes the backfill, and does nothing after that", async () => {
        const to = OCTOBER + 10 * DAY + 6 * HOUR;
        const stage = stageOf({ start: OCTOBER + 20 * DAY, plan: { to } });
        assertSucceeded(await stage.run());
        for (const name of GROUPS) {
            assert.equal(stage.exportedTo(name), to);
            stage.assertExactlyOnce(name);
        }
        const again = await stage.run();
        assert.deepEqual(again.output, { outcome: "nothing left" });
        assert.ok(again.history.length < 15);
        assert.equal(again.children.length, 0);
    });

    it("does not complete the backfill before its end has settled", async () => {
        const to = OCTOBER + 3 * DAY;
        const stage = stageOf({ plan: { to } });
        assertSucceeded(await stage.run());
        await stage.waitUntil(to + 13 * HOUR);
        assertSucceeded(await stage.run());
        assert.equal(stage.exportedTo(GROUPS[0]), to);
        assert.deepEqual((await stage.run()).output, { outcome: "nothing left" });
    });
});
