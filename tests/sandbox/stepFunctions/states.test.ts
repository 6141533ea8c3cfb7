import assert from "node:assert/strict";
import { DefinitionError } from "../../../sandbox/stepFunctions";
import { machineOf, newService, outputOf, play, start, tasksFrom, typesOf, type States } from "./support";

const task = { Type: "Task", Resource: "arn:aws:states:::aws-sdk:s3:getObject" };
const pass = { Type: "Pass", End: true };

describe("the states of a state machine", () => {
    it("Pass hands its input on, or what Output says", async () => {
        assert.deepEqual(await outputOf({ P: pass }, { input: { a: 1 } }), { a: 1 });
        const Output = { sum: "{% $sum($states.input.numbers) %}", text: "{% is no expression", fixed: [1, null] };
        const expected = { sum: 6, text: "{% is no expression", fixed: [1, null] };
        assert.deepEqual(await outputOf({ P: { ...pass, Output } }, { input: { numbers: [1, 2, 3] } }), expected);
    });
    it("Wait lasts so many seconds or until a time, which may have passed", async () => {
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
    });
    for (const [what, wait] of Object.entries({
        "a fraction of seconds": { Seconds: "{% 0.5 %}" },
        "seconds below zero": { Seconds: "{% -1 %}" },
        "a time without an offset": { Timestamp: "{% '2026-11-21T06:00:00' %}" },
    })) {
        it(`Wait refuses ${what}`, async () => {
            const { error } = await play({ W: { Type: "Wait", ...wait, End: true } });
            assert.equal(error, "States.QueryEvaluationError");
        });
    }
    it("Choice takes the first rule that holds, with its own Assign and Output, or the Default", async () => {
        const states = {
            C: {
                Type: "Choice",
                Choices: [
                    { Condition: "{% $states.input.n > 10 %}", Next: "End", Output: "big" },
                    { Condition: "{% $states.input.n > 5 %}", Next: "End", Output: "middling", Assign: { x: 1 } },
                ],
                Default: "End",
                Output: "small",
            },
            End: { ...pass, Output: "{% [$states.input, $exists($x)] %}" },
        };
        const given = (n: number) => outputOf(states, { input: { n } });
        assert.deepEqual(await given(11), ["big", false]);
        assert.deepEqual(await given(6), ["middling", true]);
        assert.deepEqual(await given(1), ["small", false]);
    });
    it("Choice fails where nothing holds, and where a Condition is no boolean", async () => {
        const choice = (Condition: string) => ({
            C: { Type: "Choice", Choices: [{ Condition, Next: "P" }] },
            P: pass,
        });
        assert.equal((await play(choice("{% false %}"))).error, "States.NoChoiceMatched");
        assert.equal((await play(choice("{% 'yes' %}"))).error, "States.QueryEvaluationError");
    });
    it("Fail gives the execution its error and cause, Succeed its output", async () => {
        const failed = await play(
            { F: { Type: "Fail", Error: "Mine", Cause: "{% 'because ' & $states.input.why %}" } },
            {
                input: { why: "so" },
            },
        );
        assert.deepEqual([failed.status, failed.error, failed.cause], ["FAILED", "Mine", "because so"]);
        assert.deepEqual(typesOf(failed), ["ExecutionStarted", "FailStateEntered", "ExecutionFailed"]);
        assert.equal(await outputOf({ S: { Type: "Succeed", Output: "done" } }), "done");
    });
    it("Parallel gives the outputs in the order of its branches, whichever ends first", async () => {
        const branch = (name: string, Seconds: number) => ({
            StartAt: name,
            States: { [name]: { Type: "Wait", Seconds, Output: `{% $states.input.x & '${name}' %}`, End: true } },
        });
        const states = { P: { Type: "Parallel", Branches: [branch("a", 9), branch("b", 1)], End: true } };
        const execution = await play(states, { input: { x: "x" } });
        assert.deepEqual(execution.output, ["xa", "xb"]);
        assert.equal((execution.stopDate ?? 0) - start, 9000);
    });
    it("Parallel fails with its first failing branch, and ends the others", async () => {
        const slow = { StartAt: "Slow", States: { Slow: { Type: "Wait", Seconds: 3600, End: true } } };
        const broken = { StartAt: "Broken", States: { Broken: { Type: "Fail", Error: "Mine", Cause: "" } } };
        const Catch = [{ ErrorEquals: ["Mine"], Next: "Rescue", Output: "{% $states.errorOutput.Error %}" }];
        const execution = await play({
            P: { Type: "Parallel", Branches: [slow, broken], Catch, End: true },
            Rescue: pass,
        });
        assert.deepEqual([execution.output, (execution.stopDate ?? 0) - start], ["Mine", 0]);
    });
    it("Task sends its Arguments and gives its result, of which $states.result is the name", async () => {
        const tasks = tasksFrom((action, parameters) => ({ action, parameters }));
        const states = {
            T: {
                ...task,
                Arguments: { Bucket: "b", Key: "{% $states.input.key %}" },
                Output: "{% $states.result.action & ' ' & $states.result.parameters.Key & ' ' & $states.input.key %}",
                End: true,
            },
        };
        assert.equal(await outputOf(states, { tasks, input: { key: "k" } }), "getObject k k");
    });
    it("Task fails with States.Timeout when the answer takes longer than TimeoutSeconds", async () => {
        const never = { refusal: () => undefined, call: () => new Promise<never>(() => undefined) };
        const execution = await play({ T: { ...task, TimeoutSeconds: 60, End: true } }, { tasks: never });
        assert.deepEqual([execution.error, (execution.stopDate ?? 0) - start], ["States.Timeout", 60_000]);
        assert.ok(typesOf(execution).includes("TaskTimedOut"));
    });
    it("the whole machine times out", async () => {
        const wait = { W: { Type: "Wait", Seconds: 3600, End: true } };
        const execution = await play(wait, { machine: { TimeoutSeconds: 100 } });
        assert.deepEqual([execution.status, (execution.stopDate ?? 0) - start], ["TIMED_OUT", 100_000]);
        assert.equal(typesOf(execution).at(-1), "ExecutionTimedOut");
    });
    it("refuses more than 256 KiB from one state to the next, which States.ALL does not catch", async () => {
        const Output = "{% $pad('x', 300000) %}";
        const execution = await play({ P: { ...pass, Output } });
        assert.equal(execution.error, "States.DataLimitExceeded");
        const tasks = tasksFrom(() => "x".repeat(300_000));
        const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Rescue" }];
        const caught = await play({ T: { ...task, Catch, End: true }, Rescue: pass }, { tasks });
        assert.equal(caught.error, "States.DataLimitExceeded");
    });
});

