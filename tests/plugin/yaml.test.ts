import * as assert from "node:assert/strict";
import { join } from "node:path";
import { exportSteps, isOnPath, messagesOf, openStage, type Stage, succeeded, taskIds } from "../engine/stage";
import { type EngineName, type OperationResult } from "../../sandbox/engine";

const PROGRAMS = join(__dirname, "programs");
const missing = ["pulumi", "pulumi-language-yaml"].filter((command) => !isOnPath(command));
const engines: EngineName[] = missing.length === 0 ? ["embedded", "pulumi"] : ["embedded"];
if (missing.length > 0)
    console.log(`YAML programs: not run on the Pulumi CLI, because there is no ${missing.join(", ")} on PATH`);

for (const engine of engines) {
    describe(`an ExportTask of a YAML program, on the ${engine} engine`, () => {
        let stage: Stage;
        beforeEach(async () => {
            stage = await openStage({ engine, program: join(PROGRAMS, "tasks"), warm: false });
        });
        afterEach(() => stage.close());

        it("is previewed, run, left alone, replaced when its range changes, refreshed and destroyed", async () => {
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

        it("is recorded when its task fails, and resumed by the next up, after a refresh too", async () => {
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
    });

    describe(`a LogExport of a YAML program, on the ${engine} engine`, () => {
        it("makes its bucket, exports each log group once and is destroyed", async () => {
            const groups = ["/aws/lambda/payments", "/aws/lambda/checkout"];
            const stage = await openStage({ engine, program: join(PROGRAMS, "audit"), warm: false, groups });
            try {
                const up = succeeded(await stage.up({}));
                assert.equal((up.outputs.uris as string[]).length, 2);
                assert.equal(exportSteps(up).length, 2);
                const again = succeeded(await stage.up({}));
                assert.deepEqual(exportSteps(again), []);
                assert.equal((await stage.aws.control.tasks()).length, 2);
                succeeded(await (await stage.open({})).destroy());
            } finally {
                await stage.close();
            }
        });
    });

    describe(`an ArchiveTable of a YAML program, on the ${engine} engine`, () => {
        it("is made of a LogExport's archive, left alone, follows its arguments, and goes", async () => {
            const stage = await openStage({ engine, program: join(PROGRAMS, "table"), warm: false });
            const changes = ({ steps }: OperationResult) =>
                steps.filter(({ op }) => op !== "same").map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);
            try {
                const { outputs } = succeeded(await stage.up({}));
                assert.equal(outputs.archive, "s3://audit-archive/audit/");
                assert.match(String(outputs.database), /^plugin_table_\w+_table$/);
                assert.deepEqual([outputs.lines, outputs.events], ["log_lines", "log_events"]);
                assert.deepEqual(changes(succeeded(await stage.up({}))), []);
                assert.deepEqual(changes(succeeded(await stage.up({ lastYear: 2040 }))), ["update table-lines"]);
                succeeded(await (await stage.open({ lastYear: 2040 })).destroy());
            } finally {
                await stage.close();
            }
        });
    });
}
