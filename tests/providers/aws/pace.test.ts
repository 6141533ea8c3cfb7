import * as assert from "node:assert/strict";
import { newPace } from "../../../providers/aws/pace";

describe("the pace of requests", () => {
    /** Time stands still unless the test moves it; sleeps are only noted. */
    function stage() {
        const slept: number[] = [];
        const clock = {
            time: 1_000_000,
            now: () => clock.time,
            sleep: (milliseconds: number) => {
                slept.push(milliseconds);
                return Promise.resolve();
            },
        };
        return { clock, slept, pace: newPace(clock) };
    }

    it("lets the first request of an operation go at once, and each other a second after the one before", async () => {
        const { pace, slept } = stage();
        await Promise.all(["a", "a", "a", "a"].map((operation) => pace(operation)));
        assert.deepEqual(slept, [1_000, 2_000, 3_000]);
    });

    it("holds up no request that comes a second or more after the last", async () => {
        const { clock, pace, slept } = stage();
        await pace("a");
        clock.time += 400;
        await pace("a");
        clock.time += 1_600;
        await pace("a");
        assert.deepEqual(slept, [600]);
    });

    it("is another one for every operation", async () => {
        const { pace, slept } = stage();
        await Promise.all(["a", "b", "c"].map((operation) => pace(operation)));
        assert.deepEqual(slept, []);
    });
});
