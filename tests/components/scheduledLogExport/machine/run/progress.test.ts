import * as assert from "node:assert/strict";
import { type Execution } from "../../../../../sandbox/stepFunctions";
import { DAY, groupWithEvents, OCTOBER } from "../../events";
import { REGION } from "../../plan";
import { assertSucceeded, type Stage } from "../../stage";
import { NIGHT, stageOf } from "../twoGroups";

const MANY = Array.from({ length: 110 }, (_, index) =>
    groupWithEvents(`/many/${String(index).padStart(3, "0")}`, DAY, OCTOBER, OCTOBER + 2 * DAY),
);
/** Two manifests, of which an execution visits one. */
const GROUPS = MANY.slice(0, 55);
const FEW_EVENTS = {
    groups: GROUPS,
    start: NIGHT - DAY,
    limits: { runMilliseconds: () => 1_000 },
    plan: { maxEventsPerRun: 60 },
};
const BY_SELECTION = { ...FEW_EVENTS, plan: { maxEventsPerRun: 100, groups: { select: { namePrefix: "/many/" } } } };

const visitedBy = (runs: readonly Execution[]) =>
    runs.flatMap(({ children }) => children.map(({ input }) => (input as { group: string }).group));

function assertEachOnce(stage: Stage, visited = visitedBy(stage.service.executions)): void {
    assert.deepEqual(
        visited,
        MANY.map(({ name }) => name),
    );
    MANY.forEach(({ name }) => stage.assertExactlyOnce(name));
}

describe("A run whose history is full", () => {
    for (const [what, options] of Object.entries({ "given groups": FEW_EVENTS, "a selection": BY_SELECTION })) {
        it(`continues in other executions, which visit each group once (${what})`, async () => {
            const stage = stageOf({ ...options, groups: MANY }); // three manifests
            await stage.run();
            assert.ok(stage.service.executions.length >= 3, String(stage.service.executions.length));
            stage.service.executions.forEach(assertSucceeded);
            assertEachOnce(stage);
            const verified = stage.metric("VerifiedExports").reduce((sum, count) => sum + count, 0);
            assert.equal(verified, stage.tasks.length, "each export is in the metric of one of them");
            assert.deepEqual(Object.keys(stage.checkpoint(":progress")), ["logGroupName"], "the next run begins anew");
        });
    }

    it("hands its position on to a run that is started just then, which goes round again after that", async () => {
        const stage = stageOf(FEW_EVENTS);
        const first = stage.start();
        await stage.service.run([first]);
        const second = stage.start();
        await stage.finish();
        assertSucceeded(second);
        const visited = visitedBy(stage.service.executions);
        assert.deepEqual(
            visited.slice(0, GROUPS.length),
            GROUPS.map(({ name }) => name),
        );
        assert.ok(visited.length >= 2 * GROUPS.length, "and a whole round for the second");
        GROUPS.forEach(({ name }) => stage.assertExactlyOnce(name));
    });

    it("keeps the request for another round that came before", async () => {
        const stage = stageOf(FEW_EVENTS);
        stage.start();
        await stage.waitUntil(stage.clock.now() + 60_000);
        const second = stage.start();
        await stage.finish();
        assert.equal((second.output as { outcome: string }).outcome, "handed over");
        assert.equal(visitedBy(stage.service.executions).length, 2 * GROUPS.length);
    });

    it("loses no position if its successor is stopped", async () => {
        const stage = stageOf({ ...FEW_EVENTS, groups: MANY }); // so the successor is still at work
        await stage.service.run([stage.start()]);
        await stage.waitUntil(stage.clock.now() + 60_000);
        const [, successor] = stage.service.executions;
        stage.service.stopExecution(successor);
        const next = stage.start();
        await stage.finish();
        const [first] = visitedBy([next]);
        assert.equal(first, MANY[50].name, "where the successor began");
        MANY.forEach(({ name }) => stage.assertExactlyOnce(name));
    });

    it("begins anew if the log groups were changed in the meantime", async () => {
        const stage = stageOf(FEW_EVENTS);
        stage.start();
        await stage.waitUntil(stage.clock.now() + 60_000);
        const { groups } = stage.plan;
        stage.deploy({ groups: { ...groups, digest: "others" } as typeof groups });
        await stage.finish();
        const [, second] = stage.service.executions;
        assert.equal(visitedBy([second])[0], GROUPS[0].name);
        GROUPS.forEach(({ name }) => stage.assertExactlyOnce(name));
    });

    it("begins anew if the table was given to a state machine with other manifests", async () => {
        const stage = stageOf(BY_SELECTION);
        await stage.service.run([stage.start()]);
        const [, successor] = stage.service.executions;
        stage.service.stopExecution(successor);
        stage.aws.seed({ buckets: [{ name: "other-manifests", region: REGION }] });
        stage.up({ manifestBucketName: "other-manifests" });
        stage.start();
        await stage.finish();
        stage.service.executions.filter((run) => run !== successor).forEach(assertSucceeded);
        GROUPS.forEach(({ name }) => stage.assertExactlyOnce(name));
    });

    it("lists the log groups again if the service refuses the page token that it was handed", async () => {
        const stage = stageOf({ ...BY_SELECTION, plan: { ...BY_SELECTION.plan, maxEventsPerRun: 70 } });
        await stage.service.run([stage.start()]);
        assert.match(stage.checkpoint(":progress").position, /"groupPage":"[^"]/);
        const effect = { kind: "error", code: "InvalidParameterException" } as const;
        stage.aws.faults.inject({ operation: "DescribeLogGroups", match: { limit: 50 }, times: 1, effect });
        await stage.finish();
        GROUPS.forEach(({ name }) => stage.assertExactlyOnce(name));
    });
});

describe("A run that is behind", () => {
    it("says how far, though it waits for the slot and only other starts can tell", async () => {
        const stage = stageOf({ groups: GROUPS.slice(0, 2), limits: { taskTimeoutMilliseconds: 5 * DAY } });
        await stage.aws.control.startForeignTask({
            region: "eu-central-1",
            runMilliseconds: 2.5 * DAY,
            logGroupName: GROUPS[0].name,
            destination: stage.plan.bucketName,
        });
        stage.start();
        for (let day = 1; day <= 2; day++) {
            await stage.waitUntil(NIGHT + day * DAY);
            stage.start();
            await stage.waitUntil(NIGHT + day * DAY + 60_000);
        }
        const hours = stage.metric("HoursBehind").map(Math.round);
        assert.deepEqual(hours, [24, 48]);
        await stage.finish();
        assert.equal(stage.metric("HoursBehind").at(-1), 0);
        GROUPS.slice(0, 2).forEach(({ name }) => stage.assertExactlyOnce(name));
    });
});
