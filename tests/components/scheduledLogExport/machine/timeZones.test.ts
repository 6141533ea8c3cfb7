import * as assert from "node:assert/strict";
import { zoneClock } from "../../../../components/scheduledLogExport/machine/zoneClock";
import { eventsEvery, HOUR } from "../events";
import { assertSucceeded, Stage } from "../stage";

const GROUP = "/shop/payments";
const FROM = Date.parse("2026-10-24T00:00:00+02:00");
const clock = (now: number) => zoneClock("Europe/Berlin", FROM, now);

function stageAt(start: number, untilNow: number): Stage {
    const events = eventsEvery(HOUR, untilNow - 96 * HOUR, untilNow, GROUP);
    const groups = [{ name: GROUP, creationTime: untilNow - 96 * HOUR, streams: [{ name: "one", events }] }];
    return new Stage({ start, groups, plan: { from: FROM, clock: clock(FROM) } });
}

describe("A run with a time zone", () => {
    it("exports days of that zone, also the one of 25 hours, each event once", async () => {
        const stage = stageAt(Date.parse("2026-10-27T15:00:00Z"), Date.parse("2026-10-28T00:00:00Z"));
        assertSucceeded(await stage.run());
        assert.deepEqual(
            stage.tasks.map(({ from, to, destinationPrefix }) => [
                new Date(from).toISOString(),
                (to - from) / HOUR,
                destinationPrefix.slice(-"2026/month=10/day=24".length),
            ]),
            [
                ["2026-10-23T22:00:00.000Z", 24, "2026/month=10/day=24"],
                ["2026-10-24T22:00:00.000Z", 25, "2026/month=10/day=25"],
                ["2026-10-25T23:00:00.000Z", 24, "2026/month=10/day=26"],
            ],
        );
        stage.assertExactlyOnce(GROUP);
    });

    it("fails once the time zone data has expired, and resumes after an `up`", async () => {
        const { knownUntil = 0 } = clock(FROM);
        assert.equal(new Date(knownUntil).toISOString(), "2037-01-01T00:00:00.000Z");
        const stage = stageAt(knownUntil - 9 * HOUR, knownUntil + 24 * HOUR);
        assertSucceeded(await stage.run());
        const before = stage.exportedTo(GROUP);
        await stage.waitUntil(knownUntil);
        const run = await stage.run();
        assert.deepEqual([run.status, run.children.length], ["FAILED", 0]);
        assert.equal(stage.reported.length, 1);
        assert.match(stage.reported[0], /data of time zone Europe\/Berlin ends on 2037-01-01.*Run `pulumi up`/);
        assert.equal(stage.exportedTo(GROUP), before);

        stage.deploy({ clock: clock(knownUntil) });
        await stage.waitUntil(knownUntil + 24 * HOUR);
        assertSucceeded(await stage.run());
        assert.ok(stage.exportedTo(GROUP) > before);
        stage.assertExactlyOnce(GROUP);
    });

    it("stops in the middle of a run if the data expires there", async () => {
        const { knownUntil = 0 } = clock(FROM);
        const stage = stageAt(knownUntil - 60_000, knownUntil);
        stage.aws.faults.inject({ operation: "DescribeLogStreams", effect: { kind: "delay", milliseconds: 120_000 } });
        const run = await stage.run();
        assert.equal(run.status, "FAILED");
        assert.match(stage.reported[0], /\/shop\/payments from.*TimeZoneDataExpired: .*Run `pulumi up`/);
        assert.deepEqual(stage.tasks, []);
    });
});
