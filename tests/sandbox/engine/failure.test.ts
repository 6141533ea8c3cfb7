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

async function badRuns(stack: RecorderStack) {
    const failed = await stack.up(broken);
    const past = await stack.up({ ...broken, other: {} }, { continueOnError: true });
    return { failed, past };
}

async function initRuns(stack: RecorderStack) {
    const failed = await stack.up(unstarted);
    const again = await stack.up(unstarted);
    const refreshed = await stack.refresh();
    const quiet = await stack.up(unstarted);
    return { failed, again, refreshed, quiet };
}

async function movingRuns(stack: RecorderStack) {
    await stack.up(replacing(1, {}));
    const failed = await stack.up(replacing(2, { fails: { create: "no room" } }));
    const repaired = await stack.up(replacing(3, { first: true }));
    return { failed, repaired };
}

async function stuckRuns(stack: RecorderStack) {
    await stack.up({ kept: {} });
    return { ended: await stack.up({ kept: {}, stuck: { inputs: { value: "$never" } }, other: {} }) };
}

async function wrongRuns(stack: RecorderStack) {
    await stack.up({ kept: {} });
    const thrown = await stack.up({ wrong: { kind: "throw" } });
    const invalid = await stack.up({ kept: {}, refused: { inputs: { invalid: "yes" } } });
    return { thrown, invalid };
}

for (const engine of engines) {
    describe(`failures on the engine ${engine}`, function () {
        this.timeout(patience);
        const stacks: RecorderStack[] = [];
        const open = (warm = true): RecorderStack => stacks[stacks.push(new RecorderStack(engine, warm)) - 1];
        after(() => stacks.forEach((stack) => stack.dispose()));

        // On the Pulumi CLI five stacks at once: each takes seconds, most of them waiting for processes to start.
        let bad: Record<"failed" | "past", Observed>;
        let init: Record<"failed" | "again" | "refreshed" | "quiet", Observed>;
        let moving: Record<"failed" | "repaired", Observed>;
        let wrong: Record<"thrown" | "invalid", Observed>;
        let stuck: Record<"ended", Observed>;
        before(async () => {
            [bad, init, moving, wrong, stuck] = await Promise.all([
                badRuns(open()),
                initRuns(open()),
                movingRuns(open()),
                wrongRuns(open()),
                stuckRuns(open(false)),
            ]);
        });

        describe("a resource that cannot be created", () => {
            it("fails the run with the provider's own words, on that resource", () => {
                assert.deepEqual([bad.failed.result, bad.failed.error], ["failed", "no luck"]);
                const [error] = bad.failed.diagnostics.filter(({ severity }) => severity === "error");
                assert.match(error.urn ?? "", /::bad$/);
            });
            it("lets what is under way end, and keeps it", () => {
                assert.ok(bad.failed.asked.includes("created slow"));
                assert.ok(named(bad.failed.state, "slow").id);
            });
            it("starts nothing that depends on it, and keeps no record of it", () => {
                assert.ok(!bad.failed.asked.includes("create dependent"));
                assert.throws(() => named(bad.failed.state, "bad"));
            });
            it("does not stop the rest when errors are to be passed over", () => {
                assert.equal(bad.past.result, "failed");
                assert.deepEqual(calls(bad.past, "created"), ["created other"]);
                assert.ok(!bad.past.asked.includes("create dependent"));
            });
        });

        describe("a resource that is there but did not start", () => {
            it("is recorded with its reasons, and fails the run", () => {
                assert.equal(init.failed.result, "failed");
                assert.match(init.failed.error ?? "", /1 error occurred:\n\t\* still waiting/);
                assert.deepEqual(named(init.failed.state, "init").initErrors, ["still waiting"]);
                assert.equal(named(init.failed.state, "init").outputs?.started, false);
            });
            it("keeps its dependents waiting", () => {
                assert.ok(!init.failed.asked.includes("create dependent"));
            });
            it("is updated by the next run, although nothing has changed", () => {
                assert.ok(init.again.asked.includes("update init"));
                assert.ok(!init.again.asked.includes("create init"));
            });
            it("is taken for started after a refresh", () => {
                assert.equal(init.refreshed.result, "succeeded");
                assert.equal(named(init.refreshed.state, "init").initErrors, undefined);
                assert.ok(stepsOf(init.quiet).includes("same init") || stepsOf(init.quiet).includes("update init"));
            });
        });

        describe("a replacement that cannot be created", () => {
            it("leaves the original where it was", () => {
                assert.equal(moving.failed.error, "no room");
                assert.ok(!moving.failed.asked.includes("delete moving"));
                assert.equal(named(moving.failed.state, "moving").inputs?.place, 1);
            });
            it("can be tried again", () => {
                assert.deepEqual(moving.repaired.changes, { same: 1, replace: 1 });
                assert.equal(named(moving.repaired.state, "moving").inputs?.place, 3);
            });
        });

        describe("a program in which a value never comes", () => {
            it("fails, and says which resource waited for it", () => {
                assert.equal(stuck.ended.result, "failed");
                assert.match(stuck.ended.error ?? "", /Program exited with non-zero exit code: 1$/);
                const said = stuck.ended.diagnostics.map(({ message }) => message).join("\n");
                assert.match(said, /"stuck" .* was waiting for the value of its input property "value"/);
            });
            it("keeps what the others made", () => {
                assert.deepEqual(calls(stuck.ended, "created", "delete"), ["created other"]);
                assert.throws(() => named(stuck.ended.state, "stuck"));
            });
        });

        describe("a program that is wrong", () => {
            it("deletes nothing when it throws", () => {
                assert.equal(wrong.thrown.result, "failed");
                assert.match(wrong.thrown.error ?? "", /the program failed/);
                assert.deepEqual(calls(wrong.thrown, "delete"), []);
                assert.ok(named(wrong.thrown.state, "kept"));
            });
            it("is told which input was refused, and why", () => {
                assert.equal(
                    wrong.invalid.error,
                    "pulumi-nodejs:dynamic:Recorder resource 'refused': property invalid value {yes} " +
                        "has a problem: it must not be set",
                );
                assert.deepEqual(calls(wrong.invalid, "create"), []);
            });
        });
    });
}
