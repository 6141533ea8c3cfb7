import assert from "node:assert/strict";
import { StateError, type Json, type JsonObject } from "../../../sandbox/stepFunctions";
import { machineOf, newService, outputOf, play, start, tasksFrom, typesOf } from "./support";

const pass = { Type: "Pass", End: true };
const inline = (States: object) => ({ StartAt: Object.keys(States)[0], States });
const distributed = (States: object, ExecutionType = "STANDARD") => ({
    ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType },
    ...inline(States),
});
const map = (fields: object) => ({ M: { Type: "Map", End: true, ...fields } });
const failsOn = (bad: Json) => ({
    I: {
        Type: "Choice",
        Choices: [{ Condition: `{% $states.input = ${JSON.stringify(bad)} %}`, Next: "F" }],
        Default: "G",
    },
    F: { Type: "Fail", Error: "Bad", Cause: "item" },
    G: pass,
});

describe("an inline Map", () => {
    it("gives the outputs in the order of the items", async () => {
        const wait = { I: { Type: "Wait", Seconds: "{% $states.input %}", End: true } };
        assert.deepEqual(await outputOf(map({ Items: [3, 1, 2], ItemProcessor: inline(wait) })), [3, 1, 2]);
    });
    it("selects what an iteration gets, by index and value", async () => {
        const ItemSelector = {
            i: "{% $states.context.Map.Item.Index %}",
            v: "{% $states.context.Map.Item.Value %}",
            all: "{% $count($states.input) %}",
        };
        const fields = { ItemSelector, ItemProcessor: inline({ I: pass }) };
        const expected = [
            { i: 0, v: "a", all: 2 },
            { i: 1, v: "b", all: 2 },
        ];
        assert.deepEqual(await outputOf(map(fields), { input: ["a", "b"] }), expected);
    });
    it("runs MaxConcurrency iterations at a time, and never more than 40", async () => {
        const wait = { I: { Type: "Wait", Seconds: 10, End: true } };
        const took = async (count: number, MaxConcurrency: number) => {
            const Items = Array.from({ length: count }, (_, index) => index);
            const execution = await play(map({ Items, MaxConcurrency, ItemProcessor: inline(wait) }));
            return ((execution.stopDate ?? 0) - start) / 1000;
        };
        assert.deepEqual([await took(4, 1), await took(4, 2), await took(41, 0)], [40, 20, 20]);
    });
    it("does nothing with no items", async () => {
        assert.deepEqual(await outputOf(map({ Items: [], ItemProcessor: inline({ I: pass }) })), []);
    });
    for (const Items of ["text", 1, { foo: "bar" }, null]) {
        it(`refuses ${JSON.stringify(Items)} for Items`, async () => {
            const { error, cause } = await play(
                map({ Items: `{% ${JSON.stringify(Items)} %}`, ItemProcessor: inline({ I: pass }) }),
            );
            assert.equal(error, "States.QueryEvaluationError");
            assert.match(cause ?? "", /returned an unexpected result type. Expected 'array'/);
        });
    }
    it("fails with the first iteration that fails, and ends the others", async () => {
        const execution = await play(map({ Items: [1, 2, 3], MaxConcurrency: 1, ItemProcessor: inline(failsOn(2)) }));
        assert.deepEqual([execution.error, execution.cause], ["Bad", "item"]);
        const types = typesOf(execution);
        assert.deepEqual(types.slice(-4), [
            "FailStateEntered",
            "MapIterationFailed",
            "MapStateFailed",
            "ExecutionFailed",
        ]);
        assert.equal(types.filter((type) => type === "MapIterationStarted").length, 2);
    });
    // The order is that which AWS gave: recorded by LocalStack's tests against it.
    it("begins anew where it is retried", async () => {
        const Retry = [{ ErrorEquals: ["Bad"], MaxAttempts: 2, IntervalSeconds: 1 }];
        const execution = await play(
            map({ Items: [1], Retry, ItemProcessor: inline({ F: { Type: "Fail", Error: "Bad", Cause: "" } }) }),
        );
        const round = ["MapStateStarted", "MapIterationStarted", "FailStateEntered", "MapIterationFailed"];
        assert.deepEqual(typesOf(execution), [
            "ExecutionStarted",
            "MapStateEntered",
            ...round,
            ...round,
            ...round,
            "MapStateFailed",
            "ExecutionFailed",
        ]);
    });
});