describe("a definition", () => {
    const refused = (states: object, more: object = {}) =>
        assert.throws(() => machineOf(newService(), states as States, more), DefinitionError);
    const map = { Type: "Map", ItemProcessor: { StartAt: "I", States: { I: pass } }, End: true };

    for (const [what, states] of Object.entries({
        "a field that it does not know": { P: { ...pass, ResultPath: "$.x" } },
        HeartbeatSeconds: { T: { ...task, HeartbeatSeconds: 5, End: true } },
        "another query language": { P: { ...pass, QueryLanguage: "JSONPath" } },
        "a state without Next and End": { P: { Type: "Pass" } },
        "a Next that is no state": { P: { Type: "Pass", Next: "Q" } },
        "a state that nothing leads to": { P: pass, Q: pass },
        "an unknown type": { P: { Type: "Jump", End: true } },
        "a job that is waited for": {
            T: { Type: "Task", Resource: "arn:aws:states:::batch:submitJob.sync", End: true },
        },
        "States.ALL beside another error": {
            T: { ...task, Retry: [{ ErrorEquals: ["States.ALL", "Mine"] }], End: true },
        },
        "States.ALL before another entry": {
            T: { ...task, Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["Mine"] }], End: true },
        },
        "an error of States that there is none": {
            T: { ...task, Retry: [{ ErrorEquals: ["States.Trouble"] }], End: true },
        },
        "a retrier out of range": {
            T: { ...task, Retry: [{ ErrorEquals: ["Mine"], BackoffRate: 0.5 }], End: true },
        },
        "a variable called states": { P: { ...pass, Assign: { states: 1 } } },
        "an inner variable with an outer one's name": {
            P: { Type: "Pass", Assign: { x: 1 }, Next: "M" },
            M: { ...map, ItemProcessor: { StartAt: "I", States: { I: { ...pass, Assign: { x: 2 } } } } },
        },
        "one state's name twice": { I: { Type: "Pass", Next: "M" }, M: map },
        "tolerated failures of an inline Map": { M: { ...map, ToleratedFailureCount: 1 } },
    })) {
        it(`with ${what} is refused`, () => refused(states));
    }
    it("without JSONata at the top is refused", () => refused({ P: pass }, { QueryLanguage: "JSONPath" }));
});
