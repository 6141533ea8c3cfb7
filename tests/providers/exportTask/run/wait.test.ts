import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { type Task } from "../../../../providers/aws/task";
import { pollInterval, type Wait, waitForTask } from "../../../../providers/exportTask/run/wait";
import { simulatedClock } from "../../../support/simulatedClock";
import { DAY, HOUR } from "../../../support/durations";

const START = Date.parse("2026-11-20T00:00:00Z");
const task = (status: string, creationTime = START): Task => ({ taskId: "t-1", status, creationTime });

describe("the wait for a task", () => {
    /** Waits on a simulated clock. `at` returns the task by the time since the start. */
    function wait(at: (sinceStart: number) => Task | undefined, changes: Partial<Wait> = {}) {
        const clock = simulatedClock(START);
        const looks: number[] = [];
        const ages: number[] = [];
        const result = waitForTask("t-1", {
            find: (taskId) => {
                assert.equal(taskId, "t-1");
                looks.push(clock.now() - START);
                return Promise.resolve(at(clock.now() - START));
            },
            clock,
            time: () => clock.now(),
            timeoutMs: DAY,
            onLook: (_task, age) => void ages.push(age),
            ...changes,
        });
        return { clock, looks, ages, result };
    }

    it("polls at intervals of 0.5 % of the task's age, at least 1 s and at most 15 s", () => {
        fc.assert(
            fc.property(fc.integer({ min: -DAY, max: 7 * DAY }), (age) => {
                assert.ok(pollInterval(age) >= 1_000 && pollInterval(age) <= 15_000);
            }),
        );
        fc.assert(
            fc.property(fc.integer({ min: 200_000, max: 3_000_000 }), (age) => {
                assert.equal(pollInterval(age), age / 200);
            }),
        );
        assert.deepEqual([-1, 0, 199_999, 3_000_001].map(pollInterval), [1_000, 1_000, 1_000, 15_000]);
    });

    for (const [what, runs] of [
        ["a moment", 300],
        ["a minute", 60_000],
        ["twenty minutes", 1_200_000],
        ["three hours", 3 * HOUR],
        ["a day", DAY - 1],
    ] as const) {
        it(`notices the end of a task that runs for ${what} at most 1 s, 0.5 % or 15 s late`, async () => {
            const { result, looks, clock } = wait((time) => task(time >= runs ? "COMPLETED" : "RUNNING"));
            assert.deepEqual(await result, { ended: task("COMPLETED") });
            const late = looks[looks.length - 1] - runs;
            assert.ok(late <= Math.min(15_000, Math.max(1_000, runs / 200)), `${late} ms`);
            assert.ok(clock.slept.every((interval) => interval >= 1_000 && interval <= 15_000));
        });
    }

    it("makes fewer than one call in ten seconds while it waits for a whole day", async () => {
        const { result, looks } = wait((time) => task(time >= DAY - 1 ? "FAILED" : "RUNNING"));
        assert.deepEqual(await result, { ended: task("FAILED") });
        assert.ok(looks.length < 8_640, `${looks.length} looks`);
    });

    for (const status of ["COMPLETED", "FAILED", "CANCELLED"]) {
        it(`ends with ${status} at the first poll, without a sleep`, async () => {
            const { result, clock, ages } = wait(() => task(status));
            assert.deepEqual(await result, { ended: task(status) });
            assert.deepEqual(clock.slept, []);
            assert.deepEqual(ages, []);
        });
    }

    for (const status of ["PENDING", "RUNNING", "PENDING_CANCEL", "A_NEW_STATUS"]) {
        it(`keeps waiting while the status is ${status}`, async () => {
            const { result, ages } = wait((time) => task(time >= 5_000 ? "COMPLETED" : status));
            assert.deepEqual(await result, { ended: task("COMPLETED") });
            assert.deepEqual(ages, [0, 1_000, 2_000, 3_000, 4_000]);
        });
    }

    it("counts a task's age from its creation, even if that was long ago", async () => {
        const { result, ages, clock } = wait((time) => task(time >= 15_000 ? "COMPLETED" : "RUNNING", START - HOUR));
        await result;
        assert.deepEqual(ages, [HOUR]);
        assert.deepEqual(clock.slept, [15_000]);
    });

    it("times out at the given age and returns the last status", async () => {
        const { result, looks } = wait(() => task("RUNNING"), { timeoutMs: 60_000 });
        assert.deepEqual(await result, { timedOut: task("RUNNING") });
        assert.equal(looks[looks.length - 1], 60_000);
    });

    it("times out at once if the task is already older", async () => {
        const { result, clock } = wait(() => task("RUNNING", START - DAY));
        assert.deepEqual(await result, { timedOut: task("RUNNING", START - DAY) });
        assert.deepEqual(clock.slept, []);
    });

    it("never times out if no age is given", async () => {
        const { result } = wait((time) => task(time > 3 * DAY ? "COMPLETED" : "RUNNING"), { timeoutMs: Infinity });
        assert.deepEqual(await result, { ended: task("COMPLETED") });
    });

    it("reports a task as lost if it was not listed for two minutes", async () => {
        const { result, looks, ages } = wait(() => undefined);
        assert.deepEqual(await result, { lost: true });
        const last = looks[looks.length - 1];
        assert.ok(last > 120_000 && last <= 122_000, `${last} ms`);
        assert.deepEqual(ages, []);
    });

    it("tolerates a listing that shows a new task late", async () => {
        const { result } = wait((time) => (time < 100_000 ? undefined : task("COMPLETED")));
        assert.deepEqual(await result, { ended: task("COMPLETED") });
    });

    it("tolerates a listing that omits a task for a moment, however long it has run", async () => {
        const { result } = wait((time) => {
            if (time > 3 * HOUR) return task("COMPLETED");
            return time > 2 * HOUR && time < 2 * HOUR + 60_000 ? undefined : task("RUNNING");
        });
        assert.deepEqual(await result, { ended: task("COMPLETED") });
    });

    it("reports a task as lost if it disappears from the listing", async () => {
        const { result, looks } = wait((time) => (time < HOUR ? task("RUNNING") : undefined));
        assert.deepEqual(await result, { lost: true });
        assert.ok(looks[looks.length - 1] <= HOUR + 150_000);
    });

    it("rejects with the error of the observer, or of the poll", async () => {
        const stop = () => {
            throw new Error("the engine is gone");
        };
        await assert.rejects(wait(() => task("RUNNING"), { onLook: stop }).result, /the engine is gone/);
        await assert.rejects(wait(stop).result, /the engine is gone/);
    });
});
