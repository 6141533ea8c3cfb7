import * as assert from "node:assert/strict";
import { type Fault } from "../../../../../sandbox/aws";
import { DAY, groupWithEvents } from "../../events";
import { assertSucceeded } from "../../stage";
import { GROUPS, NIGHT, stageOf } from "../twoGroups";

const QUIETER = "/shop/quieter";
const ALL = { groups: { select: {} } };
const infrequent = { ...groupWithEvents(QUIETER), logGroupClass: "INFREQUENT_ACCESS" as const };

const refused = (code: string, more: Partial<Fault> = {}): Fault => ({
    operation: "CreateExportTask",
    match: { logGroupName: QUIETER },
    times: 1000,
    effect: { kind: "error", code, message: "Not for this log group." },
    ...more,
});

describe("A visit to a log group whose class the service does not export", () => {
    for (const code of ["InvalidParameterException", "UnsupportedClassException"]) {
        it(`tries once, says so once, and tries again a month later (${code})`, async () => {
            const stage = stageOf({ plan: ALL, groups: [groupWithEvents(GROUPS[0]), infrequent] });
            const fault = stage.aws.faults.inject(refused(code));
            assert.equal((await stage.run()).error, "ExportsFailed");
            assert.equal(stage.reported.length, 1);
            assert.match(
                stage.reported[0],
                /\/shop\/quieter from .*Not for this log group.*INFREQUENT_ACCESS.*exclude it/,
            );
            stage.assertExactlyOnce(GROUPS[0]);

            await stage.waitUntil(NIGHT + DAY);
            const next = await stage.run();
            assertSucceeded(next);
            assert.equal((next.output as { notExportable: number }).notExportable, 1);
            assert.equal(stage.reported.length, 1);

            stage.aws.faults.clear(fault);
            await stage.waitUntil(NIGHT + 31 * DAY);
            assertSucceeded(await stage.run());
            stage.assertExactlyOnce(QUIETER);
        });
    }

    it("tries every night if it was for another reason that the service refused", async () => {
        const stage = stageOf({ plan: ALL, groups: [infrequent] });
        const fault = stage.aws.faults.inject(refused("AccessDeniedException"));
        assert.equal((await stage.run()).error, "ExportsFailed");
        stage.aws.faults.clear(fault);
        assertSucceeded(await stage.run());
        stage.assertExactlyOnce(QUIETER);
    });

    it("exports it if the service does", async () => {
        const stage = stageOf({ plan: ALL, groups: [infrequent] });
        assertSucceeded(await stage.run());
        stage.assertExactlyOnce(QUIETER);
    });
});
