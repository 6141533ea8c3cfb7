import * as assert from "node:assert/strict";
import { exportSteps, messagesOf, onEveryEngine, openStage, type Stage, succeeded, task } from "./stage";

onEveryEngine("exports that wait for others", (engine) => {
    let stage: Stage;
    const open = async (options: { warm?: boolean } = {}) => {
        stage = await openStage({ engine, program: "turns", ...options });
    };
    afterEach(() => stage.close());
    const run = async (story: string) => (await stage.open({ story, task: task() })).up({ parallel: 8 });

    it("all end where a LogExport waits for another one, whose Region comes later", async () => {
        await open();
        const { outputs } = succeeded(await run("chain"));
        assert.deepEqual(outputs.statuses, Array(10).fill("COMPLETED"));
        const completed = outputs.completed as number[];
        assert.ok(Math.max(...completed.slice(0, 5)) < Math.min(...completed.slice(5)), "one after the other");
    });

    it("do not hold up one that is ready", async () => {
        await open();
        const { outputs } = succeeded(await run("late"));
        assert.deepEqual(outputs.statuses, Array(4).fill("COMPLETED"));
        const completed = outputs.completed as number[];
        assert.equal(Math.min(...completed), completed[3]);
    });

    it("do not hold up the rest of the stack, declared one by one", async () => {
        await open();
        const { outputs } = succeeded(await run("many"));
        const before = (outputs.completed as number[]).filter((time) => time < (outputs.note as number)).length;
        assert.ok(before <= 4, `${before} of 12 exports had ended before what is declared after them was made`);
    });

    it("do not hold up what becomes ready later, after many that change nothing and let more in", async () => {
        await open({ warm: false }); // an inline program is not told how much Pulumi does at a time
        const many = { story: "many", task: task() };
        succeeded(await (await stage.open({ ...many, count: 24 })).up({ parallel: 8 }));
        stage.clock.goOnAt(2); // so slow that what changes nothing is answered within a second of it
        const runMilliseconds = 4_000; // two seconds here: time enough for all that does not wait for it
        stage.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "task", runMilliseconds } });
        const next = await stage.open({ ...many, count: 33, noteAfter: 23 });
        const { outputs, steps } = succeeded(await next.up({ parallel: 8 }));
        const begun = steps.slice(
            0,
            steps.findIndex(({ urn }) => urn.endsWith("::later")),
        );
        const exportsWith = (done: string) =>
            begun.filter(({ urn, op }) => urn.includes(":ExportTask::") && op === done);
        assert.equal(exportsWith("same").length, 24);
        const letIn = exportsWith("create").length;
        assert.ok(letIn > 2, `${letIn} of the new exports were let in by then, no more than where exports run`);
        const added = (outputs.completed as number[]).slice(24);
        assert.equal(added.length, 9);
        assert.ok((outputs.note as number) < Math.min(...added), "made while the first of nine exports runs");
    });

    it("fail the run where what they wait for never comes, after those that are ready", async () => {
        await open({ warm: false });
        const result = await run("never");
        assert.equal(result.result, "failed");
        assert.match(messagesOf(result), /"stuck" .* was waiting for the value of its input property "logGroupName"/);
        assert.match(messagesOf(result), /Program exited with non-zero exit code: 1/);
        assert.deepEqual(exportSteps(result), ["create ready"]);
        assert.equal((await stage.aws.control.tasks()).length, 1);
    });
});
