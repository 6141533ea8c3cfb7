import * as assert from "node:assert/strict";
import { DAY } from "../events";
import { assertSucceeded } from "../stage";
import { assertTwoDays, GROUPS, NIGHT, prefixesOf, stageOf } from "./twoGroups";

describe("A run of the state machine", () => {
    it("exports every closed day of every log group, verified, once", async () => {
        const stage = stageOf();
        assertSucceeded(await stage.run());
        assertTwoDays(stage);
        assert.deepEqual(prefixesOf(stage, GROUPS[0]), [
            "audit/log_group=%2Fshop%2Fpayments/year=2026/month=10/day=01",
            "audit/log_group=%2Fshop%2Fpayments/year=2026/month=10/day=02",
        ]);
        assert.deepEqual([stage.reported, stage.eventsOf("failed"), stage.eventsOf("expired")], [[], [], []]);
        assert.deepEqual([stage.metric("HoursBehind"), stage.metric("VerifiedExports")], [[0], [4]]);
    });

    it("resumes from there the next night, and does nothing in between", async () => {
        const stage = stageOf();
        await stage.run();
        assertSucceeded(await stage.run());
        assert.equal(stage.tasks.length, 4);
        await stage.waitUntil(NIGHT + DAY);
        assertSucceeded(await stage.run());
        assert.equal(stage.tasks.length, 6);
        GROUPS.forEach((name) => stage.assertExactlyOnce(name));
    });
});
