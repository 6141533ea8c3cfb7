import * as assert from "node:assert/strict";
import { type Account, exportInputs, openAccount, RANGE } from "../../../support/account";
import { initError } from "./initError";

describe("the lifecycle of an export", () => {
    let account: Account;
    beforeEach(async () => {
        account = await openAccount();
    });
    afterEach(() => account.close());

    const tasks = () => account.aws.control.tasks();

    describe("what an interrupted run left behind", () => {
        it("is adopted while the task runs", async () => {
            account.aws.faults.inject({
                operation: "CreateExportTask",
                effect: { kind: "task", runMilliseconds: 5_000 },
            });
            await account.provider().create(exportInputs({ waitForCompletion: false }));
            const { outs } = await account.provider().create(exportInputs());
            assert.equal(outs.status, "COMPLETED");
            assert.equal((await tasks()).length, 1);
        });

        it("is adopted when the task is completed and its objects are there", async () => {
            const first = await account.provider().create(exportInputs());
            const second = await account.provider().create(exportInputs());
            assert.equal(second.id, first.id);
            assert.equal(second.outs.objectCount, 1, "the manifests are not counted");
        });

        it("is not adopted when its objects are gone, though a marker still stands", async () => {
            const first = await account.provider().create(exportInputs({ removalPolicy: "delete" }));
            await account.provider().delete(first.id, first.outs);
            await account.clock.sleep(10_000);
            await account.provider().create(exportInputs({ shortUrn: "prod::shop::::other", from: 0, to: RANGE.from }));
            const again = await account.provider().create(exportInputs());
            assert.notEqual(again.id, first.id);
            assert.equal(again.outs.objectCount, 1);
        });

        it("is not adopted when the task failed, or when triggers ask for a fresh export", async () => {
            account.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "task", outcome: "FAILED" } });
            await initError(account.provider().create(exportInputs({ maxAttempts: 1 })));
            const second = await account.provider().create(exportInputs());
            const third = await account.provider().create(exportInputs({ triggers: "2" }));
            assert.equal(second.outs.status, "COMPLETED");
            assert.notEqual(third.id, second.id);
            assert.equal((await tasks()).length, 3);
        });

        it("is found again when the answer of the call was lost", async () => {
            account.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "drop", when: "after" } });
            const { outs } = await account.provider().create(exportInputs());
            assert.equal(outs.status, "COMPLETED");
            assert.equal((await tasks()).length, 1);
        });

        it("is started when the call never arrived", async () => {
            account.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "drop", when: "before" } });
            const { outs } = await account.provider().create(exportInputs());
            assert.equal(outs.status, "COMPLETED");
            assert.equal((await tasks()).length, 1);
        });
    });

    describe("update", () => {
        it("goes on with a task that was still running", async () => {
            account.aws.faults.inject({
                operation: "CreateExportTask",
                effect: { kind: "task", runMilliseconds: 120_000 },
            });
            const inputs = exportInputs({ timeoutSeconds: 30 });
            const error = await initError(account.provider().create(inputs));
            const { outs } = await account.provider().update(error.id, error.properties, exportInputs());
            assert.equal(outs.status, "COMPLETED");
            assert.equal(outs.taskId, error.id);
            assert.equal((await tasks()).length, 1);
        });

        it("starts anew after a task that failed", async () => {
            account.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "task", outcome: "FAILED" } });
            const error = await initError(account.provider().create(exportInputs({ maxAttempts: 1 })));
            const { outs } = await account.provider().update(error.id, error.properties, exportInputs());
            assert.equal(outs.status, "COMPLETED");
            assert.notEqual(outs.taskId, error.id);
        });

        it("keeps the id when it fails again", async () => {
            const failing = {
                operation: "CreateExportTask",
                times: 2,
                effect: { kind: "task", outcome: "FAILED" },
            } as const;
            account.aws.faults.inject(failing);
            const once = exportInputs({ maxAttempts: 1 });
            const first = await initError(account.provider().create(once));
            const second = await initError(account.provider().update(first.id, first.properties, once));
            assert.equal(second.id, first.id);
            assert.notEqual(second.properties.taskId, first.id);
        });

        it("asks AWS nothing when the export is done", async () => {
            const { id, outs } = await account.provider().create(exportInputs());
            const before = account.aws.requests.length;
            const updated = await account.provider().update(id, { ...outs }, exportInputs({ timeoutSeconds: 60 }));
            assert.equal(account.aws.requests.length, before);
            assert.equal(updated.outs.timeoutSeconds, 60);
            assert.equal(updated.outs.taskId, outs.taskId);
        });

        it("asks once whether it is marked when its objects are to be deleted from now on", async () => {
            const { id, outs } = await account.provider().create(exportInputs());
            const before = account.aws.requests.length;
            const updated = await account.provider().update(id, { ...outs }, exportInputs({ removalPolicy: "delete" }));
            const asked = account.aws.requests.slice(before).map(({ operation }) => operation);
            assert.deepEqual(asked, ["ListObjectsV2"]);
            assert.equal(updated.outs.removalPolicy, "delete");
            assert.equal(updated.outs.taskId, outs.taskId);
        });
    });
});
