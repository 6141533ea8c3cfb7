import * as assert from "node:assert/strict";
import { join } from "node:path";
import { isOnPath, openStage, succeeded } from "../engine/stage";
import { type EngineName, type OperationResult } from "../../sandbox/engine";

const PROGRAMS = join(__dirname, "programs");
const missing = ["pulumi", "pulumi-language-yaml"].filter((command) => !isOnPath(command));
const engines: EngineName[] = missing.length === 0 ? ["embedded", "pulumi"] : ["embedded"];
if (missing.length > 0)
    console.log(`YAML programs: not run on the Pulumi CLI, because there is no ${missing.join(", ")} on PATH`);

for (const engine of engines) {
    describe(`an ArchiveTable of a YAML program, on the ${engine} engine`, () => {
        it("is made of a LogExport's archive, left alone, follows its arguments, and goes", async () => {
            const stage = await openStage({ engine, program: join(PROGRAMS, "table-yaml") });
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