describe("a distributed Map", () => {
    it("gives every item an execution and a history of its own", async () => {
        const execution = await play(map({ Items: ["a", "b"], ItemProcessor: distributed({ I: pass }) }));
        assert.deepEqual(execution.output, ["a", "b"]);
        assert.deepEqual(typesOf(execution), [
            "ExecutionStarted",
            "MapStateEntered",
            "MapStateStarted",
            "MapRunStarted",
            "MapRunSucceeded",
            "MapStateSucceeded",
            "MapStateExited",
            "ExecutionSucceeded",
        ]);
        const child = ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"];
        assert.deepEqual(execution.children.map(typesOf), [child, child]);
    });
    it("sees no variables from outside", async () => {
        const states = {
            A: { Type: "Pass", Assign: { x: 1 }, Next: "M" },
            M: {
                Type: "Map",
                Items: [1],
                ItemProcessor: distributed({ I: { ...pass, Output: "{% $exists($x) %}" } }),
                End: true,
            },
        };
        assert.deepEqual(await outputOf(states), [false]);
    });
    it("fails with the first failure, unless some are tolerated", async () => {
        const run = (fields: object) =>
            play(map({ Items: [1, 2, 3, 4], MaxConcurrency: 1, ItemProcessor: distributed(failsOn(2)), ...fields }));
        const failed = await run({});
        assert.equal(failed.error, "States.ExceedToleratedFailureThreshold");
        assert.equal(failed.children.length, 2);
        assert.deepEqual(typesOf(failed).slice(-3), ["MapRunFailed", "MapStateFailed", "ExecutionFailed"]);
        assert.deepEqual((await run({ ToleratedFailureCount: 1 })).output, [1, 3, 4]);
        assert.deepEqual((await run({ ToleratedFailurePercentage: 25 })).output, [1, 3, 4]);
        assert.equal((await run({ ToleratedFailurePercentage: 24 })).status, "FAILED");
    });
    it("puts items into batches by number and by size", async () => {
        const run = (ItemBatcher: object) =>
            outputOf(map({ Items: ["a", "b", "c"], ItemBatcher, ItemProcessor: distributed({ I: pass }) }));
        const BatchInput = { day: "{% $states.input.day %}" };
        const states = map({
            Items: ["a", "b", "c"],
            ItemBatcher: { MaxItemsPerBatch: 2, BatchInput },
            ItemProcessor: distributed({ I: pass }),
        });
        assert.deepEqual(await outputOf(states, { input: { day: "1" } }), [
            { BatchInput: { day: "1" }, Items: ["a", "b"] },
            { BatchInput: { day: "1" }, Items: ["c"] },
        ]);
        assert.deepEqual(await run({ MaxInputBytesPerBatch: 18 }), [
            { Items: ["a"] },
            { Items: ["b"] },
            { Items: ["c"] },
        ]);
        assert.deepEqual(await run({ MaxInputBytesPerBatch: 19 }), [{ Items: ["a", "b"] }, { Items: ["c"] }]);
    });
    it("ends its executions when it is stopped", async () => {
        const service = newService();
        const wait = { I: { Type: "Wait", Seconds: 3600, End: true } };
        const stateMachineArn = machineOf(service, map({ Items: [1, 2], ItemProcessor: distributed(wait) }));
        const execution = service.startExecution({ stateMachineArn });
        await service.clock.runUntil(start + 60_000);
        service.stopExecution(execution, "Enough", "of this");
        await service.run();
        assert.deepEqual([execution.status, execution.error], ["ABORTED", "Enough"]);
        assert.deepEqual(
            execution.children.map(({ status }) => status),
            ["ABORTED", "ABORTED"],
        );
    });
    it("lets an Express execution run for five minutes", async () => {
        const wait = { I: { Type: "Wait", Seconds: 301, End: true } };
        const execution = await play(map({ Items: [1], ItemProcessor: distributed(wait, "EXPRESS") }));
        assert.deepEqual([execution.status, execution.children[0].status], ["FAILED", "TIMED_OUT"]);
    });

    const read = (Body: string, ReaderConfig: object) => {
        const Arguments = { Bucket: "b", Key: "{% $states.input.key %}" };
        const ItemReader = { Resource: "arn:aws:states:::s3:getObject", Arguments, ReaderConfig };
        const tasks = tasksFrom((_action, parameters) => {
            if ((parameters as JsonObject).Key !== "k")
                throw new StateError("S3.NoSuchKeyException", "The specified key does not exist.");
            return { Body };
        });
        return play(map({ ItemReader, ItemProcessor: distributed({ I: pass }) }), { tasks, input: { key: "k" } });
    };
    for (const [what, body, config, items] of [
        ["a JSON array", '[1,{"a":2}]', { InputType: "JSON" }, [1, { a: 2 }]],
        ["some of it", "[1,2,3]", { InputType: "JSON", MaxItems: 2 }, [1, 2]],
        ["JSON lines", '{"a":1}\n{"a":2}\n', { InputType: "JSONL" }, [{ a: 1 }, { a: 2 }]],
        // The next three as AWS answered them: recorded by LocalStack's tests against it.
        [
            "CSV with its headers",
            "Col1,Col2\nValue1,Value2\n   ,\n",
            { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" },
            [
                { Col1: "Value1", Col2: "Value2" },
                { Col1: "   ", Col2: "" },
            ],
        ],
        [
            "CSV with given headers, fewer than fields",
            "Value1,Value2\n",
            { InputType: "CSV", CSVHeaderLocation: "GIVEN", CSVHeaders: ["H1"] },
            [{ H1: "Value1" }],
        ],
    ] as const) {
        it(`reads ${what} from S3`, async () => {
            const execution = await read(body, config);
            assert.deepEqual(execution.output, items, execution.cause);
        });
    }
    for (const [what, body, config, cause] of [
        ["an object", '{"a":1}', { InputType: "JSON" }, "Attempting to map over non-iterable node."],
        [
            "doubled headers",
            "a,b\n",
            { InputType: "CSV", CSVHeaderLocation: "GIVEN", CSVHeaders: ["H", "H"] },
            "CSV headers cannot contain duplicates.",
        ],
    ] as const) {
        it(`cannot read ${what}`, async () => {
            const execution = await read(body, config);
            assert.deepEqual([execution.error, execution.cause], ["States.ItemReaderFailed", cause]);
        });
    }
    it("reads a listing, all pages of it", async () => {
        const ItemReader = { Resource: "arn:aws:states:::s3:listObjectsV2", Arguments: { Bucket: "b" } };
        const object = { ETag: '"e"', LastModified: "2026-11-20T00:00:00Z", Size: 1, StorageClass: "STANDARD" };
        const tasks = tasksFrom((_action, parameters): Json =>
            (parameters as JsonObject).ContinuationToken === undefined
                ? { Contents: [{ ...object, Key: "a" }], NextContinuationToken: "t" }
                : { Contents: [{ ...object, Key: "b" }] },
        );
        const output = await outputOf(map({ ItemReader, ItemProcessor: distributed({ I: pass }) }), { tasks });
        const item = { Etag: '"e"', LastModified: start / 1000, Size: 1, StorageClass: "STANDARD" };
        assert.deepEqual(output, [
            { ...item, Key: "a" },
            { ...item, Key: "b" },
        ]);
    });
});
