import assert from "node:assert/strict";
import { StateError } from "../../../sandbox/stepFunctions";
import { machineOf, newService, play, start, tasksFrom, typesOf } from "./support";

const task = { Type: "Task", Resource: "arn:aws:states:::aws-sdk:s3:getObject" };
/** 24,997 events: the start, five of the Map, four of each iteration, less the execution's last. */
const long = {
    M: {
        Type: "Map",
        Items: "{% $range(1, 6248, 1) %}",
        ItemProcessor: { StartAt: "I", States: { I: { Type: "Pass", End: true } } },
        Next: "P",
    },
};

describe("the history of an execution", () => {
    it("is what AWS writes for a task that is tried twice, a wait and a choice", async () => {
        const tasks = tasksFrom((_action, _parameters, call) => {
            if (call === 0) throw new StateError("A", "");
            return {};
        });
        const execution = await play(
            {
                T: { ...task, Retry: [{ ErrorEquals: ["A"] }], Next: "W" },
                W: { Type: "Wait", Seconds: 1, Next: "C" },
                C: { Type: "Choice", Choices: [{ Condition: "{% true %}", Next: "S" }] },
                S: { Type: "Succeed" },
            },
            { tasks },
        );
        assert.deepEqual(typesOf(execution), [
            "ExecutionStarted",
            ...["TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskFailed"],
            ...["TaskScheduled", "TaskStarted", "TaskSucceeded", "TaskStateExited"],
            ...["WaitStateEntered", "WaitStateExited"],
            ...["ChoiceStateEntered", "ChoiceStateExited"],
            ...["SucceedStateEntered", "SucceedStateExited"],
            "ExecutionSucceeded",
        ]);
        assert.deepEqual(
            execution.history.map(({ id }) => id),
            execution.history.map((_, index) => index + 1),
        );
    });
    it("ends at event 25,000: with success, if that is the one", async () => {
        const fits = await play({ ...long, P: { Type: "Pass", End: true } });
        assert.deepEqual([fits.status, fits.history.length], ["SUCCEEDED", 25_000]);
        const more = { P: { Type: "Pass", Next: "Q" }, Q: { Type: "Pass", End: true } };
        const tooLong = await play({ ...long, ...more });
        assert.deepEqual([tooLong.status, tooLong.history.length, tooLong.error], ["FAILED", 25_000, "States.Runtime"]);
        assert.equal(tooLong.cause, "The execution reached the maximum number of history events (25000).");
        assert.deepEqual(typesOf(tooLong).slice(-2), ["PassStateExited", "ExecutionFailed"]);
    });
});

