import assert from "node:assert/strict";
import { calls, engines, named, patience, RecorderStack, stepsOf, type Observed, type Plan } from "./support";

const first: Plan = {
    guarded: { options: { protect: true } },
    base: { inputs: { place: 1 } },
    attached: { options: { deletedWith: "$base" } },
    found: { id: "given" },
    hidden: { inputs: { value: 1 }, options: { additionalSecretOutputs: ["value"] } },
    strict: { inputs: { value: 1 }, options: { replaceOnChanges: ["value"] } },
    message: { kind: "log", inputs: { severity: "warn", message: "careful", resource: "base" } },
};
const second: Plan = {
    transformed: { kind: "transform" },
    guarded: first.guarded,
    base: { inputs: { place: 2 } },
    attached: first.attached,
};

for (const engine of engines) {
    describe(`resource options on the engine ${engine}`, function () {
        this.timeout(patience);
        let stack: RecorderStack;
        let up: Observed, changed: Observed, destroyed: Observed;
        before(async () => {
            stack = new RecorderStack(engine);
            up = await stack.up(first);
            changed = await stack.up(second);
            destroyed = await stack.destroy();
        });
        after(() => stack.dispose());

        it("reads a resource that the program only looks up", () => {
            assert.equal(up.outputs.found, "read");
            assert.equal(named(up.state, "found").external, true);
            assert.ok(stepsOf(up).includes("read found"));
        });
        it("makes outputs secret where the program says so", () => {
            assert.equal(up.outputs.hidden, "[secret]");
        });
        it("passes log messages on with their resource", () => {
            const [warning] = up.diagnostics.filter(({ message }) => message === "careful");
            assert.equal(warning.severity, "warning");
            assert.match(warning.urn ?? "", /::base$/);
        });
        it("lets go of what was only looked up, without asking anybody to delete it", () => {
            assert.ok(stepsOf(changed).includes("discard found"));
            assert.ok(!changed.asked.includes("delete found"));
        });
        it("runs transforms", () => {
            assert.equal(named(changed.state, "base").inputs?.transformed, "transformed");
        });
        it("replaces what is deleted with something that is replaced, and asks nobody to delete it", () => {
            assert.deepEqual(
                stepsOf(changed).filter((step) => step.startsWith("replace ")),
                ["replace attached", "replace base"],
            );
        });
        it("does not delete what is protected, and says how to allow it", () => {
            assert.equal(destroyed.result, "failed");
            assert.match(destroyed.error ?? "", /cannot be deleted\nbecause it is protected/);
            assert.deepEqual(
                destroyed.state.map(({ urn }) => urn.split("::").at(-1)),
                ["recorder-sandbox", "default", "guarded"],
            );
            assert.deepEqual(calls(destroyed, "delete").includes("delete guarded"), false);
        });
    });
}
