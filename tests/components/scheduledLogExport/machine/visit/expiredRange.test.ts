import * as assert from "node:assert/strict";
import { DAY, groupWithEvents, HOUR, OCTOBER } from "../../events";
import { REGION } from "../../plan";
import { assertSucceeded, type Stage } from "../../stage";
import { GROUPS, NIGHT, stageOf } from "../twoGroups";

const iso = (time: number) => new Date(time).toISOString();
const shortLived = (retentionInDays: number) => ({ ...groupWithEvents(GROUPS[0]), retentionInDays });

/** Somebody else's export takes the slot for so long that the first day's events expire. */
const SLOT_TAKEN = 2.5 * DAY;

async function takeSlot({ aws, plan }: Stage): Promise<void> {
    const { bucketName: destination } = plan;
    await aws.control.startForeignTask({
        region: REGION,
        runMilliseconds: SLOT_TAKEN,
        logGroupName: GROUPS[1],
        destination,
    });
}

describe("A visit to a log group whose events expired before they were exported", () => {
    it("reports the range on the topic and as an event, never passes it as exported, and fails the run", async () => {
        const groups = [shortLived(3), groupWithEvents(GROUPS[1])];
        const stage = stageOf({ groups, limits: { taskTimeoutMilliseconds: 20 * DAY } });
        await takeSlot(stage);
        const run = await stage.run();
        const [planned, rest, ...others] = stage.eventsOf("expired");
        assert.deepEqual([planned.from, planned.to], [iso(OCTOBER), iso(OCTOBER + DAY)], "the day that waited");
        assert.equal(rest.from, planned.to);
        const to = Date.parse(rest.to);
        assert.ok(Math.abs(to - (NIGHT + SLOT_TAKEN - 3 * DAY)) < HOUR, rest.to);
        assert.deepEqual([others, stage.reported.length], [[], 2]);
        assert.match(
            stage.reported[0],
            /retention removed events.*\/shop\/payments from 2026-10-01T00:00:00.000Z to 2026-10-02T00:00:00.000Z/s,
        );
        assert.deepEqual([run.status, run.error], ["FAILED", "ExportsFailed"]);
        assert.match(String(run.cause), /Of 2 ranges retention removed events/);
        assert.deepEqual(stage.metric("ExpiredRanges"), [2]);

        const [, second] = stage.tasksOf(GROUPS[0]);
        const { expired } = stage.manifestOf(second) ?? {};
        assert.deepEqual(
            [expired?.from, Math.floor(expired?.to ?? 0)],
            [OCTOBER + DAY, to],
            "its manifest says what it lacks",
        );
        assert.equal(Math.floor(Number(stage.checkpoint(GROUPS[0]).expiredTo)), to);
        stage.assertExactlyOnce(GROUPS[1]);

        await stage.waitUntil(stage.clock.now() + DAY);
        assertSucceeded(await stage.run());
        assert.equal(stage.reported.length, 2, "it is reported once");
    });

    it("reports it before the checkpoint passes it, after whichever event the visit is stopped", async () => {
        const groups = [shortLived(3)];
        const options = { groups, start: NIGHT + 10 * DAY };
        const reference = stageOf(options);
        const [{ history }] = (await reference.run()).children;
        const planned = history.findIndex(({ state }) => state === "AdvanceCheckpoint");
        for (let event = 1; event < planned; event += 7) {
            const stage = stageOf(options);
            const run = stage.start();
            while ((run.children[0]?.history.length ?? 0) < event) await stage.waitUntil(stage.clock.now() + 1);
            stage.service.stopExecution(run);
            await stage.run();
            assert.ok([1, 2].includes(stage.eventsOf("expired").length), `stopped after event ${event}`);
            assert.ok(stage.reported.length >= 1);
        }
    });

    it("does not report what is in the bucket, or what had no events", async () => {
        const stage = stageOf({ groups: [shortLived(3), { ...shortLived(3), name: GROUPS[1], streams: [] }] });
        for (let night = 0; night < 6; night++) {
            await stage.waitUntil(NIGHT + night * DAY);
            assertSucceeded(await stage.run());
        }
        stage.assertExactlyOnce(GROUPS[0]);
        assert.deepEqual(
            [stage.eventsOf("expired"), stage.metric("ExpiredRanges").every((count) => count === 0)],
            [[], true],
        );
    });
});
