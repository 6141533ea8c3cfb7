import assert from "node:assert/strict";
import { calls, engines, named, patience, RecorderStack, stepsOf, type Observed, type Plan } from "./support";

const broken: Plan = {
    slow: { inputs: { delay: 700 } },
    bad: { inputs: { fails: { create: "no luck" } } },
    dependent: { options: { dependsOn: ["$bad"] } },
};
const unstarted: Plan = {
    init: { inputs: { initFails: ["still waiting"] } },
    dependent: { options: { dependsOn: ["$init"] } },
};
const replacing = (place: number, more: Record<string, unknown>): Plan => ({ moving: { inputs: { place, ...more } } });

for (const engine of engines) {
    describe(`failures on the engine ${engine}`, function () {
        this.timeout(patience);
        const stacks: RecorderStack[] = [];
        const open = (): RecorderStack => stacks[stacks.push(new RecorderStack(engine)) - 1];
        after(() => stacks.forEach((stack) => stack.dispose()));

        describe("a resource that cannot be created", () => {
            let failed: Observed, past: Observed;
            before(async () => {
                const stack = open();
                failed = await stack.up(broken);
                past = await stack.up({ ...broken, other: {} }, { continueOnError: true });
            });

            it("fails the run with the provider's own words, on that resource", () => {
                assert.deepEqual([failed.result, failed.error], ["failed", "no luck"]);
                const [error] = failed.diagnostics.filter(({ severity }) => severity === "error");
                assert.match(error.urn ?? "", /::bad$/);
            });
            it("lets what is under way end, and keeps it", () => {
                assert.ok(failed.asked.includes("created slow"));
                assert.ok(named(failed.state, "slow").id);
            });
            it("starts nothing that depends on it, and keeps no record of it", () => {
                assert.ok(!failed.asked.includes("create dependent"));
                assert.throws(() => named(failed.state, "bad"));
            });
            it("does not stop the rest when errors are to be passed over", () => {
                assert.equal(past.result, "failed");
                assert.deepEqual(calls(past, "created"), ["created other"]);
                assert.ok(!past.asked.includes("create dependent"));
            });
        });

        describe("a resource that is there but did not start", () => {
            let failed: Observed, again: Observed, refreshed: Observed, quiet: Observed;
            before(async () => {
                const stack = open();
                failed = await stack.up(unstarted);
                again = await stack.up(unstarted);
                refreshed = await stack.refresh();
                quiet = await stack.up(unstarted);
            });

            it("is recorded with its reasons, and fails the run", () => {
                assert.equal(failed.result, "failed");
                assert.match(failed.error ?? "", /1 error occurred:\n\t\* still waiting/);
                assert.deepEqual(named(failed.state, "init").initErrors, ["still waiting"]);
                assert.equal(named(failed.state, "init").outputs?.started, false);
            });
            it("keeps its dependents waiting", () => {
                assert.ok(!failed.asked.includes("create dependent"));
            });
            it("is updated by the next run, although nothing has changed", () => {
                assert.ok(again.asked.includes("update init"));
                assert.ok(!again.asked.includes("create init"));
            });
            it("is taken for started after a refresh", () => {
                assert.equal(refreshed.result, "succeeded");
                assert.equal(named(refreshed.state, "init").initErrors, undefined);
                assert.ok(stepsOf(quiet).includes("same init") || stepsOf(quiet).includes("update init"));
            });
        });

        describe("a replacement that cannot be created", () => {
            let failed: Observed, repaired: Observed;
            before(async () => {
                const stack = open();
                await stack.up(replacing(1, {}));
                failed = await stack.up(replacing(2, { fails: { create: "no room" } }));
                repaired = await stack.up(replacing(3, { first: true }));
            });

            it("leaves the original where it was", () => {
                assert.equal(failed.error, "no room");
                assert.ok(!failed.asked.includes("delete moving"));
                assert.equal(named(failed.state, "moving").inputs?.place, 1);
            });
            it("can be tried again", () => {
                assert.deepEqual(repaired.changes, { same: 1, replace: 1 });
                assert.equal(named(repaired.state, "moving").inputs?.place, 3);
            });
        });

        describe("a program that is wrong", () => {
            let thrown: Observed, invalid: Observed;
            before(async () => {
                const stack = open();
                await stack.up({ kept: {} });
                thrown = await stack.up({ wrong: { kind: "throw" } });
                invalid = await stack.up({ kept: {}, refused: { inputs: { invalid: "yes" } } });
            });

            it("deletes nothing when it throws", () => {
                assert.equal(thrown.result, "failed");
                assert.match(thrown.error ?? "", /the program failed/);
                assert.deepEqual(calls(thrown, "delete"), []);
                assert.ok(named(thrown.state, "kept"));
            });
            it("is told which input was refused, and why", () => {
                assert.equal(
                    invalid.error,
                    "pulumi-nodejs:dynamic:Recorder resource 'refused': property invalid value {yes} " +
                        "has a problem: it must not be set",
                );
                assert.deepEqual(calls(invalid, "create"), []);
            });
        });
    });
}