describe("executions", () => {
    const wait = (Seconds: number) => ({ W: { Type: "Wait", Seconds, End: true } });

    it("are one and the same for the same name and input, while they run", async () => {
        const service = newService();
        const stateMachineArn = machineOf(service, wait(10));
        const first = service.startExecution({ stateMachineArn, name: "n", input: { a: 1 } });
        assert.equal(service.startExecution({ stateMachineArn, name: "n", input: { a: 1 } }), first);
        const again = () => service.startExecution({ stateMachineArn, name: "n", input: { a: 2 } });
        assert.throws(again, { name: "ExecutionAlreadyExists" });
        await service.run();
        assert.throws(() => service.startExecution({ stateMachineArn, name: "n", input: { a: 1 } }), {
            name: "ExecutionAlreadyExists",
        });
    });
    it("interleave on one clock, the same way for the same seed", async () => {
        const run = async (seed: number) => {
            const order: string[] = [];
            const tasks = tasksFrom((_action, parameters) => (order.push(String(parameters)), null));
            const service = newService(tasks, seed);
            const Arguments = "{% $states.context.Execution.Name %}";
            const Seconds = "{% $floor($random() * 100) %}";
            const states = { W: { Type: "Wait", Seconds, Next: "T" }, T: { ...task, Arguments, End: true } };
            const stateMachineArn = machineOf(service, states);
            for (let n = 0; n < 8; n++) service.startExecution({ stateMachineArn, name: `${n}` });
            await service.run();
            return order.join("");
        };
        assert.equal(await run(1), await run(1));
        assert.notEqual(await run(1), await run(2));
    });
    it("stop where they are; a call that was under way is handled all the same", async () => {
        let handled = 0;
        const service = newService(tasksFrom(() => (handled += 1)));
        const stateMachineArn = machineOf(service, { T: { ...task, Next: "W" }, ...wait(1) });
        const execution = service.startExecution({ stateMachineArn });
        await service.clock.runUntil(start + 10);
        service.stopExecution(execution);
        assert.deepEqual([execution.status, handled], ["ABORTED", 0]);
        await service.clock.runUntil(start + 1000);
        assert.deepEqual([execution.history.length, handled], [5, 1]);
    });
    it("can be stopped at any event, by a test", async () => {
        for (let stopAfterEvent = 1; stopAfterEvent <= 7; stopAfterEvent++) {
            const service = newService(tasksFrom(() => null));
            const stateMachineArn = machineOf(service, { T: { ...task, Next: "W" }, ...wait(1) });
            const execution = service.startExecution({ stateMachineArn, stopAfterEvent });
            await service.run();
            assert.deepEqual([execution.status, execution.history.length], ["ABORTED", stopAfterEvent + 1]);
        }
    });
    it("go on from the state that failed when they are redriven, with their variables", async () => {
        const tasks = tasksFrom((_action, _parameters, call) => {
            if (call === 1) throw new StateError("A", "");
            return call;
        });
        const service = newService(tasks);
        const stateMachineArn = machineOf(service, {
            T: { ...task, Assign: { first: "{% $states.result %}" }, Next: "U" },
            U: { ...task, Output: "{% [$first, $states.result] %}", End: true },
        });
        const execution = service.startExecution({ stateMachineArn });
        await service.run();
        assert.equal(execution.status, "FAILED");
        service.redriveExecution(execution);
        await service.run();
        assert.deepEqual([execution.status, execution.output, execution.redriveCount], ["SUCCEEDED", [0, 2], 1]);
        assert.equal(typesOf(execution).filter((type) => type === "ExecutionRedriven").length, 1);
        assert.throws(() => service.redriveExecution(execution), { name: "ExecutionNotRedrivable" });
    });
    it("redrive just what did not succeed of a Map", async () => {
        for (const Mode of ["INLINE", "DISTRIBUTED"]) {
            const seen: unknown[] = [];
            const tasks = tasksFrom((_action, parameters, call) => {
                seen.push(parameters);
                if (call === 1) throw new StateError("A", "");
                return parameters;
            });
            const service = newService(tasks);
            const ItemProcessor = {
                ProcessorConfig: { Mode, ...(Mode === "DISTRIBUTED" && { ExecutionType: "STANDARD" }) },
                StartAt: "T",
                States: { T: { ...task, Arguments: "{% $states.input %}", End: true } },
            };
            const states = { M: { Type: "Map", Items: ["a", "b", "c"], MaxConcurrency: 1, ItemProcessor, End: true } };
            const execution = service.startExecution({ stateMachineArn: machineOf(service, states) });
            await service.run();
            assert.equal(execution.status, "FAILED");
            service.redriveExecution(execution);
            await service.run();
            assert.deepEqual(
                [execution.output, seen],
                [
                    ["a", "b", "c"],
                    ["a", "b", "b", "c"],
                ],
                Mode,
            );
        }
    });
    it("never hide a fault of the interpreter or of the tasks", async () => {
        const service = newService(
            tasksFrom(() => {
                throw new TypeError("a bug");
            }),
        );
        const Catch = [{ ErrorEquals: ["States.ALL"], Next: "P" }];
        const stateMachineArn = machineOf(service, {
            T: { ...task, Catch, End: true },
            P: { Type: "Pass", End: true },
        });
        service.startExecution({ stateMachineArn });
        await assert.rejects(service.run(), /a bug/);
    });
});
