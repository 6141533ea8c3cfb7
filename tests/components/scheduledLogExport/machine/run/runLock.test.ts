import * as assert from "node:assert/strict";
import { type Execution } from "../../../../../sandbox/stepFunctions";
import { DAY, groupWithEvents, HOUR, OCTOBER } from "../../events";
import { blocksOf } from "../../../../docs/markdown";
import { MACHINE_NAME } from "../../plan";
import { assertSucceeded, type Stage } from "../../stage";
import { assertTwoDays, GROUPS, NIGHT, stageOf } from "../twoGroups";

describe("A state machine whose runs are stopped, or started twice", () => {
    it("resumes the task of a stopped run, after whichever event it was stopped", async () => {
        const reference = stageOf({ groups: [groupWithEvents(GROUPS[0])] });
        const whole = await reference.run();
        const visit = whole.children[0];
        for (let event = 1; event < visit.history.length; event += 7) {
            const stage = stageOf({ groups: [groupWithEvents(GROUPS[0])], limits: { runMilliseconds: () => 40_000 } });
            const stopped = stage.start();
            await stopAfterEventOfVisit(stage, stopped, event);
            assert.equal(stopped.status, "ABORTED");
            assertSucceeded(await stage.run());
            assert.equal(stage.tasks.length, 2, `stopped after event ${event} of the visit`);
            assert.equal(stage.exportedTo(GROUPS[0]), OCTOBER + 2 * DAY);
            stage.assertExactlyOnce(GROUPS[0]);
        }
    });

    it("lets one run work if two are started, and adds a round for the second", async () => {
        const stage = stageOf({ limits: { runMilliseconds: () => 3 * HOUR } });
        const first = stage.start();
        await stage.waitUntil(NIGHT + HOUR);
        const second = stage.start();
        await stage.service.run();
        assertSucceeded(first);
        assertSucceeded(second);
        assert.deepEqual(second.output, { outcome: "handed over", to: first.arn });
        assert.equal(first.history.filter(({ type }) => type === "MapRunStarted").length, 2, "it went round again");
        assert.deepEqual(stage.metric("VerifiedExports"), [4, 0], "each export is counted once");
        assertTwoDays(stage);
    });

    it("loses and repeats nothing if many are started and stopped at random times", async () => {
        for (let seed = 1; seed <= 8; seed++) {
            const stage = stageOf({ seed, limits: { runMilliseconds: () => 45_000 } });
            const runs: Execution[] = [];
            for (let turn = 0; turn < 6; turn++) {
                runs.push(stage.start());
                await stage.waitUntil(stage.clock.now() + stage.service.random() * 120_000);
                if (stage.service.random() < 0.6)
                    stage.service.stopExecution(runs[Math.floor(stage.service.random() * runs.length)]);
            }
            await stage.service.run();
            assertSucceeded(await stage.run());
            assertTwoDays(stage);
        }
    });

    it("fails while the table is held by a run of another state machine, and resumes once it is released", async () => {
        const stage = stageOf();
        const run = stage.start();
        await stage.waitUntil(NIGHT + 20_000);
        stage.service.stopExecution(run);
        const [{ items }] = Object.values(stage.aws.world.tables);
        const [[key, lock]] = Object.entries(items).filter(([, { heldBy }]) => heldBy);
        const heldBy = run.arn.replace(MACHINE_NAME, `${MACHINE_NAME}-before`);
        lock.heldBy = { S: heldBy };
        const started = stage.tasks.length;
        const { error, cause } = await stage.run();
        assert.deepEqual([error, stage.tasks.length], ["TableInUse", started]);
        assert.match(
            String(cause),
            new RegExp(`held by a run of another state machine: ${heldBy}. .* delete-item .*":run"`),
        );
        const [, documented] = /--key '(.*)'/.exec(blocksOf("docs/troubleshooting.md")[0].text) ?? [];
        assert.ok(String(cause).includes(documented));
        assert.deepEqual(JSON.parse(documented), { logGroupName: lock.logGroupName });
        delete items[key];
        assertSucceeded(await stage.run());
        assertTwoDays(stage);
    });

    it("resumes if a run is redriven after it was stopped", async () => {
        const stage = stageOf();
        const run = stage.start();
        await stage.waitUntil(NIGHT + 20_000);
        stage.service.stopExecution(run);
        stage.service.redriveExecution(run);
        await stage.service.run();
        assertSucceeded(run);
        assertTwoDays(stage);
    });
});

/** Stops a run when its first visit has written this many events. */
async function stopAfterEventOfVisit(stage: Stage, run: Execution, event: number): Promise<void> {
    while (run.status === "RUNNING" && (run.children[0]?.history.length ?? 0) < event) {
        await stage.waitUntil(stage.clock.now() + 5);
    }
    stage.service.stopExecution(run);
    // Its outstanding calls are answered.
    await stage.waitUntil(stage.clock.now() + 200);
}
