import assert from "node:assert/strict";
import { calls, engines, named, patience, RecorderStack, stepsOf, type Observed, type Plan } from "./support";

const first: Plan = {
    kept: { inputs: { value: 1 } },
    reader: { inputs: { value: "$kept.value" } },
    moving: { inputs: { place: 1 } },
    follower: { inputs: { place: 1, first: true, value: "$moving.id" } },
    group: { kind: "group" },
    member: { inputs: { value: 1 }, options: { parent: "$group" } },
    stubborn: { inputs: { value: 1 }, options: { ignoreChanges: ["value"] } },
    oldName: { inputs: { value: 1 } },
    dropped: { options: { dependsOn: ["$oldName"] } },
    retained: { options: { retainOnDelete: true } },
    quiet: { inputs: { value: 1, silent: true } },
    key: { inputs: { value: "$secret.2retnuh" } },
};
const still = Object.fromEntries(
    Object.entries(first).filter(([name]) => !["dropped", "oldName", "retained"].includes(name)),
);
const second: Plan = {
    ...still,
    kept: { inputs: { value: 2 } },
    moving: { inputs: { place: 2 } },
    follower: { inputs: { place: 2, first: true, value: "$moving.id" } },
    stubborn: { inputs: { value: 2 }, options: { ignoreChanges: ["value"] } },
    newName: { inputs: { value: 1 }, options: { aliases: [{ name: "oldName" }] } },
    quiet: { inputs: { value: 2, silent: true } },
};

for (const engine of engines) {
    describe(`a stack's life on the engine ${engine}`, function () {
        this.timeout(patience);
        let stack: RecorderStack;
        let preview: Observed, up: Observed, again: Observed, planned: Observed, changed: Observed;
        let forced: Observed, refreshed: Observed, destroyed: Observed;
        before(async () => {
            stack = new RecorderStack(engine);
            preview = await stack.preview(first);
            up = await stack.up(first);
            again = await stack.up(first);
            planned = await stack.preview(second);
            changed = await stack.up(second);
            refreshed = await stack.refresh();
            const kept = named(changed.state, "kept").urn;
            forced = await stack.up(second, { replace: [kept] });
            destroyed = await stack.destroy();
        });
        after(() => stack.dispose());

        it("previews without creating anything", () => {
            assert.deepEqual(preview.changes, { create: 13 });
            assert.deepEqual(calls(preview, "create", "update", "delete"), []);
            assert.deepEqual(preview.state, []);
        });
        it("shows in the preview what is known, and that the rest is not", () => {
            assert.equal(preview.outputs.kept, 1);
            assert.equal(preview.outputs.follower, "04da6b54-80e4-46f7-96ec-b56ff0331ba9");
        });
        it("creates everything, each after what it depends on", () => {
            assert.deepEqual([up.result, up.changes], ["succeeded", { create: 13 }]);
            const at = (line: string): number => up.asked.indexOf(line);
            assert.ok(at("created moving") < at("create follower"));
            assert.ok(at("created oldName") < at("create dropped"));
        });
        it("records what check made of the inputs, and the outputs", () => {
            const { inputs, outputs } = named(up.state, "kept");
            assert.deepEqual([inputs?.defaulted, outputs?.started], ["by check", true]);
        });
        it("records a component with the outputs that it registered, and the component as its children's parent", () => {
            const group = named(up.state, "group");
            assert.deepEqual(group.outputs, { registered: true });
            assert.equal(named(up.state, "member").parent, group.urn);
            assert.ok(
                named(up.state, "member").urn.includes("::recorder:index:Group$pulumi-nodejs:dynamic:Recorder::"),
            );
        });
        it("keeps secrets in the state and prints none", () => {
            assert.match(JSON.stringify(named(up.state, "key").inputs), /hunter2/);
            const printed = [up.outputs, up.resources, up.diagnostics, stack.events];
            assert.doesNotMatch(JSON.stringify(printed), /hunter2/);
            assert.equal(up.outputs.key, "[secret]");
        });
        it("changes nothing when nothing has changed", () => {
            assert.deepEqual([again.result, again.changes], ["succeeded", { same: 13 }]);
            assert.deepEqual(calls(again, "create", "update", "delete"), []);
            assert.deepEqual(again.outputs, up.outputs);
        });
        it("plans in the preview what the update then does", () => {
            assert.deepEqual(planned.changes, changed.changes);
            assert.deepEqual(stepsOf(planned), stepsOf(changed));
            assert.deepEqual(calls(planned, "create", "update", "delete"), []);
        });
        it("updates what changed, and what takes its value from there", () => {
            assert.deepEqual(calls(changed, "update"), ["update kept", "update quiet", "update reader"]);
            assert.equal(changed.outputs.reader, 2);
        });
        it("compares the inputs itself where the provider says nothing about differences", () => {
            assert.ok(stepsOf(changed).includes("update quiet"));
        });
        it("creates a replacement before it deletes the original, at the end", () => {
            const at = (line: string): number => changed.asked.indexOf(line);
            assert.ok(at("created moving") < at("delete moving"));
            assert.ok(at("created follower") < at("delete moving"));
        });
        it("deletes first where the provider wants it so", () => {
            const at = (line: string): number => changed.asked.indexOf(line);
            assert.ok(at("delete follower") < at("create follower"));
        });
        it("leaves alone what ignoreChanges names", () => {
            assert.ok(stepsOf(changed).includes("same stubborn"));
            assert.equal(named(changed.state, "stubborn").inputs?.value, 1);
        });
        it("finds a renamed resource by its alias", () => {
            assert.ok(stepsOf(changed).includes("same newName"));
            assert.equal(named(changed.state, "newName").id, named(up.state, "oldName").id);
        });
        it("deletes what the program no longer has, but asks no provider to where it is retained", () => {
            assert.deepEqual(
                stepsOf(changed).filter((step) => step.startsWith("delete ")),
                ["delete dropped", "delete retained"],
            );
            assert.ok(!changed.asked.includes("delete retained"));
        });
        it("reads everything on refresh, runs no program, and keeps ids and inputs", () => {
            assert.equal(refreshed.result, "succeeded");
            assert.equal(calls(refreshed, "read").length, 9);
            assert.equal(named(refreshed.state, "kept").id, named(changed.state, "kept").id);
        });
        it("replaces what it is told to, without asking for a diff", () => {
            assert.ok(stepsOf(forced).includes("replace kept"));
            assert.ok(!forced.asked.includes("diff kept"));
            assert.deepEqual(
                forced.asked.filter((line) => line.endsWith("ed kept") || line === "delete kept"),
                ["created kept", "delete kept"],
            );
        });
        it("destroys dependents first and leaves nothing in the state", () => {
            const at = (line: string): number => destroyed.asked.indexOf(line);
            assert.deepEqual([destroyed.result, destroyed.state], ["succeeded", []]);
            assert.ok(at("delete reader") < at("delete kept"));
            assert.ok(at("delete follower") < at("delete moving"));
        });
    });
}
