import * as assert from "node:assert/strict";
import { planExports } from "../../../../../components/logExport/plan";
import { exportSettings } from "../../../../../components/logExport/settings";
import { DAY, eventsEvery, groupWithEvents, HOUR, OCTOBER } from "../../events";
import { ACCOUNT, REGION } from "../../plan";
import { assertSucceeded } from "../../stage";
import { GROUPS, prefixesOf, stageOf } from "../twoGroups";

describe("A run that plans ranges", () => {
    it("begins a group that is older than its data with one range, not with one for each empty day", async () => {
        const stage = stageOf({ plan: { from: OCTOBER - 300 * DAY } });
        await stage.run();
        const [first, ...others] = stage.tasksOf(GROUPS[0]);
        assert.deepEqual([first.from, first.to], [OCTOBER - 300 * DAY, OCTOBER - DAY]);
        assert.equal(others.length, 3);
        stage.assertExactlyOnce(GROUPS[0]);
    });

    it("does not export an idle group, and loses no event once it has events again", async () => {
        const quiet = groupWithEvents("/shop/quiet", 100 * DAY, OCTOBER + 12 * HOUR);
        const stage = stageOf({ groups: [quiet], start: OCTOBER + 5 * DAY + 15 * HOUR });
        await stage.run();
        assert.equal(stage.exportedTo("/shop/quiet"), OCTOBER + DAY, "its only event is in the bucket");
        const before = stage.tasks.length;
        await stage.waitUntil(OCTOBER + 8 * DAY + 15 * HOUR);
        assertSucceeded(await stage.run());
        assert.equal(stage.tasks.length, before, "nothing was exported");
        assert.equal(stage.exportedTo("/shop/quiet"), OCTOBER + DAY, "and nothing is said to be");

        const { streams } = stage.aws.world.logs[`${ACCOUNT}/${REGION}`].groups["/shop/quiet"];
        // Exports the idle days late, and then the new ones.
        streams.one.events.push(...eventsEvery(DAY, OCTOBER + 3 * DAY + 1000, OCTOBER + 10 * DAY, "late"));
        await stage.waitUntil(OCTOBER + 10 * DAY + 15 * HOUR);
        assertSucceeded(await stage.run());
        assert.equal(stage.exportedTo("/shop/quiet"), OCTOBER + 10 * DAY);
        stage.assertExactlyOnce("/shop/quiet");
        assert.ok(stage.tasks.length - before <= 4, "the idle stretch took one export");
    });

    it("gives quiet groups longer ranges, unless their retention is too short to wait", async () => {
        const busy = { ...groupWithEvents("/shop/busy"), storedBytes: 100_000_000 };
        const quiet = { ...groupWithEvents("/shop/quiet"), storedBytes: 1_000 };
        const short = { ...groupWithEvents("/shop/short"), storedBytes: 1_000, retentionInDays: 14 };
        const stage = stageOf({
            groups: [busy, quiet, short],
            start: Date.parse("2026-10-13T15:00:00Z"),
            plan: { quiet: { bytesPerDay: 10_000, splitBy: "week" }, from: Date.parse("2026-10-05T00:00:00Z") },
        });
        assertSucceeded(await stage.run());
        assert.equal(stage.tasksOf("/shop/busy").length, 8);
        assert.deepEqual(
            stage.tasksOf("/shop/quiet").map(({ from, to }) => (to - from) / DAY),
            [7],
        );
        assert.ok(stage.tasksOf("/shop/short").length > 1);
    });

    it("continues where a LogExport ends: no gap, nothing twice, under the same prefixes", async () => {
        const end = OCTOBER + 4 * DAY;
        const stage = stageOf({
            groups: [groupWithEvents(GROUPS[0])],
            start: OCTOBER + 7 * DAY + 15 * HOUR,
            plan: { from: end },
        });
        const { bucketName, destinationPrefix } = stage.plan;
        const args = { logGroups: [GROUPS[0]], from: OCTOBER, to: end, splitBy: "day", destinationPrefix } as const;
        for (const planned of planExports(exportSettings(args), stage.clock.now())) {
            const { taskId } = await stage.aws.control.startForeignTask({
                ...planned.range,
                region: REGION,
                logGroupName: GROUPS[0],
                destination: bucketName,
                destinationPrefix: planned.destinationPrefix as string,
            });
            await stage.aws.control.endTask(taskId, "COMPLETED");
        }
        for (const task of stage.aws.world.logs[`${ACCOUNT}/${REGION}`].tasks) Object.assign(task, { foreign: false });
        assertSucceeded(await stage.run());
        const ranges = stage.tasksOf(GROUPS[0]).map(({ from, to }) => [from, to]);
        assert.deepEqual(
            ranges,
            [0, 1, 2, 3, 4, 5, 6].map((day) => [OCTOBER + day * DAY, OCTOBER + (day + 1) * DAY]),
        );
        assert.match(
            prefixesOf(stage, GROUPS[0])[3],
            /^audit\/log_group=%2Fshop%2Fpayments\/year=2026\/month=10\/day=04$/,
        );
        assert.match(
            prefixesOf(stage, GROUPS[0])[4],
            /^audit\/log_group=%2Fshop%2Fpayments\/year=2026\/month=10\/day=05$/,
        );
        stage.assertExactlyOnce(GROUPS[0], OCTOBER);
    });
});
