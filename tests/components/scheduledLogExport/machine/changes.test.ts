import * as assert from "node:assert/strict";
import { bucketPolicy } from "../../../../providers/policies/bucketPolicy";
import { type MachinePlan } from "../../../../components/scheduledLogExport/machine/plan";
import { zoneClock } from "../../../../components/scheduledLogExport/machine/zoneClock";
import { DAY, groupWithEvents, HOUR, OCTOBER } from "../events";
import { ACCOUNT, REGION } from "../plan";
import { assertSucceeded, type Stage } from "../stage";
import { NIGHT, stageOf } from "./twoGroups";

const NAMES = ["/shop/a", "/shop/b", "/shop/c"];
const GROUPS = NAMES.map((name) => groupWithEvents(name));

/** Changes by a `pulumi up` during a run. */
const CHANGES: Readonly<Record<string, Partial<MachinePlan>>> = {
    "the time zone of the ranges": { clock: zoneClock("Europe/Berlin", OCTOBER, NIGHT) },
    "how the ranges are split": { splitBy: "week" },
    "the selection": { groups: { select: { namePrefix: "/shop/" } } },
    "when ranges have settled": { settleHours: 36 },
    "the layout": { layout: "plain" },
};

/** Changes of where the exports go. The role may do nothing in the old place any more. */
const MOVES: Readonly<Record<string, Partial<MachinePlan>>> = {
    "the prefix": { destinationPrefix: "elsewhere" },
    "the prefix, to one below the old one": { destinationPrefix: "audit/nightly" },
    "the bucket": { bucketName: "second-archive" },
};

const SLOW = { groups: GROUPS, limits: { runMilliseconds: () => 20_000 } };

/** Minutes into the night: while the first group's task runs, and while the second one's does. */
const MOMENTS = [0.3, 1.2];

/** A run that meets a change, or is stopped when it comes; then the nights that follow. */
async function nightsWithChange(stage: Stage, minutes: number, change: () => void): Promise<void> {
    const run = stage.start();
    await stage.waitUntil(NIGHT + minutes * 60_000);
    change();
    if (minutes > 1) stage.service.stopExecution(run);
    stage.start();
    await stage.finish();
    for (let night = 1; night <= 4; night++) {
        await stage.waitUntil(NIGHT + night * DAY);
        assertSucceeded(await stage.run());
    }
}

function assertUpToDate(stage: Stage): void {
    NAMES.forEach((name) => assert.ok(stage.exportedTo(name) >= OCTOBER + 4 * DAY - 2 * HOUR, name));
}

describe("A change of a state machine in the middle of a night", () => {
    for (const [what, change] of Object.entries(CHANGES)) {
        it(`loses and repeats nothing: ${what}`, async () => {
            for (const minutes of MOMENTS) {
                const stage = stageOf(SLOW);
                await nightsWithChange(stage, minutes, () => stage.up(change));
                NAMES.forEach((name) => stage.assertExactlyOnce(name));
                assertUpToDate(stage);
            }
        });
    }

    for (const [what, change] of Object.entries(MOVES)) {
        it(`exports in the new place what was not verified in the old one: ${what}`, async () => {
            for (const minutes of MOMENTS) {
                const stage = stageOf(SLOW);
                const bucketArn = "arn:aws:s3:::second-archive";
                const policy = bucketPolicy({ region: REGION, bucketArn, sourceAccounts: [ACCOUNT] });
                stage.aws.seed({ buckets: [{ name: "second-archive", region: REGION, policy }] });
                await nightsWithChange(stage, minutes, () => stage.up(change));
                assertUpToDate(stage);
                for (const name of NAMES) {
                    const verified = stage.eventsOf("completed").filter(({ logGroupName }) => logGroupName === name);
                    const ranges = verified.map(({ from, to }) => [from, to].map(Date.parse));
                    let covered = OCTOBER;
                    for (const [from, to] of ranges) {
                        assert.equal(from, covered, `${name}, after ${minutes} minutes`);
                        covered = to;
                    }
                    assert.equal(covered, stage.exportedTo(name));
                }
            }
        });
    }

    it("reports nothing if log groups are taken away or added, and visits those that are given now", async () => {
        const failing = { operation: "CreateExportTask", match: { logGroupName: "/shop/a" }, times: 1000 } as const;
        for (const names of [NAMES.slice(0, 2), [...NAMES, "/shop/d"]]) {
            const stage = stageOf({ ...SLOW, groups: [...NAMES, "/shop/d"].map((name) => groupWithEvents(name)) });
            stage.up({}, NAMES);
            const run = stage.start();
            stage.up({}, names);
            await stage.finish();
            assertSucceeded(run);
            assert.deepEqual(stage.reported, []);
            names.forEach((name) => stage.assertExactlyOnce(name));

            await stage.waitUntil(NIGHT + DAY);
            stage.up({}, NAMES);
            stage.aws.faults.inject({ ...failing, effect: { kind: "error", code: "InvalidParameterException" } });
            const next = stage.start();
            stage.up({}, names);
            await stage.finish();
            assert.equal(next.status, "FAILED", "what has failed is counted");
        }
    });

    it("starts and describes a recorded task with the log streams it was recorded with", async () => {
        for (const minutes of MOMENTS) {
            const stage = stageOf({ ...SLOW, plan: { logStreamNamePrefix: "o" } });
            await nightsWithChange(stage, minutes, () => stage.up({ logStreamNamePrefix: undefined }));
            assertUpToDate(stage);
            for (const task of stage.tasks) {
                assert.equal(stage.manifestOf(task)?.logStreamNamePrefix, task.logStreamNamePrefix, task.taskId);
            }
        }
    });
});
