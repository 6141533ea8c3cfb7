import * as assert from "node:assert/strict";
import { type MachinePlan } from "../../../../components/scheduledLogExport/machine/plan";
import { zoneClock } from "../../../../components/scheduledLogExport/machine/zoneClock";
import { DAY, groupWithEvents, HOUR, OCTOBER } from "../events";
import { NIGHT, stageOf } from "./twoGroups";

const NAMES = ["/shop/a", "/shop/b", "/shop/c"];
const GROUPS = NAMES.map((name) => groupWithEvents(name));

/** Changes by a `pulumi up` during a run. */
const CHANGES: Readonly<Record<string, Partial<MachinePlan>>> = {
    "the time zone of the ranges": { clock: zoneClock("Europe/Berlin", OCTOBER, NIGHT) },
    "how the ranges are split": { splitBy: "week" },
    "the selection": { groups: { select: { namePrefix: "/shop/" } } },
    "when ranges have settled": { settleHours: 36 },
};

describe("A change of a state machine in the middle of a night", () => {
    for (const [what, change] of Object.entries(CHANGES)) {
        it(`loses and repeats nothing: ${what}`, async () => {
            for (const minutes of [0.3, 1.2]) {
                const stage = stageOf({ groups: GROUPS, limits: { runMilliseconds: () => 20_000 } });
                const run = stage.start();
                await stage.waitUntil(NIGHT + minutes * 60_000);
                stage.deploy(change);
                if (minutes > 1) stage.service.stopExecution(run);
                stage.start();
                await stage.finish();
                for (let night = 1; night <= 4; night++) {
                    await stage.waitUntil(NIGHT + night * DAY);
                    await stage.run();
                }
                NAMES.forEach((name) => {
                    stage.assertExactlyOnce(name);
                    assert.ok(stage.exportedTo(name) >= OCTOBER + 4 * DAY - 2 * HOUR, name);
                });
            }
        });
    }
});
