import * as assert from "node:assert/strict";
import { DAY, groupWithEvents, OCTOBER } from "../events";
import { assertSucceeded, type Stage } from "../stage";
import { assertTwoDays, GROUPS, stageOf } from "./twoGroups";

// What docs/scheduled-exports.md says of the table of checkpoints, and of a redrive.
describe("A state machine, after something was done by hand", () => {
    const failAll = (stage: Stage) =>
        stage.aws.faults.inject({
            operation: "CreateExportTask",
            times: 1_000,
            effect: { kind: "task", outcome: "FAILED" },
        });

    it("passes over a range that cannot be exported, if exportedTo and revision of its item are raised", async () => {
        const stage = stageOf({ groups: [groupWithEvents(GROUPS[0])] });
        const fault = failAll(stage);
        assert.equal((await stage.run()).error, "ExportsFailed");
        stage.aws.faults.clear(fault);
        const item = itemOf(stage, GROUPS[0]);
        const before = stage.tasks.length;
        Object.assign(item, {
            exportedTo: { N: String(OCTOBER + DAY) },
            revision: { N: String(Number(item.revision.N) + 1) },
        });
        assertSucceeded(await stage.run());
        assert.deepEqual(
            stage.tasks.slice(before).map(({ from, to }) => [from, to]),
            [[OCTOBER + DAY, OCTOBER + 2 * DAY]],
        );
    });

    it("exports a group again from the beginning, if its item is deleted", async () => {
        const stage = stageOf();
        assertSucceeded(await stage.run());
        assertTwoDays(stage);
        deleteItem(stage, GROUPS[0]);
        assertSucceeded(await stage.run());
        assert.deepEqual([stage.tasksOf(GROUPS[0]).length, stage.tasksOf(GROUPS[1]).length], [4, 2]);
        assert.equal(stage.exportedTo(GROUPS[0]), OCTOBER + 2 * DAY);
    });

    it("ends as FAILED again if a run is redriven that ended so, and starts nothing; a new run goes on", async () => {
        const stage = stageOf();
        const fault = failAll(stage);
        const run = await stage.run();
        assert.equal(run.error, "ExportsFailed");
        stage.aws.faults.clear(fault);
        const before = stage.tasks.length;
        stage.service.redriveExecution(run);
        await stage.finish();
        assert.deepEqual([run.error, stage.tasks.length], ["ExportsFailed", before]);
        assertSucceeded(await stage.run());
        assertTwoDays(stage);
    });
});

type Item = Record<string, Record<string, string>>;

function itemsOf(stage: Stage): Record<string, Item> {
    return Object.values(stage.aws.world.tables)[0].items as Record<string, Item>;
}

function itemOf(stage: Stage, name: string): Item {
    return Object.values(itemsOf(stage)).find(({ logGroupName }) => logGroupName.S === name)!;
}

function deleteItem(stage: Stage, name: string): void {
    const items = itemsOf(stage);
    for (const [key, { logGroupName }] of Object.entries(items)) if (logGroupName.S === name) delete items[key];
}
