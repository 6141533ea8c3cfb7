import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStack, type OperationResult } from "../../../sandbox/engine";
import { startWarm } from "../../support/warm/startWarm";
import { engines, patience, program, stepsOf } from "./support";

const plan = {
    plain: { inputs: { value: "seen" } },
    hidden: { inputs: { value: "unseen" }, options: { additionalSecretOutputs: ["value"] } },
};

for (const engine of engines) {
    describe(`a stack reference on the engine ${engine}`, function () {
        this.timeout(patience);
        const state = mkdtempSync(join(tmpdir(), "references-"));
        const journal = join(state, "journal.txt");
        let up: OperationResult, wrong: OperationResult;
        const open = (name: string, stack: string, config: Readonly<Record<string, string>>) =>
            openStack({
                engine,
                program: program(name),
                state,
                stack,
                config,
                env: { RECORDER_JOURNAL: journal },
                startChild: startWarm,
            });
        before(async () => {
            const base = await (await open("recorder", "base", { plan: JSON.stringify(plan) })).up();
            assert.equal(base.result, "succeeded", base.error);
            up = await (await open("reader", "top", { stack: "organization/recorder/base" })).up();
            // A stack of that name is there, but it is one of another project.
            wrong = await (await open("reader", "lost", { stack: "base" })).preview();
        });
        after(() => rmSync(state, { recursive: true, force: true }));

        it("reads the outputs of another project's stack, and keeps its secrets", () => {
            assert.equal(up.result, "succeeded", up.error);
            assert.deepEqual(up.outputs, { plain: "seen", hidden: "[secret]", missing: "none" });
            assert.deepEqual(stepsOf(up), ["create reader-top", "read organization/recorder/base"]);
            assert.deepEqual(up.changes, { create: 1 });
        });
        it("is recorded as what was only read", () => {
            const reference = up.resources.find(({ type }) => type === "pulumi:pulumi:StackReference");
            assert.equal(reference?.id, "organization/recorder/base");
            assert.equal(reference?.external, true);
        });
        it("fails where there is no such stack", () => {
            assert.equal(wrong.result, "failed");
            assert.match(wrong.error ?? "", /unknown stack "base"/);
        });
    });
}
