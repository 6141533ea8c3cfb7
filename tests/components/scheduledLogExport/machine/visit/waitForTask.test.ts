import * as assert from "node:assert/strict";
import { statusOf } from "../../../../../sandbox/aws/logs/exportTask";
import { DAY, groupWithEvents, HOUR, OCTOBER } from "../../events";
import { assertSucceeded, historiesOf } from "../../stage";
import { GROUPS, NIGHT, stageOf } from "../twoGroups";

describe("A visit that waits for a task", () => {
    it("watches a task of 23 hours to its end", async () => {
        const stage = stageOf({ groups: [groupWithEvents(GROUPS[0])] });
        const effect = { kind: "task", runMilliseconds: 23 * HOUR } as const;
        stage.aws.faults.inject({ operation: "CreateExportTask", effect });
        const run = await stage.run();
        assertSucceeded(run);
        assert.ok(stage.clock.now() - NIGHT < 23.2 * HOUR);
        assert.ok(Math.max(...historiesOf(run)) < 25_000, String(historiesOf(run)));
        stage.assertExactlyOnce(GROUPS[0]);
    });

    it("halves a range that failed until it passes, and puts the halves together without a gap", async () => {
        const stage = stageOf({ groups: [groupWithEvents(GROUPS[0])] });
        stage.aws.faults.inject({
            operation: "CreateExportTask",
            times: 2,
            effect: { kind: "task", outcome: "FAILED" },
        });
        assertSucceeded(await stage.run());
        const lengths = stage.tasks.map(({ from, to }) => (to - from) / HOUR);
        assert.deepEqual(lengths, [24, 12, 6, 18, 24]);
        assert.equal(stage.exportedTo(GROUPS[0]), OCTOBER + 2 * DAY);
        stage.assertExactlyOnce(GROUPS[0]);
    });

    it("does not treat FAILED, CANCELLED or the service's 24-hour limit as success", async () => {
        for (const outcome of ["FAILED", "CANCELLED", "HANG"] as const) {
            const stage = stageOf({ groups: [groupWithEvents(GROUPS[0])] });
            stage.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "task", outcome } });
            const run = await stage.run();
            assertSucceeded(run);
            assert.ok(Math.max(...historiesOf(run)) < 25_000);
            assert.notEqual(statusOf(stage.tasks[0]).code, "COMPLETED");
            stage.assertExactlyOnce(GROUPS[0]);
        }
    });
});
