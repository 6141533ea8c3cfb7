import assert from "node:assert/strict";
import { StateError } from "../../../sandbox/stepFunctions";
import { outputOf, play, start, tasksFrom, typesOf } from "./support";

const resource = { Type: "Task", Resource: "arn:aws:states:::aws-sdk:s3:getObject" };
const pass = { Type: "Pass", End: true };

/** Fails with these errors one after the other, then succeeds. */
const failing = (...errors: string[]) =>
    tasksFrom((_action, _parameters, call) => {
        if (call < errors.length) throw new StateError(errors[call], `cause ${call}`);
        return "done";
    });

/** When the attempts were sent, in seconds since the start; a round trip takes 50 ms. */
async function attempts(errors: string[], Retry: readonly object[], seed = 1): Promise<number[]> {
    const states = { T: { ...resource, Retry, End: true } };
    const execution = await play(states, { tasks: failing(...errors), seed });
    const sent = execution.history.filter(({ type }) => type === "TaskScheduled");
    return sent.map(({ timestamp }, index) => Math.round(timestamp - start - index * 50) / 1000);
}

describe("Retry", () => {
    it("waits a second, then twice as long each time, three times by default", async () => {
        assert.deepEqual(await attempts(["A", "A", "A", "A"], [{ ErrorEquals: ["A"] }]), [0, 1, 3, 7]);
    });
    it("keeps to IntervalSeconds, BackoffRate, MaxAttempts and MaxDelaySeconds", async () => {
        const retrier = { ErrorEquals: ["A"], IntervalSeconds: 3, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 20 };
        assert.deepEqual(await attempts(Array(9).fill("A"), [retrier]), [0, 3, 12, 32, 52]);
    });
    it("does not try again with MaxAttempts 0", async () => {
        assert.deepEqual(
            await attempts(["A"], [{ ErrorEquals: ["A"], MaxAttempts: 0 }, { ErrorEquals: ["States.ALL"] }]),
            [0],
        );
    });
    it("draws from zero to the delay with full jitter", async () => {
        const [, first, second] = await attempts(
            ["A", "A"],
            [{ ErrorEquals: ["A"], IntervalSeconds: 100, BackoffRate: 1, JitterStrategy: "FULL" }],
        );
        assert.ok(first > 0 && first < 100 && second > first && second < first + 100, `${first} ${second}`);
        assert.notEqual(first, second - first);
    });
    it("counts by retrier: the example of the developer guide", async () => {
        // Two waits of one and two seconds, one of five, and the fourth error goes to Catch.
        const Retry = [
            { ErrorEquals: ["ErrorA", "ErrorB"], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 2 },
            { ErrorEquals: ["ErrorC"], IntervalSeconds: 5 },
        ];
        const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Z", Output: "{% $states.errorOutput %}" }];
        const states = { X: { ...resource, Retry, Catch, End: true }, Z: pass };
        const execution = await play(states, { tasks: failing("ErrorA", "ErrorB", "ErrorC", "ErrorB") });
        assert.deepEqual(execution.output, { Error: "ErrorB", Cause: "cause 3" });
        assert.equal((execution.stopDate ?? 0) - start, 8000 + 4 * 50);
    });
    it("begins anew at every visit, and tells the attempt by RetryCount", async () => {
        const Retry = [{ ErrorEquals: ["A"], MaxAttempts: 1 }];
        const states = {
            T: { ...resource, Retry, Assign: { tries: "{% $states.context.State.RetryCount %}" }, Next: "U" },
            U: { ...resource, Retry, Output: "{% [$tries, $states.context.State.RetryCount] %}", End: true },
        };
        const tasks = tasksFrom((_action, _parameters, call) => {
            if (call === 0 || call === 2) throw new StateError("A", "");
            return null;
        });
        assert.deepEqual(await outputOf(states, { tasks }), [1, 1]);
    });
    it("evaluates the Arguments of each attempt", async () => {
        const sent: unknown[] = [];
        const tasks = tasksFrom((_action, parameters, call) => {
            sent.push(parameters);
            if (call === 0) throw new StateError("A", "");
            return null;
        });
        const Arguments = { at: "{% $millis() %}" };
        await outputOf({ T: { ...resource, Arguments, Retry: [{ ErrorEquals: ["A"] }], End: true } }, { tasks });
        assert.deepEqual(sent, [{ at: start }, { at: start + 1050 }]);
    });
});

describe("Catch", () => {
    const caughtBy = async (ErrorEquals: readonly string[], error: string) => {
        const Catch = [{ ErrorEquals, Next: "Rescue" }];
        const states = { T: { ...resource, Catch, End: true }, Rescue: pass };
        const execution = await play(states, { tasks: failing(error) });
        return execution.status === "SUCCEEDED";
    };
    for (const [names, error, expected] of [
        [["CloudWatchLogs.LimitExceededException"], "CloudWatchLogs.LimitExceededException", true],
        [["CloudWatchLogs.LimitExceededException"], "CloudWatchLogs.ThrottlingException", false],
        [["States.ALL"], "S3.NoSuchKeyException", true],
        [["States.ALL"], "States.Timeout", true],
        [["States.ALL"], "States.DataLimitExceeded", false],
        [["States.DataLimitExceeded"], "States.DataLimitExceeded", true],
        [["States.ALL"], "States.Runtime", false],
        [["States.TaskFailed"], "S3.NoSuchKeyException", true],
        [["States.TaskFailed"], "States.Timeout", false],
        [["States.Timeout"], "States.Timeout", true],
    ] as const) {
        it(`${names[0]} ${expected ? "catches" : "does not catch"} ${error}`, async () => {
            assert.equal(await caughtBy(names, error), expected);
        });
    }
    it("hands on the error, or what Output makes of it, and assigns", async () => {
        const states = {
            T: {
                ...resource,
                Catch: [
                    {
                        ErrorEquals: ["States.ALL"],
                        Next: "Rescue",
                        Assign: { error: "{% $states.errorOutput.Error %}" },
                    },
                ],
                End: true,
            },
            Rescue: { ...pass, Output: "{% [$error, $states.input] %}" },
        };
        const output = await outputOf(states, { tasks: failing("A"), input: { a: 1 } });
        assert.deepEqual(output, ["A", { Error: "A", Cause: "cause 0" }]);
    });
    it("catches Arguments that cannot be evaluated, but not an Output that cannot", async () => {
        const Catch = [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "Rescue", Output: "rescued" }];
        const run = (fields: object) =>
            play({ T: { ...resource, ...fields, Catch, End: true }, Rescue: pass }, { tasks: failing() });
        const caught = await run({ Arguments: { a: "{% $nothing %}" } });
        assert.equal(caught.output, "rescued");
        assert.ok(typesOf(caught).includes("EvaluationFailed"));
        assert.equal((await run({ Output: "{% $nothing %}" })).error, "States.QueryEvaluationError");
    });
});
