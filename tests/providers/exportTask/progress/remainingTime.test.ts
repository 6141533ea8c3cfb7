import * as assert from "node:assert/strict";
import { forecastOf } from "../../../../providers/exportTask/progress/remainingTime";
import { type Task } from "../../../../providers/aws/task";
import { DAY, HOUR } from "../../../support/durations";

describe("the forecast of a task's end", () => {
    const JUNE = Date.UTC(2026, 5, 1);
    const day = (n: number, tookMs: number, changes: Partial<Task> = {}): Task => ({
        taskId: `${n}`,
        logGroupName: "/a",
        from: JUNE + n * DAY,
        to: JUNE + (n + 1) * DAY,
        status: "COMPLETED",
        creationTime: JUNE + 100 * DAY + n * HOUR,
        completionTime: JUNE + 100 * DAY + n * HOUR + tookMs,
        ...changes,
    });
    const today = day(50, 0);

    it("is the median of the last five of its log group", () => {
        const tasks = [day(1, 500), day(2, 10), day(3, 20), day(4, 30), day(5, 40), day(6, 50)];
        assert.deepEqual(forecastOf(today, 10, tasks), { toGoMs: 20, basedOn: 5 });
        assert.deepEqual(forecastOf(today, 10, [day(1, 20), day(2, 30)]), { toGoMs: 15, basedOn: 2 });
    });

    it("goes by nothing else", () => {
        const others = [
            day(1, 20, { logGroupName: "/b" }),
            day(2, 20, { status: "FAILED" }),
            day(3, 20, { to: JUNE + 10 * DAY }),
            day(4, 20, { completionTime: undefined }),
            day(5, 20, { from: undefined }),
        ];
        assert.equal(forecastOf(today, 10, others), undefined);
    });

    it("takes a month for a month and a day of 23 hours for a day", () => {
        const month = (from: number, to: number) => ({ from: Date.UTC(2026, from, 1), to: Date.UTC(2026, to, 1) });
        const february = day(1, 20, month(1, 2));
        assert.ok(forecastOf({ ...today, ...month(2, 3) }, 0, [february]));
        assert.ok(forecastOf(today, 0, [day(1, 20, { to: JUNE + DAY + 23 * HOUR })]));
    });

    it("is not made of a task that has taken longer already", () => {
        assert.equal(forecastOf(today, 30, [day(1, 20)]), undefined);
    });
});
