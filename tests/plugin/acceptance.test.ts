import * as assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type OperationResult } from "../../sandbox/engine";
import { exportSteps, messagesOf, openStage, type Stage, succeeded, taskIds } from "../engine/stage";
import { killAll, ownDescendants } from "../faults/processes/processes";
import { REGION } from "../support/account";
import { unlock } from "../support/unlock";
import { hosts } from "./hosts";

const PROGRAMS = join(__dirname, "programs");
const GROUPS = ["/aws/lambda/payments", "/aws/lambda/checkout"];
/** An SDK is generated, installed and compiled first; a first `go build` takes minutes. */
const PREPARING_MS = 600_000;

const { found, missing } = hosts();
missing.forEach((text) => console.log(text));
console.log("programs in yaml: the option import takes no config value there; moving.test.ts imports by the command");

for (const host of found) {
    const { language, engine, programs } = host;
    const open = (program: string, { warm = true, groups }: { warm?: boolean; groups?: readonly string[] } = {}) =>
        openStage({ engine, program: join(PROGRAMS, `${program}-${language}`), warm, groups });

    describe(`a program in ${language}, on the ${engine} engine`, function () {
        this.timeout(PREPARING_MS);
        let stage: Stage;
        before(() => host.prepare());
        afterEach(() => stage.close());

        if (programs.includes("tasks")) {
            it("has its ExportTask previewed, run, left alone, replaced when its range changes, refreshed and destroyed", async () => {
                stage = await open("tasks");
                assert.deepEqual(exportSteps(succeeded(await (await stage.open({})).preview())), ["create task"]);
                const up = succeeded(await stage.up({}));
                assert.match(String(up.outputs.uri), /^s3:\/\/audit-archive\/audit\/[0-9a-f-]+\/$/);
                assert.ok(
                    stage.said.some((message) => message.startsWith("verified: 1 object, ")),
                    "progress is shown",
                );
                assert.deepEqual(exportSteps(succeeded(await stage.up({}))), []);
                const changed = succeeded(await stage.up({ to: "2026-10-15T00:00:00Z" }));
                assert.ok(exportSteps(changed).includes("create-replacement task"), exportSteps(changed).join());
                const stack = await stage.open({ to: "2026-10-15T00:00:00Z" });
                succeeded(await stack.refresh());
                assert.deepEqual(exportSteps(succeeded(await stack.destroy())), ["delete task"]);
            });

            it("has a failed task recorded, and resumed by the next up, after a refresh too", async () => {
                stage = await open("tasks");
                stage.aws.faults.inject({
                    operation: "CreateExportTask",
                    effect: { kind: "task", outcome: "FAILED", message: "The bucket is on fire" },
                });
                const failed = await stage.up({});
                assert.equal(failed.result, "failed");
                assert.match(messagesOf(failed), /is FAILED: The bucket is on fire/);
                succeeded(await (await stage.open({})).refresh());
                const mended = succeeded(await stage.up({}));
                assert.deepEqual(exportSteps(mended), ["update task"]);
                assert.notEqual(taskIds(mended).task, "");
            });

            it("has its task adopted after a kill -9", async () => {
                stage = await open("tasks", { warm: false }); // its processes are killed
                stage.aws.faults.inject({
                    operation: "CreateExportTask",
                    effect: { kind: "task", runMilliseconds: 240_000 },
                });
                const killed = stage.up({});
                const started = await firstTask(stage);
                killAll(ownDescendants());
                assert.equal((await killed.catch(failure)).result, "failed");
                if (engine === "pulumi") await unlock(stage.state);
                const up = succeeded(await stage.up({}));
                assert.equal(taskIds(up).task, started);
                assert.equal((await stage.aws.control.tasks()).length, 1);
            });

            if (language !== "yaml") {
                it("imports a task that exists, which is left alone and kept from then on", async () => {
                    stage = await open("tasks");
                    const { task: id } = taskIds(succeeded(await stage.up({})));
                    succeeded(await (await stage.open({})).destroy());
                    // Of an import Pulumi tells a plugin the ID alone.
                    const imported = succeeded(await stage.up({ import: id, "cloudwatch-logs-export:region": REGION }));
                    assert.deepEqual(exportSteps(imported), ["import task", "update task"]); // what AWS does not know is recorded
                    assert.equal(taskIds(imported).task, id);
                    assert.deepEqual(exportSteps(succeeded(await stage.up({}))), []);
                    assert.equal((await stage.aws.control.tasks()).length, 1);
                });
            }
        }

        it("ends when an export of its LogExport fails, which the next up makes good", async () => {
            stage = await open("audit", { groups: GROUPS });
            stage.aws.faults.inject({
                operation: "CreateExportTask",
                effect: { kind: "error", code: "InvalidParameterException", message: "The bucket is on fire" },
            });
            const failed = await stage.up({});
            assert.equal(failed.result, "failed");
            assert.match(messagesOf(failed), /was refused: The bucket is on fire/);
            assert.equal((succeeded(await stage.up({})).outputs.uris as string[]).length, 2);
            assert.equal((await stage.aws.control.tasks()).length, 2);
        });

        it("has its LogExport make a bucket, export each log group once, and destroyed", async () => {
            stage = await open("audit", { groups: GROUPS });
            const up = succeeded(await stage.up({}));
            assert.equal((up.outputs.uris as string[]).length, 2);
            assert.equal(exportSteps(up).length, 2);
            assert.deepEqual(exportSteps(succeeded(await stage.up({}))), []);
            assert.equal((await stage.aws.control.tasks()).length, 2);
            succeeded(await (await stage.open({})).destroy());
        });
    });
}

const failure = (): Pick<OperationResult, "result"> => ({ result: "failed" });

/** The ID of the first task, as soon as there is one. */
async function firstTask(stage: Stage): Promise<string> {
    for (;;) {
        const [task] = await stage.aws.control.tasks();
        if (task) return task.taskId;
        await sleep(50);
    }
}
