import * as assert from "node:assert/strict";
import { DAY, groupWithEvents, HOUR, OCTOBER } from "../../events";
import { assertSucceeded } from "../../stage";
import { GROUPS, stageOf } from "../twoGroups";

describe("A visit that verifies a task", () => {
    it("does not accept COMPLETED if neither the objects nor the task's own marker are in the bucket", async () => {
        const stage = stageOf({ groups: [groupWithEvents(GROUPS[0])] });
        stage.aws.faults.inject({
            operation: "ListObjectsV2",
            times: 9, // the first finds earlier exports of the group
            effect: { kind: "stale", milliseconds: 600_000 },
        });
        const run = await stage.run();
        assert.ok(stage.tasks.length > 2, "it was exported again");
        assert.equal(run.status, "SUCCEEDED");
        assert.equal(stage.exportedTo(GROUPS[0]), OCTOBER + 2 * DAY);
    });

    it("accepts that a range was empty if the task's own marker is in the bucket", async () => {
        const gap = groupWithEvents("/shop/gap", 3 * DAY); // events on the 1st and the 4th
        const stage = stageOf({ groups: [gap], start: OCTOBER + 5 * DAY + 15 * HOUR });
        assertSucceeded(await stage.run());
        assert.equal(stage.tasks.length, 5);
        stage.assertExactlyOnce("/shop/gap");
    });
});
