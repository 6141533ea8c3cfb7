import * as assert from "node:assert/strict";
import { DEFAULT_MAX_ATTEMPTS } from "../../../../providers/exportTask/inputs";
import { lifecycle } from "../../../../providers/exportTask/lifecycle";
import { type ExportTaskOutputs } from "../../../../providers/exportTask/outputs";
import { pauseBefore, withAttempts } from "../../../../providers/exportTask/run/attempts";
import { type ExportContext } from "../../../../providers/exportTask/run/context";
import { UnfinishedExport } from "../../../../providers/exportTask/run/unfinished";
import { Stage } from "./stage";

describe("an export whose task the service fails", () => {
    const stage = new Stage();
    beforeEach(() => stage.open());
    afterEach(() => stage.close());

    const fail = (times: number, outcome: "FAILED" | "CANCELLED" = "FAILED", message = "Internal error") =>
        stage.inject({ operation: "CreateExportTask", times, effect: { kind: "task", outcome, message } });
    const started = () => stage.requests("CreateExportTask").length;

    it("is tried again in the same up, after a pause, and each attempt is told", async () => {
        fail(2);
        const before = stage.account.clock.now();
        const { outs } = await stage.create();
        assert.deepEqual([outs.status, outs.verified, started()], ["COMPLETED", true, 3]);
        const failed = (await stage.tasks()).map(({ taskId }) => taskId).filter((taskId) => taskId !== outs.taskId);
        assert.equal(failed.length, 2);
        const told = [
            ...stage.said.matchAll(/task (\S+) failed in the service \(Internal error\): attempt (.*?) s\b/g),
        ];
        assert.deepEqual([...new Set(told.map(([, , attempt]) => attempt))], ["2 of 3 in 30", "3 of 3 in 120"]);
        assert.deepEqual([...new Set(told.map(([, taskId]) => taskId))].sort(), failed.sort());
        assert.ok(stage.account.clock.now() - before >= 150_000);
        assert.equal(outs.leftovers, undefined, "what the failed ones wrote is removed");
    });

    it("fails after the last attempt as after the only one, with the task on record", async () => {
        fail(10);
        const failed = await stage.failing();
        assert.equal(started(), DEFAULT_MAX_ATTEMPTS);
        assert.match(
            failed.message,
            /is FAILED: Internal error\. .* The next `pulumi up` starts it again\. 3 tasks failed \(maxAttempts\)\.$/,
        );
        assert.equal(failed.properties.status, "FAILED");
        const ids = (await stage.account.aws.control.tasks()).map(({ taskId }) => taskId);
        assert.deepEqual([failed.properties.taskId, ...(failed.properties.leftovers as string[])].sort(), ids.sort());
    });

    it("is tried as often as maxAttempts says", async () => {
        fail(10);
        assert.doesNotMatch((await stage.failing({ maxAttempts: 1 })).message, /maxAttempts/);
        assert.equal(started(), 1);
        await stage.failing({ maxAttempts: 5 });
        assert.equal(started(), 6);
    });

    it("is not tried again where somebody cancelled the task, or it ran out of the service's time", async () => {
        fail(1, "CANCELLED");
        assert.match((await stage.failing()).message, /Somebody cancelled it/);
        fail(1, "FAILED", "Task timed out");
        assert.match((await stage.failing()).message, /The service stops a task after 24 hours/);
        assert.equal(started(), 2);
    });

    it("leaves the slot to others while it pauses", async () => {
        fail(1);
        const order: string[] = [];
        const first = stage.create().then(() => order.push("failed once"));
        await stage.account.clock.sleep(1_000);
        const other = stage.account.provider().create(stage.inputs({ destinationPrefix: "other", maxAttempts: 1 }));
        await Promise.all([first, other.then(() => order.push("other"))]);
        assert.deepEqual(order, ["other", "failed once"]);
    });

    it("starts nothing more when the engine is gone", async () => {
        fail(10);
        const surroundings = {
            ...stage.account.surroundings,
            isEngineAlive: () => Promise.resolve(started() === 0 || !stage.said.includes("attempt 2")),
        };
        await assert.rejects(
            lifecycle({ get: () => undefined }, surroundings).create(stage.inputs()),
            /The Pulumi engine is gone/,
        );
        assert.equal(started(), 1);
    });

    // Listings may be stale: a process remembers each task that it saw end.
    it("runs each attempt with the record of the one before, not with that of the last up", async () => {
        const { clock } = stage.account;
        const progress = { report: () => undefined };
        const context = { inputs: stage.inputs(), clock, progress, isEngineAlive: () => Promise.resolve(true) };
        const outputs = (taskId: string) => ({ taskId, status: "FAILED" }) as ExportTaskOutputs;
        const seen: (string | undefined)[] = [];
        const run = (recorded?: ExportTaskOutputs): Promise<ExportTaskOutputs> => {
            seen.push(recorded?.taskId);
            const now = outputs(`attempt ${seen.length}`);
            if (seen.length === DEFAULT_MAX_ATTEMPTS) return Promise.resolve(now);
            return Promise.reject(new UnfinishedExport("failed", now, { isServiceFailure: true }));
        };
        await withAttempts(context as unknown as ExportContext, outputs("last up"), run);
        assert.deepEqual(seen, ["last up", "attempt 1", "attempt 2"]);
    });

    it("pauses longer from attempt to attempt, and never longer than ten minutes", () => {
        assert.deepEqual([2, 3, 4, 5, 10].map(pauseBefore), [30_000, 120_000, 480_000, 600_000, 600_000]);
    });
});
