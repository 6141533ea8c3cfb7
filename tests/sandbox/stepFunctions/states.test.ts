import assert from "node:assert/strict";
import { outputOf, play, start, typesOf } from "./support";

describe("the states of a state machine", () => {
    it("passes its input on, or what Output says", async () => {
        assert.deepEqual(await outputOf({ P: { Type: "Pass", End: true } }, { input: { a: 1 } }), { a: 1 });
        const Output = { sum: "{% $sum($states.input.numbers) %}", text: "{% is no expression", fixed: [1, null] };
        const states = { P: { Type: "Pass", Output, End: true } };
        const expected = { sum: 6, text: "{% is no expression", fixed: [1, null] };
        assert.deepEqual(await outputOf(states, { input: { numbers: [1, 2, 3] } }), expected);
    });
    it("waits for seconds or until a time, on simulated time", async () => {
        const execution = await play(
            {
                Some: { Type: "Wait", Seconds: "{% $states.input.hours * 3600 %}", Next: "Until" },
                Until: { Type: "Wait", Timestamp: "2026-11-21T06:00:00Z", Next: "Past" },
                Past: { Type: "Wait", Timestamp: "2020-01-01T00:00:00Z", End: true },
            },
            { input: { hours: 2 } },
        );
        const times = execution.history.map(({ timestamp }) => (timestamp - start) / 3_600_000);
        assert.deepEqual(times, [0, 0, 2, 2, 30, 30, 30, 30]);
        assert.deepEqual(typesOf(execution).slice(0, 3), ["ExecutionStarted", "WaitStateEntered", "WaitStateExited"]);
    });
});
