import * as assert from "node:assert/strict";
import { formatSeries } from "../../../../providers/exportTask/series";
import { eventsIn, NOW, RANGE, REGION } from "../../../support/account";
import { Stage } from "./stage";
import { DAY, HOUR } from "../../../support/durations";

describe("an export is started", () => {
    const stage = new Stage();
    beforeEach(() => stage.open());
    afterEach(() => stage.close());

    it("again, if its task began before the range was settled (number 3)", async () => {
        const to = NOW - 30_000;
        const settleHours = 0.05; // three minutes
        const early = await stage.create({ to, settleHours: 0 });
        await stage.account.clock.sleep(180_000);
        const late = await stage.create({ to, settleHours });
        assert.notEqual(late.id, early.id);
        assert.equal((await stage.create({ to, settleHours })).id, late.id, "and that one is found");
        assert.equal((await stage.create({ to, settleHours: 0 })).id, late.id);
    });

    it("not before its range is settled by the time of AWS, whatever the machine's clock says (number 11)", async () => {
        Object.assign(stage.account.surroundings, { wallTime: () => stage.account.clock.now() + 13 * HOUR });
        const inputs = stage.inputs({ to: NOW });
        const { failures } = await stage.account.provider().check(undefined, { ...inputs });
        assert.deepEqual(failures, [], "the check goes by the machine's clock");
        await assert.rejects(
            stage.account.provider().create(inputs),
            /to is "2026-11-20T00:00:00Z", but must be at least 12 hours ago .* that clock is ahead/,
        );
        assert.deepEqual(await stage.tasks(), []);
    });

    it("once, whatever a throttled DescribeLogGroups makes of its range (number 5)", async () => {
        const created = RANGE.from + 2 * DAY;
        const events = eventsIn(RANGE.from, created + DAY, 12);
        stage.account.aws.seed({
            logGroups: [{ name: "/new", region: REGION, creationTime: created, streams: [{ name: "s", events }] }],
        });
        stage.inject({
            operation: "DescribeLogGroups",
            times: 3,
            effect: { kind: "error", code: "ThrottlingException", message: "Rate exceeded" },
        });
        const part = { logGroupName: "/new", from: created - DAY / 2, to: created + DAY };
        const series = formatSeries({ from: RANGE.from, to: Infinity });
        // The SDK's back-off is in real time, which is two hundred times as long on this clock.
        const { outs } = await stage.create({ ...part, series, retryTimeoutSeconds: 86_400 });
        assert.equal(stage.messages(outs.uri).length, 12, "the early events are there");
        assert.equal((await stage.create({ ...part, series })).id, outs.taskId);
        assert.equal(stage.requests("CreateExportTask").length, 1);
    });

    it("with a warning, if it may not be known whether earlier events belong to it", async () => {
        stage.refuse("DescribeLogGroups", "AccessDeniedException");
        await stage.create({ series: formatSeries({ from: 0, to: Infinity }) });
        assert.match(stage.said, /warning: Whether log group .* Grant the caller logs:DescribeLogGroups/);
    });

    it("not if the credentials expire as it looks for its marker, which says nothing of other stacks", async () => {
        stage.inject({ operation: "ListObjectsV2", effect: { kind: "expiredCredentials" } });
        await assert.rejects(stage.create(), /expired/);
        assert.deepEqual(await stage.tasks(), []);
    });

    for (const milliseconds of [30_000, 115_000]) {
        it(`once, though the listing of tasks is ${milliseconds / 1000} s old (number 8)`, async () => {
            const first = await stage.create();
            stage.inject({
                operation: "DescribeExportTasks",
                times: 3,
                effect: { kind: "stale", milliseconds },
            });
            const again = await stage.create();
            assert.equal(again.id, first.id);
            assert.equal(stage.requests("CreateExportTask").length, 1);
        });
    }

    it("once, though its recorded task is not listed yet (number 8, 30)", async () => {
        stage.inject({ operation: "CreateExportTask", effect: { kind: "task", runMilliseconds: 30_000 } });
        const { id, outs } = await stage.create({ waitForCompletion: false });
        stage.inject({ operation: "DescribeExportTasks", times: 6, effect: { kind: "stale", milliseconds: 100_000 } });
        const resumed = await stage.account.provider().update(id, { ...outs }, stage.inputs());
        assert.equal(resumed.outs.taskId, id);
        assert.equal(stage.requests("CreateExportTask").length, 1);
    });

    it("again, if its recorded task ran and is not listed any more (number 30)", async () => {
        stage.inject({ operation: "CreateExportTask", effect: { kind: "task", runMilliseconds: 30_000 } });
        const { id, outs } = await stage.create({ waitForCompletion: false });
        const recorded = { ...outs, taskId: "00000000-0000-4000-8000-000000000000", creationTime: NOW - DAY };
        const again = await stage.account.provider().update(id, recorded, stage.inputs({ triggers: "other" }));
        assert.equal(again.outs.verified, true);
        assert.deepEqual(again.outs.leftovers, undefined, "of the other nothing is there");
    });

    it("not while an earlier task of it is active, even if an older one is whole (number 30)", async () => {
        const whole = await stage.create();
        stage.removeByHand((key) => key.includes("/b/"));
        stage.inject({ operation: "CreateExportTask", effect: { kind: "task", runMilliseconds: 60_000 } });
        const running = await stage.create({ waitForCompletion: false });
        assert.notEqual(running.id, whole.id);
        const resumed = await stage.create();
        assert.equal(resumed.id, running.id);
        assert.equal(stage.requests("CreateExportTask").length, 2);
    });

    it("again after it failed, and what the failed task wrote is removed once it is whole (number 9)", async () => {
        stage.inject({ operation: "CreateExportTask", effect: { kind: "task", outcome: "FAILED" } });
        const failed = await stage.failing({ maxAttempts: 1 });
        await stage.put(`a/${failed.id}/a/000000.gz`);
        const { outs } = await stage.account.provider().update(failed.id, failed.properties, stage.inputs());
        assert.equal(outs.verified, true);
        assert.deepEqual(stage.names(`a/${failed.id}/`), []);
        assert.equal(stage.data(`a/${outs.taskId}/`).length, 3);
        assert.equal(outs.leftovers, undefined);
    });

    it("again after it failed, and remembers what it may not remove, to remove it with the export (number 9)", async () => {
        stage.inject({ operation: "CreateExportTask", effect: { kind: "task", outcome: "FAILED" } });
        const inputs = stage.inputs({ removalPolicy: "delete" });
        const failed = await stage.failing({ removalPolicy: "delete", maxAttempts: 1 });
        await stage.put(`a/${failed.id}/a/000000.gz`);
        const fault = stage.refuse("ListObjectVersions");
        const { outs } = await stage.account.provider().update(failed.id, failed.properties, inputs);
        assert.deepEqual([outs.verified, outs.leftovers], [true, [failed.id]]);
        assert.match(stage.said, /of an earlier attempt, could not be removed/);
        stage.account.aws.faults.clear(fault);
        await stage.account.provider().delete(failed.id, outs);
        assert.deepEqual(stage.names("a/"), ["aws-logs-write-test"]);
    });

    it("to be watched, if the last one ended without an object and nobody saw it end (number 2, 28)", async () => {
        const empty = { from: 0, to: RANGE.from, waitForCompletion: false };
        const { id, outs: first } = await stage.create(empty);
        let outs = first;
        let ups = 1;
        for (; !outs.verified && ups < 5; ups++) {
            await stage.account.clock.sleep(60_000);
            ({ outs } = await stage.account.provider().update(id, { ...outs }, stage.inputs(empty)));
        }
        assert.equal(ups, 2, "the second up ends verified");
    });

    it("and not waited for with waitForCompletion: false; a task that hangs is restarted when the service ends it (number 28)", async () => {
        await stage.close();
        await stage.open({ limits: { taskTimeoutMilliseconds: 600_000 } });
        stage.inject({ operation: "CreateExportTask", effect: { kind: "task", outcome: "HANG" } });
        const inputs = stage.inputs({ waitForCompletion: false });
        const { id, outs: first } = await stage.account.provider().create(inputs);
        let outs = first;
        const seen = [];
        for (let ups = 0; ups < 5 && !outs.verified; ups++) {
            await stage.account.clock.sleep(250_000);
            ({ outs } = await stage.account.provider().update(id, { ...outs }, inputs));
            seen.push(outs.status);
        }
        assert.deepEqual(seen, ["RUNNING", "RUNNING", "PENDING", "COMPLETED"]);
        assert.equal(stage.messages(outs.uri).length, 30);
    });

    it("without waiting for the task of the declaration that it replaces (number 25)", async () => {
        stage.inject({ operation: "CreateExportTask", effect: { kind: "task", runMilliseconds: 20 * HOUR } });
        const old = await stage.create({ waitForCompletion: false });
        const began = stage.account.clock.now();
        const again = await stage.replace(old, { destinationPrefix: "b" });
        assert.equal(again.outs.verified, true);
        assert.ok(stage.account.clock.now() - began < HOUR);
        assert.equal((await stage.tasks()).find(({ taskId }) => taskId === old.id)?.status, "CANCELLED");
    });
});
