import * as assert from "node:assert/strict";
import { CheckedUrns } from "../../providers/exportTask/checkedUrns";
import { EXPORT_TASK_TYPE, shortUrn } from "../../providers/exportTask/urn";
import { isEvidence } from "../faults/bucketContents";
import { BUCKET } from "../support/account";
import { exportSteps, messagesOf, onEveryEngine, openStage, type Stage, succeeded, task, taskIds } from "./stage";

onEveryEngine("an ExportTask", (engine) => {
    let stage: Stage;
    beforeEach(async () => {
        stage = await openStage({ engine, program: "tasks" });
    });
    afterEach(() => stage.close());

    const nextTask = (outcome: "FAILED" | "CANCELLED" | undefined, message?: string) =>
        stage.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "task", outcome, message } });
    const everything = (taskId: string) =>
        Object.keys(stage.aws.world.buckets[BUCKET].objects).filter((key) => key.startsWith(`audit/${taskId}/`));
    const objects = (taskId: string) => everything(taskId).filter((key) => !isEvidence(key));
    const serviceTasks = () => stage.aws.control.tasks();

    it("is previewed without a call to AWS, run by up, left alone by the next up, refreshed and destroyed", async () => {
        const config = { tasks: { october: task() } };
        const preview = await (await stage.open(config)).preview();
        succeeded(preview);
        assert.deepEqual(exportSteps(preview), ["create october"]);
        assert.deepEqual(stage.aws.requests, []);

        const first = await stage.up(config);
        succeeded(first);
        assert.deepEqual(exportSteps(first), ["create october"]);
        const { october } = taskIds(first);
        assert.equal(objects(october).length, 1);
        assert.ok(
            stage.said.some((message) => message.startsWith("verified: 1 object, ")),
            "progress reaches the engine",
        );

        const requests = stage.aws.requests.length;
        const second = await stage.up(config);
        succeeded(second);
        assert.deepEqual(exportSteps(second), []);
        assert.equal(taskIds(second).october, october);

        const refreshed = await (await stage.open(config)).refresh();
        succeeded(refreshed);
        assert.equal(stage.aws.requests.length, requests, "an export that is done costs no calls");

        const destroyed = await (await stage.open(config)).destroy();
        succeeded(destroyed);
        assert.deepEqual(exportSteps(destroyed), ["delete october"]);
        assert.equal(objects(october).length, 1, "the objects are kept");
    });

    for (const [prefix, under] of [
        ["audit", undefined],
        [undefined, undefined],
        ["audit", "moved"],
    ]) {
        const place = `${BUCKET}/${under ? `${under}/` : ""}${prefix ?? "exportedlogs"}`;
        it(`tells the program that it is at ${place}, in ups and in previews of what is there`, async () => {
            const config = {
                tasks: { october: task({ destinationPrefix: prefix }) },
                told: true,
                ...(under && { under }),
            };
            for (const run of ["up", "preview", "up"] as const) {
                stage.said.length = 0;
                succeeded(await (await stage.open(config))[run]());
                const told = stage.said.filter((line) => line.includes("october is at "));
                assert.deepEqual(told, [`october is at ${place}`], run);
            }
            const { resources = [] } = (await (await stage.open(config)).exportState()).deployment;
            const { outputs = {} } = resources.find(({ type }) => type === EXPORT_TASK_TYPE.dynamic) ?? {};
            assert.equal(outputs.uri, `s3://${place}/${String(outputs.taskId)}/`);
            assert.equal("destination" in outputs, false, "which the inputs and the uri say");
        });
    }

    it("knows its URN as the engine makes it, within components and with any name", async () => {
        for (const within of [[], ["outer"], ["outer::1", "inner::2"]]) {
            const config = { tasks: { "october::1": task() }, within };
            succeeded(await stage.up(config));
            const { resources = [] } = (await (await stage.open(config)).exportState()).deployment;
            const [{ urn, inputs = {} }] = resources.filter(({ type }) => type === EXPORT_TASK_TYPE.dynamic);
            assert.equal(inputs.__urn, new CheckedUrns().recorded({ shortUrn: shortUrn(urn) }).__urn);
            succeeded(await (await stage.open(config)).destroy());
        }
    });

    it("is replaced when its range changes, and the old objects are kept", async () => {
        const first = taskIds(await stage.up({ tasks: { october: task() } }));
        const changed = await stage.up({ tasks: { october: task({ to: "2026-10-15T00:00:00Z" }) } });
        succeeded(changed);
        assert.ok(exportSteps(changed).includes("create-replacement october"), exportSteps(changed).join());
        const second = taskIds(changed);
        assert.notEqual(second.october, first.october);
        assert.equal(objects(first.october).length, 1);
        assert.equal(objects(second.october).length, 1);
    });

    it("is updated without an export when only an option changes", async () => {
        const first = taskIds(await stage.up({ tasks: { october: task() } }));
        const changed = await stage.up({
            tasks: { october: task({ timeoutSeconds: 600, removalPolicy: "delete" }) },
        });
        assert.deepEqual(exportSteps(changed), ["update october"]);
        assert.deepEqual(taskIds(changed), first);
        assert.equal((await serviceTasks()).length, 1);
    });

    it("is deleted when it is removed from the program, and its objects stay", async () => {
        const { october } = taskIds(
            await stage.up({ tasks: { october: task(), other: task({ logStreamNamePrefix: "s" }) } }),
        );
        const removed = await stage.up({ tasks: { other: task({ logStreamNamePrefix: "s" }) } });
        succeeded(removed);
        assert.deepEqual(exportSteps(removed), ["delete october"]);
        assert.equal(objects(october).length, 1);
    });

    it("takes its objects with it when it was told to", async () => {
        const config = { tasks: { october: task({ removalPolicy: "delete" }) } };
        const { october } = taskIds(await stage.up(config));
        assert.equal(objects(october).length, 1);
        const destroyed = await (await stage.open(config)).destroy();
        succeeded(destroyed);
        assert.deepEqual(objects(october), []);
    });

    it("fails with the service's message when the task fails, and the next up exports anew", async () => {
        nextTask("FAILED", "The bucket is on fire");
        const failed = await stage.up({ tasks: { october: task({ maxAttempts: 1 }) } });
        assert.equal(failed.result, "failed");
        assert.match(messagesOf(failed), /is FAILED: The bucket is on fire/);

        const mended = await stage.up({ tasks: { october: task({ maxAttempts: 1 }) } });
        succeeded(mended);
        assert.equal((await serviceTasks()).length, 2);
        assert.equal(objects(taskIds(mended).october).length, 1);
        assert.deepEqual(exportSteps(await stage.up({ tasks: { october: task({ maxAttempts: 1 }) } })), []);
    });

    it("is not forgotten by a refresh between the failure and the next up", async () => {
        nextTask("FAILED", "The bucket is on fire");
        const config = { tasks: { october: task({ maxAttempts: 1 }) } };
        assert.equal((await stage.up(config)).result, "failed");
        const refreshed = await (await stage.open(config)).refresh();
        succeeded(refreshed);
        const mended = await stage.up(config);
        succeeded(mended);
        assert.deepEqual(exportSteps(mended), ["update october"]);
        assert.equal(objects(taskIds(mended).october).length, 1);
    });

    it("goes on with a task that outlasted the last up, and starts no second one", async () => {
        stage.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "task", runMilliseconds: 60_000 } });
        const late = await stage.up({ tasks: { october: task({ timeoutSeconds: 2 }) } });
        assert.equal(late.result, "failed");
        const mended = await stage.up({ tasks: { october: task({ timeoutSeconds: 600 }) } });
        succeeded(mended);
        assert.equal((await serviceTasks()).length, 1);
    });

    it("keeps the old export when its replacement fails", async () => {
        const before = taskIds(await stage.up({ tasks: { october: task({ removalPolicy: "delete" }) } }));
        nextTask("FAILED");
        const changed = {
            tasks: { october: task({ removalPolicy: "delete", to: "2026-10-15T00:00:00Z", maxAttempts: 1 }) },
        };
        assert.equal((await stage.up(changed)).result, "failed");
        assert.equal(objects(before.october).length, 1, "nothing of the old export is gone");
        const refreshed = await (await stage.open(changed)).refresh();
        succeeded(refreshed);
        assert.equal(objects(before.october).length, 1, "nor after a refresh");
        const mended = await stage.up(changed);
        succeeded(mended);
        assert.equal(objects(taskIds(mended).october).length, 1);
    });

    it("keeps its objects when it is replaced by force, by adopting its own task", async () => {
        const config = { tasks: { october: task({ removalPolicy: "delete" }) } };
        const first = await stage.up(config);
        const { october } = taskIds(succeeded(first));
        const urn = first.resources.find(({ type }) => type.endsWith(":ExportTask"))?.urn ?? "";
        const replaced = succeeded(await (await stage.open(config)).up({ replace: [urn] }));
        assert.ok(exportSteps(replaced).includes("create-replacement october"), exportSteps(replaced).join());
        assert.equal(taskIds(replaced).october, october, "the task that is there serves again");
        assert.equal((await serviceTasks()).length, 1);
        assert.equal(objects(october).length, 1);
        assert.equal(everything(october).length, 2, "the object and one owner's manifest");
        succeeded(await (await stage.open(config)).destroy());
        assert.deepEqual(everything(october), []);
    });

    it("refuses bad input in preview, before anything is created", async () => {
        const preview = await (
            await stage.open({ tasks: { october: task({ to: "2026-11-19T23:00:00Z" }) } })
        ).preview();
        assert.equal(preview.result, "failed");
        assert.match(messagesOf(preview), /to is .* at least 12 hours ago/);
        const up = await stage.up({ tasks: { october: task({ from: 1790812800 }) } });
        assert.equal(up.result, "failed");
        assert.match(messagesOf(up), /looks like seconds/);
        assert.deepEqual(await serviceTasks(), []);
    });
});
